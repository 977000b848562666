/// The words of a text in lower case, without punctuation around them.
struct WordSequence: Hashable, Sendable {
  let words: [String]

  init(_ text: some StringProtocol) {
    words = text.split(whereSeparator: { $0.isWhitespace || "—–/|".contains($0) }).compactMap {
      let word = Self.trimmed(Substring($0))
      return word.isEmpty ? nil : word.lowercased()
    }
  }

  /// `word` without punctuation around it; a currency sign before it, and a percent sign or pluses after it, stay.
  static func trimmed(_ word: Substring) -> Substring {
    var word = word
    while let first = word.first, !(first.isLetter || first.isNumber || first.isCurrencySymbol) { word.removeFirst() }
    while let last = word.last, !(last.isLetter || last.isNumber || last == "%" || last == "+") { word.removeLast() }
    return word
  }

  /// All runs of `length` words.
  func grams(_ length: Int) -> Set<ArraySlice<String>> {
    guard words.count >= length else { return [] }
    return Set((0...(words.count - length)).map { words[$0..<($0 + length)] })
  }
}

/// How much of a text was said before, in the same words.
enum Overlap {
  /// Words in a run that counts as copied; the measure of the published limits.
  static let length = 6

  /// Words in a run that counts as taken from the question: questions are short.
  static let echoLength = 4

  /// Share of the runs of `length` words of `text` that occur in `others`, 0 to 1; 0 for a text shorter than that.
  static func share(of text: WordSequence, in others: Set<ArraySlice<String>>, length: Int = length) -> Double {
    let count = text.words.count - length + 1
    guard count > 0 else { return 0 }
    let hits = (0..<count).count { others.contains(text.words[$0..<($0 + length)]) }
    return Double(hits) / Double(count)
  }
}
