extension PreTokenizer {
  private static let other: ScalarClass = [.letter, .number, .space]

  /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
  static func gpt2Word(_ text: ClassifiedText, _ range: Range<Int>) -> Int {
    let start = range.lowerBound
    if let end = contraction(text, range, ignoringCase: false) { return end }
    // The class that follows the optional space decides which of the three alternatives it is.
    let first = text.ascii[start] == UInt8(ascii: " ") && start + 1 < range.upperBound ? start + 1 : start
    let kind = text.classes[first].intersection(other)
    if !kind.contains(.space) {
      var end = first + 1
      while end < range.upperBound, text.classes[end].intersection(other) == kind { end += 1 }
      return end
    }
    return spaces(text, range)
  }

  /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,digits}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|`
  /// `\s+(?!\S)|\s+`
  static func modernWord(_ text: ClassifiedText, _ range: Range<Int>, digits: Int) -> Int {
    let start = range.lowerBound
    if let end = contraction(text, range, ignoringCase: true) { return end }
    let kind = text.classes[start]
    if kind.contains(.number) { return run(text, range, of: .number, atMost: digits) }

    let isLetter = kind.contains(.letter)
    let leadsLetters =
      !isLineBreak(text.ascii[start]) && start + 1 < range.upperBound && text.classes[start + 1].contains(.letter)
    if isLetter || leadsLetters {
      var end = start + 1
      while end < range.upperBound, text.classes[end].contains(.letter) { end += 1 }
      return end
    }

    let first = text.ascii[start] == UInt8(ascii: " ") && start + 1 < range.upperBound ? start + 1 : start
    if text.classes[first].isDisjoint(with: other) {
      var end = first + 1
      while end < range.upperBound, text.classes[end].isDisjoint(with: other) { end += 1 }
      while end < range.upperBound, isLineBreak(text.ascii[end]) { end += 1 }
      return end
    }

    // White space up to its last line break, if it has one.
    var end = start
    var afterBreak = start
    while end < range.upperBound, text.classes[end].contains(.space) {
      end += 1
      if isLineBreak(text.ascii[end - 1]) { afterBreak = end }
    }
    return afterBreak > start ? afterBreak : spaces(text, range)
  }

  /// `\s+(?!\S)|\s+`: white space without its last character, which goes with the word behind it.
  private static func spaces(_ text: ClassifiedText, _ range: Range<Int>) -> Int {
    let start = range.lowerBound
    var end = start
    while end < range.upperBound, text.classes[end].contains(.space) { end += 1 }
    if end < range.upperBound, end - start > 1 { return end - 1 }
    return max(end, start + 1)
  }

  /// `'s|'t|'re|'ve|'m|'ll|'d`
  private static func contraction(_ text: ClassifiedText, _ range: Range<Int>, ignoringCase: Bool) -> Int? {
    let start = range.lowerBound
    guard text.ascii[start] == UInt8(ascii: "'"), range.count >= 2 else { return nil }
    func letter(_ i: Int) -> UInt8 {
      let byte = text.ascii[i]
      return ignoringCase && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
    let first = letter(start + 1)
    switch first {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"), UInt8(ascii: "l"):
      guard range.count >= 3 else { return nil }
      let second = first == UInt8(ascii: "l") ? UInt8(ascii: "l") : UInt8(ascii: "e")
      return letter(start + 2) == second ? start + 3 : nil
    default: return nil
    }
  }

  /// `class{1,most}`, or everything up to the next of it.
  static func run(_ text: ClassifiedText, _ range: Range<Int>, of kind: ScalarClass, atMost most: Int) -> Int {
    var end = range.lowerBound
    let inside = text.classes[end].contains(kind)
    while end < range.upperBound, text.classes[end].contains(kind) == inside {
      if inside, end - range.lowerBound == most { break }
      end += 1
    }
    return end
  }

  /// `[\p{P}$+<=>^~|]+`, or everything up to the next of it.
  static func punctuationRun(_ text: ClassifiedText, _ range: Range<Int>) -> Int {
    func isPunctuation(_ i: Int) -> Bool {
      text.classes[i].contains(.punctuation) || symbols.contains(text.ascii[i])
    }
    var end = range.lowerBound
    let inside = isPunctuation(end)
    while end < range.upperBound, isPunctuation(end) == inside { end += 1 }
    return end
  }

  private static let symbols: [UInt8] = Array("$+<=>^~|".utf8)

  /// `[0-9][0-9][0-9]`, or everything up to the next of it.
  static func digitTriple(_ text: ClassifiedText, _ range: Range<Int>) -> Int {
    func isTriple(_ i: Int) -> Bool {
      i + 3 <= range.upperBound
        && (i..<i + 3).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text.ascii[$0]) }
    }
    if isTriple(range.lowerBound) { return range.lowerBound + 3 }
    var end = range.lowerBound + 1
    while end < range.upperBound, !isTriple(end) { end += 1 }
    return end
  }

  private static func isLineBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}
