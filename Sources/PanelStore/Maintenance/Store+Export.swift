import Foundation

extension Store {
  /// Name and version of the export's form.
  static let exportSchema = "panel.store/1"
  /// What a fresh database has of itself.
  static let ownTables: Set<String> = ["schema_migrations", "lease_clock"]

  private struct Header: Codable {
    var schema: String
    var migrations: [Int]
  }

  /// Hands over the whole database as lines of JSON: a header, then one line for each row of each table.
  ///
  ///     {"migrations":[100,200],"schema":"panel.store/1"}
  ///     {"row":{"slug":"caddy",…},"table":"tools"}
  ///
  /// Values are as SQL has them; bytes as `{"base64":"…"}`. All lines tell of the same moment.
  @discardableResult
  public func export(_ line: @escaping @Sendable (String) throws -> Void) async throws -> Int {
    try await read { sql in
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      func write(_ value: some Encodable) throws { try line(String(decoding: encoder.encode(value), as: UTF8.self)) }
      try write(Header(schema: Self.exportSchema, migrations: try Schema.applied(sql).map(\.number)))
      var count = 0
      for table in try TableList(sql).names where !Self.ownTables.contains(table) {
        // A row's number may be all that others know it by, as in a search index.
        try sql.forEachRow("SELECT \(try Self.numbering(table, sql))* FROM \"\(table)\"", []) { row in
          try write(
            ExportedRow(
              table: table,
              row: Dictionary(uniqueKeysWithValues: row.fields.map { ($0.column, ExportedValue(value: $0.value)) })))
          count += 1
        }
      }
      return count
    }
  }

  private static func numbering(_ table: String, _ sql: any SQLReading) throws -> String {
    let definition: String = try sql.row("SELECT sql FROM sqlite_master WHERE name = ?", [table])?["sql"] ?? ""
    return definition.uppercased().hasPrefix("CREATE VIRTUAL") ? "rowid, " : ""
  }

  /// Takes in what ``export(_:)`` wrote, all of it or nothing. The database has to be empty.
  ///
  /// - Parameters:
  ///   - nextLine: nil at the end.
  ///   - name: of the file in messages.
  /// - Returns: Rows that were taken in.
  public func importLines(name: String, _ nextLine: @escaping @Sendable () throws -> String?) async throws -> Int {
    try await write { sql in
      try Self.checkEmpty(sql)
      let decoder = JSONDecoder()
      guard let first = try nextLine(), let header = try? decoder.decode(Header.self, from: Data(first.utf8)) else {
        throw StoreError(.unexpectedRow, "\(name), line 1: found no header of an export of panel's store.")
      }
      guard header.schema == Self.exportSchema, header.migrations == (try Schema.applied(sql).map(\.number)) else {
        throw StoreError(
          .unexpectedRow,
          "\(name), line 1: it was written from a database of another version (\(header.schema), steps "
            + "\(header.migrations.map(String.init).joined(separator: " "))).",
          remedy: "Export it with the version of panel that you import it with.")
      }
      // Rows come in the order of their tables, and triggers have run where they were written.
      try sql.execute("PRAGMA defer_foreign_keys = ON")
      let triggers = try sql.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
      for trigger in triggers { try sql.execute("DROP TRIGGER \"\(try trigger["name"] as String)\"") }
      let tables = Set(try TableList(sql).names).subtracting(Self.ownTables)
      var number = 1
      while let text = try nextLine() {
        number += 1
        if text.isEmpty { continue }
        guard let line = try? decoder.decode(ExportedRow.self, from: Data(text.utf8)), tables.contains(line.table)
        else {
          throw StoreError(.unexpectedRow, "\(name), line \(number): found no row of a known table.")
        }
        let columns = line.row.keys.sorted()
        guard columns.allSatisfy({ $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } }) else {
          throw StoreError(.unexpectedRow, "\(name), line \(number): found a name that is no column's.")
        }
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        try sql.execute(
          "INSERT INTO \"\(line.table)\" (\(columns.joined(separator: ", "))) VALUES (\(marks))",
          columns.map { line.row[$0]?.value ?? .null })
      }
      for trigger in triggers { try sql.execute(try trigger["sql"]) }
      return number - 1
    }
  }

  private static func checkEmpty(_ sql: any SQLReading) throws {
    let counts = try TableList(sql).counts(sql).filter { !ownTables.contains($0.key) && $0.value > 0 }
    guard let (table, rows) = counts.min(by: { $0.key < $1.key }) else { return }
    throw StoreError(
      .wrongState, "The database is not empty: \(table) has \(rows) row\(rows == 1 ? "" : "s").",
      remedy: "Import into a new one: --database FILE")
  }
}

private struct ExportedRow: Codable {
  var table: String
  var row: [String: ExportedValue]
}

private struct ExportedValue: Codable {
  private struct Bytes: Codable { var base64: Data }

  var value: SQLValue

  init(value: SQLValue) { self.value = value }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      value = .null
    } else if let number = try? container.decode(Int64.self) {
      value = .integer(number)
    } else if let number = try? container.decode(Double.self) {
      value = .real(number)
    } else if let text = try? container.decode(String.self) {
      value = .text(text)
    } else {
      value = .blob([UInt8](try container.decode(Bytes.self).base64))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch value {
    case .null: try container.encodeNil()
    case .integer(let number): try container.encode(number)
    case .real(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .blob(let bytes): try container.encode(Bytes(base64: Data(bytes)))
    }
  }
}
