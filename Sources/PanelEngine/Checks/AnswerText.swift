import Foundation

/// An answer's text made fit for a reader: one line, whole sentences, no markup, no citations left in it.
struct AnswerText: Hashable, Sendable {
  /// Without the lead-in.
  var body: String
  /// Whether it ends as a sentence does, without having been mended.
  var isWhole: Bool

  init(body: String, isWhole: Bool) {
    self.body = body
    self.isWhole = isWhole
  }

  /// - Parameters:
  ///   - generated: what the model wrote after `leadIn`.
  ///   - wasCutOff: whether it reached the word limit.
  ///   - markers: words of the prompt that have no place in an answer (nonce, datamark).
  init(_ generated: String, leadIn: String, wasCutOff: Bool, markers: [String] = []) {
    var text = generated
    for marker in markers where !marker.isEmpty { text = text.replacing(marker, with: " ") }
    text = ChatMarkers.removed(from: InvisibleCharacters.removed(from: Self.withoutCitations(text)))
    text = Self.withoutMarkup(text)
    if !leadIn.isEmpty, text.lowercased().hasPrefix(leadIn.lowercased()) { text = String(text.dropFirst(leadIn.count)) }
    text = Self.tidied(text)
    text = Self.withoutPraise(Self.withoutHedge(Self.balanced(text)))
    let end = text.last.map { ".!?".contains($0) || Self.closesSentence(text) } ?? false
    if end {
      body = text
      isWhole = true
    } else if let last = Self.lastSentenceEnd(text), wasCutOff || Self.announces(text) {
      body = Self.balanced(String(text[...last]))
      isWhole = true
    } else {
      let stem = text.trimmingCharacters(in: CharacterSet(charactersIn: " ,;:-–—"))
      body = stem.isEmpty ? "" : stem + (wasCutOff ? " …" : ".")
      isWhole = !wasCutOff && !stem.isEmpty && !Self.announces(text)
    }
  }

  /// Ends it with its first clause, without words of praise: what a model adds to the few words that end a sentence is
  /// padding.
  mutating func endAtClause() {
    // Where another clause begins, and not the next word of a list: “parse YAML, which Yams does”, “. They can …”.
    let next =
      /[;:–—]\s|[.!?]\s+\S|,\s(?:and|but|or|so|which|who|where|while|because|as|since|a|an|the|in|on|at|by|with|without|using|especially|such|like|similar|including|instead|rather|then|if|it|they|[a-z]+ing|[a-z]+ed)\b/
    let relative = /\s(?:that|which|who)\s/
    for end in [body.firstMatch(of: next)?.range.lowerBound, body.firstMatch(of: relative)?.range.lowerBound] {
      guard let end, end < body.endIndex else { continue }
      let kept = body[..<end].trimmingCharacters(in: .whitespaces)
      guard kept.split(separator: " ").count >= Self.fewestInClause else { continue }
      body = kept + "."
      isWhole = true
    }
    let praise = /,? ?\b(?:quickly|easily|efficiently|effectively|accurately|reliably|seamlessly)\b(?:,? and)?/
    let plain = body.replacing(praise, with: "").trimmingCharacters(in: .whitespaces)
    if plain.split(separator: " ").count >= Self.fewestInClause { body = plain }
  }

  /// Lead-in and body as one text.
  static func joined(_ leadIn: String, _ body: String) -> String {
    guard let first = body.first, let last = leadIn.last else { return leadIn + body }
    let joins = first.isWhitespace || last.isWhitespace || ",.;:!?)".contains(first) || "([“‘«".contains(last)
    return leadIn + (joins ? "" : " ") + body
  }

  /// Ends where something else should follow.
  private static func announces(_ text: String) -> Bool { text.last.map { ":,;(–—".contains($0) } ?? false }

  private static func closesSentence(_ text: String) -> Bool {
    guard let last = text.last, "”\"')".contains(last), let before = text.dropLast().last else { return false }
    return ".!?".contains(before)
  }

