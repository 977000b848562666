import ArgumentParser
import Foundation
import Inference
import InferenceKernel
import PanelEngine

/// `panel bench`
struct BenchCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures the in-process kernel: prefill, decoding, and the panel job.",
    discussion: """
      Each figure stands beside its limit: 8-bit multiply-accumulates from registers, and bytes read from memory, both \
      measured in the same run. Measure on an idle machine; Benchmarks/README.md has figures and the peer.

      EXAMPLES
        panel bench                                     all figures for the default model
        panel bench --model smollm2-135m-instruct --json
        panel bench --job                               only the panel job: 2 tools × 4 personas
        panel bench --print-job > job.json              its prompts, for another program
      """)

  @Option(help: ArgumentHelp("A model's name, or the path of a GGUF file.", valueName: "name-or-path"))
  var model: String?

  @Option(help: "Threads. (default: one for each core)")
  var threads: Int?

  @Option(help: "Tokens that each request of the panel job writes.")
  var tokens = 160

  @Option(help: "Times that the panel job runs cold, for a median.")
  var runs = 1

  @Option(
    help: ArgumentHelp("Takes only this many of the job's requests, or repeats them to reach it.", valueName: "n"))
  var requests: Int?

  @Option(
    help: ArgumentHelp(
      "Cuts or repeats the facts of each dossier so that it comes to about this many tokens.", valueName: "n"))
  var dossierTokens: Int?

  @Flag(help: "Measure only the panel job.")
  var job = false

  @Flag(help: "Print the panel job's prompts and measure nothing.")
  var printJob = false

  @Flag(help: "Print JSON, texts of the job included.")
  var json = false

  @OptionGroup var library: LibraryOptions

  @Argument(help: "Tools of the panel job.")
  var tools: [String] = ["smolvlm2-turbo", "mistral-8b-instruct-v3"]

  func validate() throws {
    guard tokens > 0, runs > 0, requests ?? 1 > 0, threads ?? 1 > 0, dossierTokens ?? 1 > 0 else {
      throw ValidationError("--tokens, --runs, --requests, --dossier-tokens and --threads have to be at least 1.")
    }
  }

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let panelJob = try panelJob(program)
    if printJob {
      world.output.write(try panelJob.json(tokens: tokens))
      return 0
    }
    let choice = try ModelChoice.find(model ?? world["PANEL_MODEL"], world: world)
    let kernel = try KernelBenchmark(
      path: choice.file.path, options: KernelOptions(threads: threads, instructionSet: world["PANEL_SIMD"]),
      clock: world.elapsed)
    defer { kernel.close() }
    var report = BenchReport(model: choice.name ?? choice.file.lastPathComponent, loadSeconds: kernel.loadSeconds)
    if !job {
      _ = kernel.prefill(64)  // Brings the weights into memory.
      report.figures += [
        kernel.prefill(512), kernel.decode(sequences: 1, count: 64), kernel.decode(sequences: 8, count: 48),
      ]
    }
    for _ in 0..<runs {
      kernel.clearCache()
      var (cold, texts, usage) = kernel.job(panelJob.requests, tokens: tokens)
      cold.name = "job, cold"
      var other = panelJob.requests
      for index in other.indices { other[index].sampling.seed += 1 }
      var (warm, _, _) = kernel.job(other, tokens: tokens)
      warm.name = "job, warm"
      report.figures += [cold, warm]
      report.promptTokens = usage.promptTokens
      report.computedPromptTokens = usage.computedPromptTokens
      report.texts = Dictionary(uniqueKeysWithValues: texts.map { ($0.key.rawValue, $0.value) })
    }
    report.peakMemoryBytes = BenchReport.peakMemory()
    // Last, as measuring the memory takes a lot of it.
    let limits = kernel.limits()
    report.limits = .init(gigaMultiplyAccumulates: limits.gigaMultiplyAccumulates, gigabytes: limits.gigabytes)
    world.output.write(json ? try report.reportJSON() : report.text())
    return 0
  }

  private func panelJob(_ program: PanelProgram) throws -> BenchJob {
    let world = program.world
    let library = try library.library(world)
    var input = try ReviewInput(
      dossiers: try ToolArguments.parse(tools).dossiers(library, world: world),
      session: try SessionArguments.parse([]), library: library)
    if let dossierTokens { input.dossiers = input.dossiers.map { BenchJob.fit($0, tokens: dossierTokens) } }
    let session = try input.session(on: NoBackend(), options: SessionOptions(), world: world)
    var job = BenchJob(session.plan())
    if let requests {
      job.requests = (0..<requests).map { index in
        var request = job.requests[index % job.requests.count]
        if index >= job.requests.count { request.id = RequestID("\(request.id)#\(index)") }
        return request
      }
    }
    return job
  }
}

/// Stands where a plan needs a backend that nobody asks anything.
private struct NoBackend: InferenceBackend {
  let identity = BackendIdentity(kind: "none", model: "none", engine: "none")
  let capabilities = BackendCapabilities(contextLength: nil, isDeterministic: true, readsDistributions: true)

  func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error> {
    AsyncThrowingStream { $0.finish() }
  }
  func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int] { requests.map { _ in 0 } }
  func close() async {}
}
