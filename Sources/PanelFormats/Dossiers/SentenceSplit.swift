/// Cuts a text at ends of sentences.
enum SentenceSplit {
  /// Sentences of a text on one line: a word that ends in `.`, `!`, `?` or `…` ends one where the next word begins with
  /// an upper-case letter, a digit or a quotation mark, and the word is not a common abbreviation.
  static func sentences(_ text: String) -> [String] {
    var sentences: [String] = []
    var current: [Substring] = []
    let words = text.split(separator: " ")
    for (i, word) in words.enumerated() {
      current.append(word)
      guard i + 1 < words.count, endsSentence(word), beginsSentence(words[i + 1]) else { continue }
      sentences.append(current.joined(separator: " "))
      current = []
    }
    if !current.isEmpty { sentences.append(current.joined(separator: " ")) }
    return sentences
  }

  private static let abbreviations: Set<String> = [
    "e.g.", "i.e.", "etc.", "vs.", "cf.", "Mr.", "Dr.", "No.", "approx.",
  ]

  private static func endsSentence(_ word: Substring) -> Bool {
    let bare = word.reversed().drop { "\"')”’`*".contains($0) }
    guard let mark = bare.first, ".!?…。".contains(mark) else { return false }
    return !abbreviations.contains(String(word))
  }

  private static func beginsSentence(_ word: Substring) -> Bool {
    guard let first = word.first else { return false }
    return first.isUppercase || first.isNumber || "\"'“‘`(".contains(first) || !first.isASCII
  }
}
