/// Makes the tokenizer that a model file asks for.
public enum TokenizerLoader {
  /// - Throws: ``GGUFError`` where the vocabulary is missing, contradicts itself, or is of a kind that is not known.
  public static func load(_ metadata: GGUFMetadata) throws(GGUFError) -> any Tokenizer {
    let model = try metadata.string("tokenizer.ggml.model")
    switch model {
    case "gpt2": return try BytePairTokenizer(Vocabulary(metadata))
    case "llama": return try SentencePieceTokenizer(Vocabulary(metadata))
    default:
      throw GGUFError(
        .badValue, path: metadata.file.path, "tokenizer.ggml.model is \(model), which is not supported.",
        remedy: "Known ones are gpt2 (byte pairs) and llama (SentencePiece with scores).")
    }
  }
}
