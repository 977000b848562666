/// Words that claim something which no fact says: that a tool is new, popular, quick.
enum Filler {
  private static let claims: Set<String> = [
    "recently", "newly", "infancy", "popular", "popularity", "widely", "fastest", "faster", "revolutionary", "seamless",
    "seamlessly", "cutting-edge", "state-of-the-art", "robust", "powerful", "mature", "maturity", "innovative",
  ]
  private static let phrases = [
    "full potential", "peace of mind", "in many industries", "other vendors, tools", "these limits", "these facts",
    "this fact", "the following", "time-consuming", "additional work", "hassle", "in this scenario", "this reality",
    "work well", "all the features", "the new features", "and features as",
    "significant undertaking", "the question", "write such code yourself", "various applications", "and more.",
  ]

  /// Whether `text`, which ends a sentence that was begun for it, says no more than that something is done.
  static func isEmpty(_ text: String) -> Bool {
    text.lowercased().firstMatch(
      of:
        /^(?:do|use|perform|achieve|replace|make|get|help|handle|manage) ?(?:the same(?: thing| work)?|it|this|that|so|these|(?:their|its|your) (?:own )?(?:work|jobs?|data|needs|tasks?)|these tasks|things|work|better|them)?[.]?$/
    ) != nil
  }

  /// Claims and empty phrases of `text` that none of the facts holds.
  static func occurring(in text: String, facts: TermIndex) -> [String] {
    let words = WordSequence(text).words.filter { claims.contains($0) && !facts.holds(.init(text: $0, kind: .code)) }
    let folded = text.lowercased()
    return words + phrases.filter { folded.contains($0) }
  }
}
