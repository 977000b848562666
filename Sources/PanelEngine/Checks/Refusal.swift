/// Answers that say only that there is no answer.
enum Refusal {
  private static let phrases = [
    "does not provide", "do not provide", "doesn't provide any", "not provided", "no information", "not specified",
    "not mentioned", "is not stated", "as an ai", "as a language model", "i cannot", "i can't", "i'm sorry",
    "i am sorry",
    "dossier does not", "dossier doesn't", "facts do not", "facts don't", "not enough information", "unclear from",
    "cannot be determined", "the dossier",
  ]

  static func occurs(in text: String) -> Bool {
    let folded = text.lowercased()
    return phrases.contains { folded.contains($0) }
  }
}
