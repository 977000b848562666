import ArgumentParser
import Foundation
import Inference

/// What runs the model.
struct BackendArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "kernel (in this process), http://host:port, https://…, unix:/path, or recording:PATH. (default: kernel)",
      discussion: "An address may be a llama.cpp server, vLLM, Ollama or LM Studio; several with commas are a pool.",
      valueName: "address"))
  var backend: String?

  @Option(
    help: ArgumentHelp(
      "A model's name, or the path of a GGUF file. (default: \(ModelChoice.defaultName))", valueName: "name-or-path"))
  var model: String?

  @Option(help: "Threads of the kernel. (default: one for each core)")
  var threads: Int?

  @Option(help: ArgumentHelp("Longest prompt and answer together, in tokens.", valueName: "tokens"))
  var context: Int?

  @Option(
    name: .customLong("api-key"),
    help: ArgumentHelp(
      "Key of an endpoint. Better set PANEL_API_KEY: other users of the machine can read arguments.", valueName: "key"))
  var apiKey: String?

  func validate() throws {
    if let threads, !(1...512).contains(threads) {
      throw ValidationError("--threads is \(threads); expected 1 to 512.")
    }
    if let context, !(256...1_048_576).contains(context) {
      throw ValidationError("--context is \(context); expected 256 to 1048576.")
    }
  }

  /// The address, from the command line, else from `PANEL_BACKEND`.
  func address(_ world: World) -> String { backend ?? world["PANEL_BACKEND"] ?? "kernel" }

  /// The model's name or path, from the command line, else from `PANEL_MODEL`.
  func model(_ world: World) -> String? { model ?? world["PANEL_MODEL"] }

  func open(in program: PanelProgram) async throws -> any InferenceBackend {
    let world = program.world
    let options = BackendOptions(
      model: model(world), apiKey: apiKey ?? world["PANEL_API_KEY"], threads: threads,
      contextLength: context)
    return try await program.registry.open(address(world), options: options)
  }
}
