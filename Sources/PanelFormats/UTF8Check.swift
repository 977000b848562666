/// Well-formed UTF-8 by table 3-7 of the Unicode Standard.
enum UTF8Check {
  /// Offset of the first byte that does not belong to a well-formed sequence; nil where all do.
  static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
    if let isASCII = bytes.withContiguousStorageIfAvailable({ $0.allSatisfy { $0 < 0x80 } }), isASCII { return nil }
    var i = 0
    while i < bytes.count {
      guard let length = sequenceLength(bytes, at: i) else { return i }
      i += length
    }
    return nil
  }

  /// Bytes of the well-formed sequence at `i`; nil where there is none.
  private static func sequenceLength(_ bytes: [UInt8], at i: Int) -> Int? {
    let second: ClosedRange<UInt8>
    let length: Int
    switch bytes[i] {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
    case 0xE0: (second, length) = (0xA0...0xBF, 3)  // shorter forms exist below
    case 0xED: (second, length) = (0x80...0x9F, 3)  // surrogates above
    case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
    case 0xF0: (second, length) = (0x90...0xBF, 4)
    case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
    case 0xF4: (second, length) = (0x80...0x8F, 4)  // U+10FFFF is the last
    default: return nil
    }
    guard i + length <= bytes.count, second.contains(bytes[i + 1]) else { return nil }
    for k in i + 2..<i + length where !(0x80...0xBF).contains(bytes[k]) { return nil }
    return length
  }
}
