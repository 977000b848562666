/// A text on one line as its sentences.
enum Sentences {
  /// Joined by single spaces they are the text again. A sentence ends behind `.`, `!`, `?` or `;` before a space, and
  /// with a tag or comment of HTML.
  static func split(_ text: String) -> [String] {
    var sentences: [String] = []
    var current = ""
    for word in text.split(separator: " ") {
      current += current.isEmpty ? String(word) : " " + word
      let bare = word.reversed().drop { "\"')”’`*".contains($0) }
      guard let mark = bare.first, ".!?;。！？".contains(mark) || word.hasSuffix("-->") else { continue }
      if abbreviations.contains(word.lowercased()) { continue }
      sentences.append(current)
      current = ""
    }
    if !current.isEmpty { sentences.append(current) }
    return sentences
  }

  private static let abbreviations: Set<String> = ["e.g.", "i.e.", "etc.", "vs.", "cf.", "no.", "approx."]
}
