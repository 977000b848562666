package import Foundation

/// The lines of a file, one at a time, in memory bounded by the longest line that is allowed.
///
/// A line ends at `\n`; a `\r` before it and a byte order mark at the file's beginning are not part of it.
package struct LineReader {
  package struct Line {
    package enum Content {
      case bytes([UInt8])
      /// So many bytes, more than allowed; they were passed over.
      case overlong(Int)
    }

    /// From 1.
    package var number: Int
    package var content: Content
    /// Bytes of the file up to the line's end, its line break included.
    package var end: Int
    /// False for a last line without a line break.
    package var isWhole: Bool
  }

  /// Bytes read at once.
  private static let chunk = 1 << 18

  let file: String
  /// Most bytes of a line.
  let limit: Int
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  /// Where the unread part of the buffer begins.
  private var start = 0
  private var lines = 0
  /// Bytes of the file that were handed out.
  private var offset = 0
  private var isAtEnd = false

  package init(_ handle: FileHandle, file: String, limit: Int) {
    self.handle = handle
    self.file = file
    self.limit = limit
  }

  /// The next line; nil at the end of the file.
  ///
  /// - Throws: ``FormatErrors`` where reading fails.
  package mutating func next() throws(FormatErrors) -> Line? {
    var searched = start
    var passedOver = 0
    while true {
      if let end = Self.lineBreak(in: buffer, from: searched) {
        let line = buffer[start..<end]
        start = end + 1
        return made(line, passedOver: passedOver, isWhole: true)
      }
      if buffer.count - start > limit {
        passedOver += buffer.count - start
        start = buffer.count
      }
      searched = try refill()
      guard !isAtEnd else {
        guard start < buffer.count || passedOver > 0 else { return nil }
        let rest = buffer[start...]
        start = buffer.count
        return made(rest, passedOver: passedOver, isWhole: false)
      }
    }
  }

  /// Moves the unread part to the front and reads on.
  ///
  /// - Returns: Where the new bytes begin.
  private mutating func refill() throws(FormatErrors) -> Int {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    let known = buffer.count
    let data: Data?
    do { data = try handle.read(upToCount: Self.chunk) } catch {
      throw FormatErrors(
        FormatError(
          .unreadable, file: file, line: lines + 1, found: "not readable (\(error.localizedDescription))",
          expected: "a file", remedy: "Check that it is a file and its permissions."))
    }
    guard let data, !data.isEmpty else {
      isAtEnd = true
      return known
    }
    buffer.append(contentsOf: data)
    return known
  }

  private mutating func made(_ bytes: ArraySlice<UInt8>, passedOver: Int, isWhole: Bool) -> Line {
    lines += 1
    offset += passedOver + bytes.count + (isWhole ? 1 : 0)
    guard passedOver == 0, bytes.count <= limit else {
      return Line(number: lines, content: .overlong(passedOver + bytes.count), end: offset, isWhole: isWhole)
    }
    var bytes = bytes
    if lines == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
    return Line(number: lines, content: .bytes(Array(bytes)), end: offset, isWhole: isWhole)
  }

  private static func lineBreak(in buffer: [UInt8], from start: Int) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard start < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}
