import ModelFiles

extension ModelConfiguration {
  /// Qwen 2 and 2.5 (arXiv 2407.10671): as Llama, with biases on queries, keys and values.
  static func qwen2(_ file: GGUFFile) throws -> ModelConfiguration {
    try ModelConfiguration(file, prefix: "qwen2", ropeIsSplit: true)
  }
}
