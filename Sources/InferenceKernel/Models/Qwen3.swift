import ModelFiles

extension ModelConfiguration {
  /// Qwen 3, dense (arXiv 2505.09388): norms over each head's query and key instead of biases.
  static func qwen3(_ file: GGUFFile) throws -> ModelConfiguration {
    try ModelConfiguration(file, prefix: "qwen3", ropeIsSplit: true)
  }
}
