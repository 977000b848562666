/// How the kernel uses the machine.
public struct KernelOptions: Sendable {
  /// nil takes one for each core.
  public var threads: Int?
  /// Vector kernels by name (`scalar`, `avx2`, `avx512`, `neon`); nil takes the fastest that the machine can run.
  public var instructionSet: String?
  /// Longest prompt and answer together, in tokens; nil takes the model's own limit, at most
  /// ``defaultContextLength``.
  public var contextLength: Int?
  /// Memory for keys and values in bytes, of requests at work and of prompts that may come again.
  public var cacheBytes: Int

  public static let defaultContextLength = 16_384

  public init(
    threads: Int? = nil, instructionSet: String? = nil, contextLength: Int? = nil, cacheBytes: Int = 768 << 20
  ) {
    self.threads = threads
    self.instructionSet = instructionSet
    self.contextLength = contextLength
    self.cacheBytes = cacheBytes
  }
}
