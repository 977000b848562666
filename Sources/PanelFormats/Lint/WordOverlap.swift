/// How much two texts say the same, by their words.
enum WordOverlap {
  /// Words that tell nothing about what a text is about.
  private static let small: Set<String> = [
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its", "name", "of", "on", "or",
    "that", "the", "this", "to", "tool", "what", "which", "who", "with", "would", "you", "your",
  ]

  /// Shared words ÷ all words (P. Jaccard, 1901) without small words: 0 to 1, 0 where a text has no other words.
  static func share(_ a: String, _ b: String) -> Double {
    let (a, b) = (words(a), words(b))
    let all = a.union(b)
    return all.isEmpty ? 0 : Double(a.intersection(b).count) / Double(all.count)
  }

  private static func words(_ text: String) -> Set<String> {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return Set(words).subtracting(small)
  }
}
