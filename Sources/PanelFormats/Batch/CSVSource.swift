import Foundation
import PanelCore

/// Dossiers of a CSV file, one a row, by the columns of its first line; see ``CSVColumns``.
struct CSVSource: DossierSource {
  let notes: [String]
  private let file: String
  private let columns: CSVColumns
  private var records: CSVRecordReader

  /// Reads the first line.
  ///
  /// - Throws: ``FormatErrors`` where it is not that of a file of dossiers.
  init(_ handle: FileHandle, file: String) throws(FormatErrors) {
    self.file = file
    var lines = LineReader(handle, file: file, limit: CSVRecordReader.longestRecord)
    guard let first = try lines.next() else {
      throw FormatErrors(
        FormatError(.missing, file: file, found: "empty", expected: "a first line with the names of the columns"))
    }
    guard case .bytes(let bytes) = first.content, !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF])
    else {
      throw FormatErrors(
        FormatError(
          .invalidText, file: file, line: 1, found: "not CSV in UTF-8", expected: "the names of the columns",
          remedy: "Save it as “CSV UTF-8”."))
    }
    let separator = Self.separator(bytes)
    records = CSVRecordReader(lines, separator: separator, ahead: [first])
    guard let header = try records.next(), case .cells(let names) = header.content else {
      throw FormatErrors(
        FormatError(.syntax, file: file, line: 1, found: "not CSV", expected: "the names of the columns"))
    }
    columns = CSVColumns(names)
    if let failure = FormatErrors(columns.problems(file: file)) { throw failure }
    notes = columns.notes
  }

  /// Spreadsheets write `;` where `,` stands in numbers, and tabs when asked to.
  private static func separator(_ header: [UInt8]) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    return candidates.max { a, b in header.count { $0 == a } < header.count { $0 == b } } ?? candidates[0]
  }

  mutating func next() throws(FormatErrors) -> DossierRecord? {
    guard let record = try records.next() else { return nil }
    switch record.content {
    case .broken(let code, let found, let expected):
      return broken(
        FormatError(code, file: file, line: record.line, keyPath: "the row", found: found, expected: expected))
    case .cells(let cells):
      guard cells.count == columns.names.count else {
        return broken(
          FormatError(
            .wrongKind, file: file, line: record.line, keyPath: "the row",
            found: "\(counted(cells.count, "cell")) long", expected: "\(columns.names.count), as in the first line"))
      }
      return dossier(cells, line: record.line)
    }
  }

  private func broken(_ error: FormatError) -> DossierRecord {
    DossierRecord(file: file, line: error.line, content: .failure(FormatErrors(error)))
  }

  private func dossier(_ cells: [String], line: Int) -> DossierRecord {
    var names: [String: String] = [:]
    let node = columns.node(cells, line: line, columns: &names)
    let log = ProblemLog(file: file)
    let dossier = BatchDossier.read(node, log: log)
    if log.errors.isEmpty, let dossier {
      return DossierRecord(file: file, line: line, content: .success(dossier))
    }
    let errors = log.errors.map { error in
      var error = error
      error.column = nil
      error.keyPath = names[error.keyPath] ?? error.keyPath
      if error.code == .missing { error.remedy = "" }
      return error
    }
    let failure = FormatErrors(errors) ?? FormatErrors(FormatError(.syntax, file: file, found: "not readable"))
    return DossierRecord(file: file, line: line, content: .failure(failure))
  }
}
