/// Decides, piece by piece, where a free text ends by the rules of ``TextLimit``. Pure: every backend uses it, so that
/// the same model output gives the same text everywhere.
///
///     var limiter = TextLimiter(limit)
///     for piece in pieces {
///       switch limiter.feed(piece) {
///       case .more(let delta): stream(delta)
///       case .done(let delta, let text): return text
///       case .empty: throw emptyOutput
///       }
///     }
///     return limiter.end()
///
/// White space before the first word becomes one space (line breaks there end nothing), runs of it between words become
/// one space, and at the end it is dropped, so a lead-in and its text can be joined as they are. The deltas add up to
/// exactly the final text. A full stop is judged when the character after it is known, so a text ends one token late at
/// most; what came after the end is not in the text.
public struct TextLimiter: Sendable {
  public enum Step: Hashable, Sendable {
    /// Not over yet; `delta` is new text for the reader, possibly empty.
    case more(delta: String)
    /// Over. `delta` is the rest of the text.
    case done(delta: String, GeneratedText)
    /// Over: nothing but white space for so long that no text will come.
    case empty
  }

  /// Scalars of white space in a row after which nothing more is expected.
  public static let longestWhiteSpace = 64

  private let limit: TextLimit
  private var text = ""
  private var word = ""
  private var words = 0
  private var wordsInSentence = 0
  private var whiteSpace = 0
  /// A sentence end that waits for the first character after the white space.
  private var waiting: SentenceEnd?
  private var isOver = false

  public init(_ limit: TextLimit) { self.limit = limit }

  /// The text so far.
  public var textSoFar: String { text }

  /// Words that are complete.
  public var completeWords: Int { words }

  /// Takes the next piece of the model's output. Pieces may break anywhere between Unicode scalars. A piece after the
  /// end changes nothing.
  public mutating func feed(_ piece: String) -> Step {
    guard !isOver else { return .more(delta: "") }
    let start = text.utf8.count
    for scalar in piece.unicodeScalars {
      if let finish = take(scalar) {
        guard let finish = finish.reason else { return .empty }
        return .done(delta: added(since: start), GeneratedText(text: text, finish: finish))
      }
    }
    return .more(delta: added(since: start))
  }

  /// The model ended its turn: the whole text, or nil where there is none.
  public mutating func end() -> GeneratedText? { close(.endOfText) }

  /// No more tokens may be spent: the text as far as it came, or nil where there is none.
  public mutating func cutOff() -> GeneratedText? {
    let endsSentence = SentenceEnd(after: word, isFirstInSentence: wordsInSentence == 0) == .yes
    return close(endsSentence && words + 1 >= limit.enoughWords ? .sentence : .wordLimit)
  }

  private mutating func close(_ finish: GeneratedText.Finish) -> GeneratedText? {
    isOver = true
    return text.isEmpty ? nil : GeneratedText(text: text, finish: finish)
  }

  private struct Over {
    /// nil where there is no text at all.
    var reason: GeneratedText.Finish?
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Over? {
    let over = scalar.properties.isWhitespace || scalar == "\u{FEFF}" ? takeWhiteSpace(scalar) : takeText(scalar)
    if over != nil { isOver = true }
    return over
  }

  private mutating func takeWhiteSpace(_ scalar: Unicode.Scalar) -> Over? {
    whiteSpace += 1
    if text.isEmpty { return whiteSpace > Self.longestWhiteSpace ? Over(reason: nil) : nil }
    if !word.isEmpty, let finish = endWord() { return Over(reason: finish) }
    if Self.isLineBreak(scalar) || whiteSpace > Self.longestWhiteSpace { return Over(reason: .endOfText) }
    return nil
  }

  private mutating func takeText(_ scalar: Unicode.Scalar) -> Over? {
    if let waiting {
      self.waiting = nil
      if waiting.holds(before: scalar) {
        if words >= limit.enoughWords { return Over(reason: .sentence) }
        wordsInSentence = 0
      }
      if words >= limit.maxWords { return Over(reason: .wordLimit) }
    }
    if whiteSpace > 0 {
      text.unicodeScalars.append(" ")
      whiteSpace = 0
    }
    if Self.isWordByItself(scalar) {
      // Scripts without spaces: each character counts, and its full stop needs no space after it.
      if words >= limit.maxWords { return Over(reason: .wordLimit) }
      words += 1
      wordsInSentence += 1
      text.unicodeScalars.append(scalar)
      return nil
    }
    text.unicodeScalars.append(scalar)
    word.unicodeScalars.append(scalar)
    if "。！？".unicodeScalars.contains(scalar) {
      word = ""
      wordsInSentence = 0
      return words >= limit.enoughWords ? Over(reason: .sentence) : nil
    }
    return nil
  }

  /// White space follows the word that was being read.
  private mutating func endWord() -> GeneratedText.Finish? {
    defer { word = "" }
    let end = SentenceEnd(after: word, isFirstInSentence: wordsInSentence == 0)
    if word.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) {
      words += 1
      wordsInSentence += 1
    }
    switch end {
    case .yes:
      wordsInSentence = 0
      if words >= limit.enoughWords { return .sentence }
    case .unlessNumberFollows, .ifCapitalFollows:
      waiting = end
      return nil
    case .no: break
    }
    return words >= limit.maxWords ? .wordLimit : nil
  }

  private func added(since start: Int) -> String {
    String(text.utf8.dropFirst(start)) ?? ""
  }

  private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// Kana and Han; Korean writes spaces.
  private static func isWordByItself(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: true
    default: false
    }
  }
}

extension TextLimit {
  /// Tokens after which a text is cut off even if its words never end: more than any language needs for `maxWords`.
  public var tokenLimit: Int { max(1, maxWords) * 4 + 16 }
}
