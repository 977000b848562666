/// A text as pre-tokenizers see it: the class of each character, and where it begins in the text's bytes.
struct ClassifiedText {
  private(set) var classes: [ScalarClass] = []
  /// The character itself where it is ASCII, else 0xFF.
  private(set) var ascii: [UInt8] = []
  /// Where each character begins, in bytes; one more for the end.
  private(set) var starts: [Int] = []

  var count: Int { classes.count }

  /// `bytes` has to be valid UTF-8, as the contents of a `String` are.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    classes.reserveCapacity(bytes.count)
    ascii.reserveCapacity(bytes.count)
    starts.reserveCapacity(bytes.count + 1)
    var i = 0
    while i < bytes.count {
      starts.append(i)
      let byte = bytes[i]
      if byte < 0x80 {
        classes.append(ScalarClass(Unicode.Scalar(byte)))
        ascii.append(byte)
        i += 1
        continue
      }
      let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      var value = UInt32(byte) & (0xFF >> UInt32(length + 1))
      for k in 1..<length where i + k < bytes.count { value = value << 6 | UInt32(bytes[i + k] & 0x3F) }
      classes.append(Unicode.Scalar(value).map { ScalarClass($0) } ?? [])
      ascii.append(0xFF)
      i = min(i + length, bytes.count)
    }
    starts.append(bytes.count)
  }
}
