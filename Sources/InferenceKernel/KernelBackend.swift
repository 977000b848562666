import Foundation
public import Inference
import KernelSIMD
import ModelFiles

/// The in-process backend: a GGUF model on this machine's processor.
///
/// The same request gives the same tokens and probabilities to the last bit, alone or among others, on any number of
/// threads, with a cold or a warm cache.
public final class KernelBackend: InferenceBackend {
  public let identity: BackendIdentity
  public let capabilities: BackendCapabilities

  let loop: KernelLoop

  /// Loads a model.
  ///
  /// - Parameters:
  ///   - path: The GGUF file.
  ///   - name: The model's name as people know it; nil takes the file's name.
  ///   - sha256: The file's hash, where the caller knows it.
  ///   - engine: Version of the program.
  /// - Throws: ``InferenceError`` with code `badModel`, `outOfMemory` or `badRequest`.
  public init(
    path: String, name: String? = nil, sha256: String? = nil, engine: String, options: KernelOptions = KernelOptions()
  ) throws(InferenceError) {
    let loaded = try KernelEngine(path: path, options: options)
    identity = BackendIdentity(
      kind: "kernel", model: name ?? URL(filePath: path).deletingPathExtension().lastPathComponent,
      modelSHA256: sha256, tokenizerSHA256: loaded.tokenizerSHA256, engine: engine)
    capabilities = BackendCapabilities(
      contextLength: loaded.contextLength, isDeterministic: true, readsDistributions: true)
    loop = KernelLoop(loaded.scheduler, team: loaded.team)
  }

  deinit { loop.stop() }

  public func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error> {
    AsyncThrowingStream { continuation in
      guard !requests.isEmpty else { return continuation.finish() }
      let session = Session(continuation, requests: requests.count)
      continuation.onTermination = { reason in
        if case .cancelled = reason { session.cancel() }
      }
      loop.run(requests, session)
    }
  }

  public func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int] {
    try await loop.perform { $0.countPromptTokens(requests) }
  }

  public func close() async { loop.stop() }
}
