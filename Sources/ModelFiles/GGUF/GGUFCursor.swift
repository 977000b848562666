/// Reads a file from front to back. Every read is checked against the file's end before it happens.
struct GGUFCursor {
  let file: MappedFile
  private(set) var position: Int
  /// First byte that may not be read.
  let end: Int

  init(file: MappedFile, range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= file.bytes.count)
    self.file = file
    position = range.lowerBound
    end = range.upperBound
  }

  var remaining: Int { end - position }

  mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type, _ what: @autoclosure () -> String)
    throws(GGUFError) -> T
  {
    let size = MemoryLayout<T>.size
    guard remaining >= size else { throw truncated(size, what()) }
    let value = file.bytes.loadUnaligned(fromByteOffset: position, as: T.self)
    position += size
    return T(littleEndian: value)
  }

  /// A 64-bit number that has to fit a count or a size; `limit` is the largest that the rest of the file can hold.
  mutating func count(_ what: @autoclosure () -> String, limit: Int) throws(GGUFError) -> Int {
    let start = position
    let value = try integer(UInt64.self, what())
    guard value <= UInt64(limit) else {
      throw GGUFError(
        .malformed, path: file.path, offset: start,
        "\(what()) is \(value), more than the file can hold (at most \(limit)).")
    }
    return Int(value)
  }

  mutating func skip(_ size: Int, _ what: @autoclosure () -> String) throws(GGUFError) {
    guard size >= 0, remaining >= size else { throw truncated(size, what()) }
    position += size
  }

  /// The range of a string's bytes, behind its 64-bit length.
  mutating func string(_ what: @autoclosure () -> String) throws(GGUFError) -> Range<Int> {
    let start = position
    let length = try integer(UInt64.self, what())
    guard length <= UInt64(remaining) else {
      throw GGUFError(
        .truncated, path: file.path, offset: start,
        "\(what()) is said to have \(length) bytes, but only \(remaining) are left.")
    }
    defer { position += Int(length) }
    return position..<(position + Int(length))
  }

  private func truncated(_ size: Int, _ what: String) -> GGUFError {
    GGUFError(
      .truncated, path: file.path, offset: position,
      "the file ends in the middle of \(what): \(size) bytes wanted, \(remaining) left.")
  }
}

extension MappedFile {
  /// The text at `range`, which has to lie in the file.
  func text(at range: Range<Int>, _ what: @autoclosure () -> String) throws(GGUFError) -> String {
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      throw GGUFError(.malformed, path: path, offset: range.lowerBound, "\(what()) is not valid UTF-8.")
    }
    return text
  }
}
