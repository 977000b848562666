import Foundation
import PanelCore

/// Dossiers of a JSON Lines file: one object a line, with the keys of a dossier's YAML file and `slug`.
struct JSONLSource: DossierSource {
  /// Longest line. A dossier of 200 facts of 2,000 characters of four bytes each fits.
  static let longestLine = 4 << 20

  private var lines: LineReader
  var notes: [String] { [] }

  init(_ handle: FileHandle, file: String) {
    lines = LineReader(handle, file: file, limit: Self.longestLine)
  }

  mutating func next() throws(FormatErrors) -> DossierRecord? {
    while let line = try lines.next() {
      switch line.content {
      case .overlong(let count):
        return broken(
          line.number, .tooLarge, "\(count) bytes long", expected: "at most \(Self.longestLine) bytes a line")
      case .bytes(let bytes):
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
        return record(bytes, line: line.number)
      }
    }
    return nil
  }

  private func record(_ bytes: [UInt8], line: Int) -> DossierRecord {
    if let offset = UTF8Check.firstInvalidByte(bytes) {
      let value = String(bytes[offset], radix: 16, uppercase: true)
      return broken(
        line, .invalidText, "not UTF-8: byte \(offset + 1) of it is 0x\(value)", expected: "text in UTF-8")
    }
    let log = ProblemLog(file: lines.file)
    do throws(JSONNodeParser.Problem) {
      var parser = JSONNodeParser(bytes, line: line)
      let root = try parser.parse()
      let dossier = BatchDossier.read(root, log: log)
      return DossierRecord(file: lines.file, line: line, content: log.outcome(dossier, columnsOf: bytes))
    } catch {
      log.add(
        error.code, at: YAMLNode.Place(line: line, column: error.offset + 1),
        error.key.isEmpty ? "the line" : error.key,
        found: error.found, expected: error.expected)
      return DossierRecord(file: lines.file, line: line, content: log.outcome(nil, columnsOf: bytes))
    }
  }

  private func broken(
    _ line: Int, _ code: FormatError.Code, _ found: String, expected: String
  ) -> DossierRecord {
    let error = FormatError(
      code, file: lines.file, line: line, keyPath: "the line", found: found, expected: expected)
    return DossierRecord(file: lines.file, line: line, content: .failure(FormatErrors(error)))
  }
}

extension ProblemLog {
  /// The dossier, unless something was wrong, with columns that count Unicode scalars.
  fileprivate func outcome(_ dossier: Dossier?, columnsOf bytes: [UInt8]) -> Result<Dossier, FormatErrors> {
    if errors.isEmpty, let dossier { return .success(dossier) }
    let placed = errors.map { error in
      var error = error
      error.column = error.column.map { JSONNodeParser.column($0, in: bytes) }
      return error
    }
    return .failure(
      FormatErrors(placed) ?? FormatErrors(FormatError(.syntax, file: file, found: "not readable")))
  }
}
