import ModelFiles

extension ModelConfiguration {
  /// Gemma 3, text (arXiv 2503.19786): norms before and after each part, five layers with a sliding window for each that
  /// sees everything, embeddings scaled by √width.
  static func gemma3(_ file: GGUFFile) throws -> ModelConfiguration {
    var configuration = try ModelConfiguration(file, prefix: "gemma3", ropeIsSplit: true)
    configuration.activation = .gelu
    configuration.embeddingScale = Float(configuration.width).squareRoot()
    configuration.attention.window = try file.metadata.optionalInt("gemma3.attention.sliding_window")
    configuration.attention.globalEvery = 6
    configuration.attention.localRope = RotaryEmbedding(base: 10_000, isSplit: true)
    return configuration
  }
}
