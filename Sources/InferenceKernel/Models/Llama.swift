import Inference
import ModelFiles

extension ModelConfiguration {
  /// Llama, Mistral, SmolLM and their kin (arXiv 2302.13971). Pairs of the rotary embedding lie side by side: the weights
  /// of queries and keys were permuted for that when the file was made.
  static func llama(_ file: GGUFFile) throws -> ModelConfiguration {
    var configuration = try ModelConfiguration(file, prefix: "llama", ropeIsSplit: false)
    if try file.metadata.optionalInt("llama.expert_count") ?? 0 > 0 {
      throw InferenceError(.badModel, "\(file.path) is a mixture of experts, which the kernel does not know.")
    }
    if let factors = file.tensor(named: "rope_freqs.weight") {
      configuration.attention.rope.divisors = try file.floats(of: factors, count: configuration.headDimensions / 2)
    }
    return configuration
  }
}
