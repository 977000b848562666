/// Whether a full stop, an exclamation mark or a question mark ends a sentence, judged by the word that carries it.
enum SentenceEnd: Hashable, Sendable {
  /// No sentence ends with this word.
  case no
  /// A sentence ends here.
  case yes
  /// It ends unless a number follows: “no. 5”, “fig. 2”.
  case unlessNumberFollows
  /// It ends where a capital letter follows: “etc.”, “Inc.”, “U.S.”, “…”.
  case ifCapitalFollows

  /// Judges `word`, a run without white space, as it stands before white space.
  ///
  /// A point inside a word (“Node.js”, “1.2”) never reaches this: only what comes last counts.
  ///
  /// - Parameter isFirstInSentence: A bare number with a full stop is then the number of a list item, as in “1. Fast”.
  init(after word: some StringProtocol, isFirstInSentence: Bool) {
    let core = word.drop { Self.openers.contains($0) }
    var end = core.endIndex
    while end > core.startIndex, Self.closers.contains(core[core.index(before: end)]) {
      end = core.index(before: end)
    }
    let body = core[..<end]
    guard let mark = body.last else {
      self = .no
      return
    }
    switch mark {
    case "!", "?", "。", "！", "？", "।": self = .yes
    case "…": self = .ifCapitalFollows
    case ".": self = Self(beforeFullStop: body.dropLast().lowercased(), isFirstInSentence: isFirstInSentence)
    default: self = .no
    }
  }

  private init(beforeFullStop stem: String, isFirstInSentence: Bool) {
    if stem.isEmpty || stem.last == "." {
      self = .ifCapitalFollows  // an ellipsis
    } else if Self.neverFinal.contains(stem) {
      self = .no
    } else if Self.rarelyFinal.contains(stem) || Self.isDottedLetters(stem) {
      self = .ifCapitalFollows
    } else if Self.beforeNumbers.contains(stem) {
      self = .unlessNumberFollows
    } else if isFirstInSentence, stem.allSatisfy(\.isNumber) {
      self = .no
    } else {
      self = .yes
    }
  }

  /// Whether the sentence ended, now that `next` is known to follow the white space.
  func holds(before next: Unicode.Scalar) -> Bool {
    switch self {
    case .no: false
    case .yes: true
    case .unlessNumberFollows: next.properties.numericType == nil
    case .ifCapitalFollows: next.properties.isUppercase
    }
  }

  /// “u.s”, “a.m”: single letters with points between them.
  private static func isDottedLetters(_ stem: String) -> Bool {
    let parts = stem.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 && parts.allSatisfy { $0.count == 1 && $0.first?.isLetter == true }
  }

  private static let openers: Set<Character> = ["(", "[", "{", "\"", "'", "“", "‘", "«", "*", "_", "`"]
  private static let closers: Set<Character> = [")", "]", "}", "\"", "'", "”", "’", "»", "*", "_", "`"]
  private static let neverFinal: Set<String> = [
    "e.g", "i.e", "eg", "ie", "vs", "cf", "viz", "ca", "approx", "incl", "excl", "esp", "resp", "al", "mr", "mrs", "ms",
    "dr", "prof", "st",
  ]
  private static let rarelyFinal: Set<String> = ["etc", "inc", "ltd", "co", "corp", "jr", "sr", "dept", "est"]
  private static let beforeNumbers: Set<String> = [
    "no", "nos", "fig", "figs", "sec", "vol", "ch", "p", "pp", "ver", "v",
  ]
}
