public import Foundation

/// Text from outside: at most so many bytes, valid UTF-8, without a byte order mark, with `\n` line breaks.
public struct SourceText: Hashable, Sendable {
  /// The file as the user named it.
  public let file: String
  public let text: String

  /// Largest YAML file that is read. Files of this kind are written by hand and are a few kilobytes; the limit keeps the
  /// tree of nodes, which takes about a hundred times the text's memory, small.
  public static let yamlLimit = 1 << 20
  /// Largest document whose paragraphs are taken as facts.
  public static let documentLimit = 10 << 20
  /// Largest JSON document, which can hold the verdicts of many tools.
  public static let jsonLimit = 64 << 20

  /// Checks and normalises bytes that are in memory.
  ///
  /// - Parameters:
  ///   - data: the whole file.
  ///   - file: its name in messages.
  ///   - limit: most bytes it may have.
  public init(_ data: Data, file: String, limit: Int) throws(FormatErrors) {
    guard data.count <= limit else { throw Self.tooLarge(data.count, file: file, limit: limit) }
    // Byte arithmetic below is on an array: Data keeps the indices of the slice it came from.
    var bytes = [UInt8](data)
    if let offset = UTF8Check.firstInvalidByte(bytes) {
      let line = 1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
      throw FormatErrors(
        FormatError(
          .invalidText, file: file, line: line,
          found: "not UTF-8: byte \(offset) is 0x\(String(bytes[offset], radix: 16, uppercase: true))",
          expected: "text in UTF-8", remedy: "Save the file as UTF-8."))
    }
    if let offset = bytes.firstIndex(of: 0) {
      let line = 1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
      throw FormatErrors(
        FormatError(.invalidText, file: file, line: line, found: "binary: byte \(offset) is 0", expected: "text"))
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if bytes.contains(UInt8(ascii: "\r")) { bytes = Self.unifyLineBreaks(bytes) }
    self.file = file
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - url: the file.
  ///   - file: its name in messages; nil takes the path as it was given.
  ///   - limit: most bytes it may have; a larger file is not read into memory.
  public static func read(_ url: URL, file: String? = nil, limit: Int) throws(FormatErrors) -> SourceText {
    let name = file ?? url.relativePath
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw FormatErrors(FormatError(.notFound, file: name, found: "not there", expected: "a file"))
    }
    guard !isFolder.boolValue else {
      throw FormatErrors(FormatError(.unreadable, file: name, found: "a folder", expected: "a file"))
    }
    let data: Data
    do {
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      // One byte more than allowed is enough to know that a file is too large, and a pipe has no size to ask for.
      data = try handle.read(upToCount: limit + 1) ?? Data()
    } catch {
      throw FormatErrors(
        FormatError(
          .unreadable, file: name, found: "not readable (\(error.localizedDescription))",
          remedy: "Check its permissions."))
    }
    if data.count > limit {
      let size = (try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? data.count
      throw tooLarge(size, file: name, limit: limit)
    }
    return try SourceText(data, file: name, limit: limit)
  }

  private static func tooLarge(_ size: Int, file: String, limit: Int) -> FormatErrors {
    FormatErrors(
      FormatError(
        .tooLarge, file: file, found: "\(size) bytes large", expected: "at most \(limit) bytes",
        remedy: "Give the part of it that matters."))
  }

  private static func unifyLineBreaks(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var previous: UInt8 = 0
    for byte in bytes {
      switch (previous, byte) {
      case (UInt8(ascii: "\r"), UInt8(ascii: "\n")): break
      case (_, UInt8(ascii: "\r")): result.append(UInt8(ascii: "\n"))
      default: result.append(byte)
      }
      previous = byte
    }
    return result
  }
}
