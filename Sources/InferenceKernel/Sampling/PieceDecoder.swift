/// Joins the bytes of tokens to text: a character may be spread over several tokens.
struct PieceDecoder {
  private var pending: [UInt8] = []

  /// The text that is complete with these bytes. Bytes that can no longer become UTF-8 come out as U+FFFD.
  mutating func feed(_ bytes: [UInt8]) -> String {
    pending += bytes
    let complete = pending.count - Self.incompleteTail(pending)
    let text = String(decoding: pending[..<complete], as: UTF8.self)
    pending.removeFirst(complete)
    return text
  }

  /// Bytes at the end that begin a character without finishing it.
  private static func incompleteTail(_ bytes: [UInt8]) -> Int {
    for back in 1...4 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0b1100_0000 == 0b1000_0000 { continue }  // goes on
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }
}
