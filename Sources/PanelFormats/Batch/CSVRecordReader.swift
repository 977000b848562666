/// Records of a CSV file (RFC 4180), one at a time.
///
/// A quotation mark that is never closed would swallow the rest of a file, so a record may go over so many lines and
/// bytes and no more. One that is longer is reported on the line where it begins, and reading goes on with the line after
/// it.
struct CSVRecordReader {
  struct Record {
    enum Content {
      case cells([String])
      /// Why it is none: what was found, and what was expected.
      case broken(FormatError.Code, found: String, expected: String)
    }

    /// The line on which it begins, from 1.
    var line: Int
    var content: Content
  }

  /// Most bytes of a line and of a record. A cell of a million characters is read, and then judged by its key's limit.
  static let longestRecord = 8 << 20
  /// Most lines of a record.
  static let mostLines = 1000

  let separator: UInt8
  private var lines: LineReader
  /// Lines that were read ahead and belong to later records.
  private var ahead: ArraySlice<LineReader.Line> = []

  /// - Parameters:
  ///   - lines: after the header.
  ///   - ahead: lines to be read before those.
  init(_ lines: LineReader, separator: UInt8, ahead: [LineReader.Line] = []) {
    self.lines = lines
    self.separator = separator
    self.ahead = ahead[...]
  }

  private mutating func nextLine() throws(FormatErrors) -> LineReader.Line? {
    if let line = ahead.popFirst() { return line }
    return try lines.next()
  }

  /// The next record; nil at the end. Empty lines are passed over.
  mutating func next() throws(FormatErrors) -> Record? {
    while let line = try nextLine() {
      switch line.content {
      case .overlong(let count):
        return Record(
          line: line.number,
          content: .broken(
            .tooLarge, found: "\(count) bytes long", expected: "at most \(Self.longestRecord) bytes a record"))
      case .bytes(let bytes):
        if bytes.isEmpty { continue }
        return try record(from: line, bytes)
      }
    }
    return nil
  }

  private mutating func record(from first: LineReader.Line, _ bytes: [UInt8]) throws(FormatErrors) -> Record {
    var cells = CSVCells(separator: separator)
    var taken: [LineReader.Line] = []
    var size = bytes.count
    cells.take(bytes)
    while cells.isOpen {
      guard taken.count + 1 < Self.mostLines, size <= Self.longestRecord, let line = try nextLine() else {
        return giveBack(taken, first, "a closing quotation mark within \(Self.mostLines) lines")
      }
      taken.append(line)
      guard case .bytes(let more) = line.content else {
        return giveBack(taken, first, "at most \(Self.longestRecord) bytes a record")
      }
      size += more.count + 1
      cells.takeLineBreak()
      cells.take(more)
    }
    if let place = cells.strayQuote {
      return Record(
        line: first.number,
        content: .broken(
          .syntax, found: "holding text beside the quotation marks of cell \(place)",
          expected: "quotation marks around the whole cell, doubled within"))
    }
    return Record(line: first.number, content: decoded(cells))
  }

  private mutating func giveBack(
    _ taken: [LineReader.Line], _ first: LineReader.Line, _ expected: String
  ) -> Record {
    ahead = ArraySlice(taken + ahead)
    return Record(
      line: first.number,
      content: .broken(.syntax, found: "opening a quotation mark that is not closed", expected: expected))
  }

  private func decoded(_ cells: CSVCells) -> Record.Content {
    var texts: [String] = []
    texts.reserveCapacity(cells.cells.count)
    for (number, bytes) in cells.cells.enumerated() {
      if let offset = UTF8Check.firstInvalidByte(bytes) {
        let value = String(bytes[offset], radix: 16, uppercase: true)
        return .broken(
          .invalidText, found: "not UTF-8: cell \(number + 1) holds the byte 0x\(value)", expected: "text in UTF-8")
      }
      texts.append(String(decoding: bytes, as: UTF8.self))
    }
    return .cells(texts)
  }
}

/// The cells of one record, fed line by line.
struct CSVCells {
  private enum State { case start, plain, quoted, afterQuote }

  let separator: UInt8
  private(set) var cells: [[UInt8]] = [[]]
  /// The cell, from 1, in which text stands beside the quotation marks.
  private(set) var strayQuote: Int?
  private var state = State.start

  init(separator: UInt8) { self.separator = separator }

  /// Whether the record goes on in the next line.
  var isOpen: Bool { state == .quoted }

  mutating func takeLineBreak() { cells[cells.count - 1].append(UInt8(ascii: "\n")) }

  mutating func take(_ bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    for byte in bytes {
      switch (state, byte) {
      case (.start, quote): state = .quoted
      case (.start, separator), (.plain, separator), (.afterQuote, separator):
        cells.append([])
        state = .start
      case (.quoted, quote): state = .afterQuote
      case (.afterQuote, quote):
        cells[cells.count - 1].append(quote)
        state = .quoted
      case (.quoted, _), (.start, _), (.plain, _):
        cells[cells.count - 1].append(byte)
        if state == .start { state = .plain }
      case (.afterQuote, _): if strayQuote == nil { strayQuote = cells.count }
      }
    }
  }
}
