/// The alphabet in which byte-pair vocabularies are written down: each of the 256 bytes as one printable character.
///
/// Printable bytes of Latin-1 stand for themselves; the other 68 follow one another from U+0100 on, so that a space is
/// `Ġ` and a line break `Ċ` (Radford et al., "Language Models are Unsupervised Multitask Learners", 2019, section 2.2,
/// and the code published with it).
enum ByteAlphabet {
  /// The byte of each character from U+0000 to U+0143, or -1.
  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x100 + 68)
    var next = 0x100
    for byte in 0..<256 {
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: bytes[byte] = Int16(byte)
      default:
        bytes[next] = Int16(byte)
        next += 1
      }
    }
    return bytes
  }()

  /// Appends the bytes that `text` stands for to `result`; false where it has a character outside the alphabet or is
  /// not valid UTF-8.
  static func decode(_ text: UnsafeRawBufferPointer, into result: inout [UInt8]) -> Bool {
    var i = 0
    while i < text.count {
      let lead = text[i]
      var scalar = Int(lead)
      i += 1
      if lead >= 0x80 {
        // All of the alphabet is below U+0800: two bytes at most.
        guard lead & 0xE0 == 0xC0, i < text.count, text[i] & 0xC0 == 0x80 else { return false }
        scalar = Int(lead & 0x1F) << 6 | Int(text[i] & 0x3F)
        i += 1
      }
      guard scalar < bytes.count, bytes[scalar] >= 0 else { return false }
      result.append(UInt8(bytes[scalar]))
    }
    return true
  }
}
