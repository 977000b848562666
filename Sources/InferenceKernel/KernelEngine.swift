import Foundation
import Inference
import KernelSIMD
import ModelFiles

/// A loaded model with everything that runs it, before it is handed to its thread.
struct KernelEngine {
  let team: WorkerTeam
  let scheduler: Scheduler
  let contextLength: Int
  let model: TransformerModel
  let tokenizerSHA256: String

  init(path: String, options: KernelOptions) throws(InferenceError) {
    do {
      self = try KernelEngine(GGUFFile(path: path), options: options)
    } catch let error as InferenceError {
      throw error
    } catch let error as GGUFError {
      throw InferenceError(.badModel, "\(error)")
    } catch {
      throw InferenceError(.badModel, "\(path): \(error)")
    }
  }

  private init(_ file: GGUFFile, options: KernelOptions) throws {
    let kernels = try Self.kernels(options.instructionSet)
    let configuration = try ModelConfiguration(file)
    contextLength = min(
      configuration.contextLength, options.contextLength ?? KernelOptions.defaultContextLength)
    let pageBytes = PagePool.pageByteCount(configuration)
    let pageCount = max(2 * (contextLength / PagePool.positions) / 8 + 64, options.cacheBytes / pageBytes)
    try Self.checkMemory(file, cacheBytes: min(options.cacheBytes, 256 << 20))

    let tokenizer = try TokenizerLoader.load(file.metadata)
    guard tokenizer.vocabularyCount <= configuration.vocabularyCount else {
      throw InferenceError(
        .badModel,
        "\(file.path) has \(tokenizer.vocabularyCount) tokens but embeddings for \(configuration.vocabularyCount).")
    }
    tokenizerSHA256 = file.metadata.tokenizerSHA256
    let template = try ChatTemplate(file.metadata)
    team = WorkerTeam(count: options.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    do {
      model = try TransformerModel(file, team: team)
      let pool = try PagePool(configuration, pageCount: pageCount)
      let pass = try ForwardPass(model: model, pool: pool, team: team, kernels: kernels, positions: contextLength)
      scheduler = Scheduler(
        pass: pass, encoder: PromptEncoder(tokenizer: tokenizer, template: template), contextLength: contextLength)
    } catch {
      team.stop()
      throw error
    }
  }

  private static func kernels(_ name: String?) throws(InferenceError) -> UnsafePointer<ks_kernels> {
    guard let name else { return ks_kernels_best() }
    guard let kernels = ks_kernels_named(name) else {
      let names: [String] = ["scalar", "avx2", "avx512", "neon"]
      let usable = names.filter { (name: String) in ks_kernels_named(name) != nil }
      throw InferenceError(
        .badRequest, "This machine cannot run the vector kernels “\(name)”.",
        remedy: "It can run \(usable.joined(separator: ", ")); leave PANEL_SIMD unset for the fastest.")
    }
    return kernels
  }

  /// Refuses a model that would not fit, before the system starts to kill programs.
  private static func checkMemory(_ file: GGUFFile, cacheBytes: Int) throws(InferenceError) {
    guard let available = availableMemory() else { return }
    // Packed weights take up to 1.4 times their size in the file (5-bit types become 8-bit).
    let needed = file.size * 7 / 5 + cacheBytes
    guard needed <= available else {
      throw InferenceError(
        .outOfMemory,
        "\(file.path) needs about \(needed / 1_000_000) MB of memory; \(available / 1_000_000) MB are available.",
        remedy: "Close other programs, or take a smaller model (panel model list).")
    }
  }

  /// Bytes that can be had without swapping; nil where the system does not say.
  private static func availableMemory() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1024
  }
}
