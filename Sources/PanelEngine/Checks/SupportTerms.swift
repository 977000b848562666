/// What in an answer could be made up and can be looked up: numbers, names, commands.
struct SupportTerms: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// Holds a digit, or is a large number's word: a price, a version, a quantity.
    case number
    /// A name by its capital letters.
    case name
    /// Text between backticks.
    case code
  }

  struct Term: Hashable, Sendable {
    var text: String
    var kind: Kind
  }

  let terms: [Term]

  /// - Parameters:
  ///   - body: the generated part of an answer.
  ///   - startsSentence: whether the first word begins a sentence, so that its capital letter says nothing.
  init(_ body: String, startsSentence: Bool) {
    var found: [Term] = []
    var plain = ""
    for (index, part) in body.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      if index % 2 == 1, !part.isEmpty {
        found.append(Term(text: String(part), kind: .code))
        plain += " ` "
      } else {
        plain += part
      }
    }
    var isFirst = startsSentence
    for token in plain.split(whereSeparator: { $0.isWhitespace || "—–/".contains($0) }) {
      let word = WordSequence.trimmed(token)
      let wasFirst = isFirst
      isFirst = token.last.map { ".!?:”\"".contains($0) } ?? false
      if word.isEmpty { continue }
      if word.contains(where: \.isNumber) || Self.largeNumbers.contains(word.lowercased()) {
        found.append(Term(text: String(word), kind: .number))
      } else if Self.isName(word, isFirst: wasFirst) {
        found.append(Term(text: String(word), kind: .name))
      }
    }
    terms = found
  }

  private static func isName(_ word: Substring, isFirst: Bool) -> Bool {
    guard word.contains(where: \.isUppercase) else { return false }
    let stem = word.split(separator: "'").first?.split(separator: "’").first ?? word
    if common.contains(String(stem)) { return false }
    let hasInnerCapital = stem.dropFirst().contains(where: \.isUppercase)
    return hasInnerCapital || (!isFirst && stem.first?.isUppercase == true)
  }

  private static let largeNumbers: Set<String> = ["hundred", "thousand", "million", "billion", "trillion", "dozen"]

  /// Capitalised words that claim nothing about a tool.
  private static let common: Set<String> = [
    "I", "AI", "ML", "API", "APIs", "CI", "CLI", "CPU", "CPUs", "GPU", "GPUs", "DX", "GUI", "HTTP", "HTTPS", "ID",
    "IDE",
    "IDEs", "IO", "IT", "JSON", "LLM", "LLMs", "OK", "OS", "RAM", "SDK", "SDKs", "TLS", "UI", "URL", "URLs", "US", "EU",
  ]
}

/// The words of a text as they are looked up.
struct TermIndex: Sendable {
  private let words: Set<String>
  private let text: String

  init(_ texts: [String]) {
    text = texts.joined(separator: " \n ").lowercased()
    let sequence = WordSequence(text).words
    var words = Set<String>()
    for (index, word) in sequence.enumerated() {
      for part in Self.parts(word) { words.insert(part) }
      words.insert(Self.number(word))
      // “2 GB” also answers for “2GB”, and “40 percent” for “40%”.
      if word.contains(where: \.isNumber), index + 1 < sequence.count {
        words.insert(Self.number(word) + sequence[index + 1])
        if ["percent", "per"].contains(sequence[index + 1]) { words.insert(Self.number(word) + "%") }
      }
    }
    self.words = words
  }

  func holds(_ term: SupportTerms.Term) -> Bool {
    let folded = term.text.lowercased().replacing("’s", with: "").replacing("'s", with: "")
    switch term.kind {
    case .code: return text.contains(folded)
    case .number:
      if words.contains(Self.number(folded)) { return true }
      let parts = Self.parts(folded)
      return parts.count > 1
        && parts.dropLast().filter { $0.contains(where: \.isNumber) }.allSatisfy { words.contains($0) }
    case .name:
      if words.contains(folded) || words.contains(String(folded.dropLast(folded.hasSuffix("s") ? 1 : 0))) {
        return true
      }
      let parts = Self.parts(folded)
      return parts.count > 1 && parts.dropLast().allSatisfy { words.contains($0) }
    }
  }

  /// “Apache-2.0” as “apache” and “2.0”; the whole word too.
  private static func parts(_ word: String) -> [String] {
    let parts = word.split(separator: "-").map { number(String($0)) }
    return parts.count > 1 ? parts + [number(word)] : parts
  }

  /// “50,000” as “50000”; other words as they are.
  private static func number(_ word: String) -> String {
    guard word.contains(where: \.isNumber), word.contains(",") else { return word }
    return word.replacing(",", with: "")
  }
}