  private static func lastSentenceEnd(_ text: String) -> String.Index? {
    var found: String.Index?
    for index in text.indices where ".!?".contains(text[index]) {
      let next = text.index(after: index)
      if next == text.endIndex || text[next].isWhitespace { found = index }
    }
    // A sentence of two or three words before the cut is not an answer.
    guard let found, text[...found].split(separator: " ").count >= 5 else { return nil }
    return found
  }

  /// Takes out `[3]`, `[1, 2]`, `(fact 3)`, `Evidence: 3`.
  private static func withoutCitations(_ text: String) -> String {
    text.replacing(/\s*\[\s*\d{1,3}(?:\s*,\s*\d{1,3})*\s*\]/, with: "")
      .replacing(/\s*\((?:see )?(?:facts?|evidence) \d{1,3}(?:(?:,| and) ?\d{1,3})*\)/.ignoresCase(), with: "")
      .replacing(/\s*Evidence:[\s\d,]*$/.ignoresCase(), with: "")
  }

  private static func withoutMarkup(_ text: String) -> String {
    text.replacing("**", with: "").replacing("__", with: "")
      .replacing(/^\s*(?:[-*•>]|\d{1,2}[.)])\s+/, with: "")
      .replacing(/\[([^\]]+)\]\([^)\s]+\)/) { String($0.output.1) }
      .replacing(/<\/?[a-z][a-z0-9]*\/?>/.ignoresCase(), with: "")
  }

  /// Takes out a relative clause at the end that only hedges: “…, which could be time-consuming.”
  private static func withoutHedge(_ text: String) -> String {
    guard
      let hedge = text.firstMatch(
        of:
          /, (?:similar to|(?:which|and this|and that|this) (?:could|may|might|can|would|will likely|saves|reduces|is manageable)|potentially|possibly|making|leading to|ensuring)\b[^.!?;]*[.!?]?$/
      )
    else { return text }
    let kept = text[..<hedge.range.lowerBound]
    return kept.split(separator: " ").count >= fewestWords ? kept + "." : text
  }

  /// Takes out words at the end that only praise, and that no fact backs: “… in a simple, efficient way”.
  private static func withoutPraise(_ text: String) -> String {
    guard
      let praise = text.firstMatch(
        of:
          /,? (?:in an? (?:[a-z-]+,? (?:and )?){1,3}(?:way|manner)|(?:more )?(?:quickly|easily|efficiently|effectively|accurately|reliably)(?: and (?:quickly|easily|efficiently|effectively|accurately|reliably))?)[.]?$/
      )
    else { return text }
    let kept = text[..<praise.range.lowerBound]
    return kept.split(separator: " ").count >= fewestInClause ? kept + "." : text
  }

  /// Words that are a clause: “parse YAML”.
  private static let fewestInClause = 2

  /// Words that are an answer without what follows them.
  private static let fewestWords = 3

  private static func tidied(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .replacing(/\ +([,.;:!?])(?=\s|$)/) { String($0.output.1) }
      .replacing(/([.!?])\1+$/) { String($0.output.1) }
  }

  /// Takes out a quotation mark, backtick or bracket that has no partner.
  private static func balanced(_ text: String) -> String {
    var text = text
    for mark: Character in ["\"", "`"] where text.count(where: { $0 == mark }) % 2 == 1 {
      if let last = text.lastIndex(of: mark) { text.remove(at: last) }
    }
    for (open, close): (Character, Character) in [("(", ")"), ("“", "”"), ("[", "]")] {
      var depth = 0
      var result = ""
      for character in text {
        if character == close {
          if depth == 0 { continue }
          depth -= 1
        } else if character == open {
          depth += 1
        }
        result.append(character)
      }
      while depth > 0, let last = result.lastIndex(of: open) {
        result.remove(at: last)
        depth -= 1
      }
      text = result
    }
    return text.trimmingCharacters(in: .whitespaces)
  }
}
