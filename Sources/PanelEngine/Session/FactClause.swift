import Foundation
import PanelCore

/// A fact as a clause within a sentence: without its full stop, and beginning small where its first word is no name.
struct FactClause: Sendable {
  /// Most words of a clause; a README's paragraph is longer.
  static let mostWords = 36

  /// Words of the dossier that carry a capital letter where no sentence begins, and so are names.
  private let names: Set<String>
  /// Words that the dossier also writes small.
  private let small: Set<String>
  private let name: String

  init(_ facts: [Evidence], name: String = "") {
    self.name = name
    var names = Set(name.split(whereSeparator: \.isWhitespace).map(String.init))
    var small = Set<String>()
    for fact in facts {
      var begins = true
      for token in fact.text.split(whereSeparator: \.isWhitespace) {
        let word = WordSequence.trimmed(token)
        if !word.isEmpty, !begins {
          if word.first?.isUppercase == true { names.insert(String(word)) } else { small.insert(String(word)) }
        }
        begins = token.last.map { ".!?:".contains($0) } ?? false
      }
    }
    self.names = names
    self.small = small
  }

  /// Its first sentence, at most ``mostWords`` words of it.
  func clause(_ text: String) -> String {
    var words = Self.firstSentence(text).split(whereSeparator: \.isWhitespace).map(String.init)
    let isCut = words.count > Self.mostWords
    if isCut { words = Array(words.prefix(Self.mostWords)) }
    let isName = !name.isEmpty && text.hasPrefix(name)
    if let first = words.first, !isName, isCommon(first, next: words.dropFirst().first) {
      words[0] = first.prefix(1).lowercased() + first.dropFirst()
    }
    var clause = words.joined(separator: " ")
    while let last = clause.last, ".;:,".contains(last) || last.isWhitespace { clause.removeLast() }
    return isCut ? clause + " …" : clause
  }

  private static func firstSentence(_ text: String) -> String {
    for index in text.indices where ".!?".contains(text[index]) {
      let next = text.index(after: index)
      guard next < text.endIndex, text[next].isWhitespace else { continue }
      // A full stop ends a sentence where a capital letter follows; “e.g. this” goes on.
      if text[next...].first(where: { !$0.isWhitespace })?.isUppercase ?? false { return String(text[...index]) }
    }
    return text
  }

  private func isCommon(_ token: String, next: String?) -> Bool {
    let word = String(WordSequence.trimmed(Substring(token)))
    guard word == token, word.first?.isUppercase == true, !word.dropFirst().contains(where: { !$0.isLowercase })
    else { return false }
    let folded = word.lowercased()
    if Self.openers.contains(folded) { return true }
    if names.contains(word) { return false }
    if small.contains(folded) { return true }
    // “Hugging Face” is a name, “Building it” and “Parts marked” are not.
    if next?.first?.isUppercase == true { return false }
    return Self.endings.contains { folded.hasSuffix($0) }
  }

  /// Of words that are seldom names.
  private static let endings = ["ing", "s", "tion", "ity", "ence", "ance", "ment"]

  private static let openers: Set<String> = [
    "a", "all", "an", "any", "anyone", "at", "before", "besides", "both", "by", "each", "eight", "eleven", "every",
    "export", "five", "for", "four", "from", "if", "in", "it", "its", "most", "new", "nine", "no", "nobody", "of",
    "on", "one", "only", "other", "output", "pull", "seven", "since", "six", "some", "source", "stored", "support",
    "ten", "that", "the", "their", "there", "these", "this", "those", "three", "to", "twelve", "two", "users",
    "version", "versions", "when", "where", "while", "with", "without",
  ]
}
