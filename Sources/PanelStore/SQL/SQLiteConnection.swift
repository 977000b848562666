import Foundation
import GRDB

/// A transaction on SQLite.
struct SQLiteConnection: SQLWriting {
  let database: Database
  var dialect: SQLDialect { .sqlite }

  func forEachRow(_ sql: String, _ arguments: [any SQLConvertible], _ body: (SQLRow) throws -> Void) throws {
    let cursor = try Row.fetchCursor(
      try database.cachedStatement(sql: sql), arguments: StatementArguments(arguments.map { $0.sqlValue.databaseValue })
    )
    var columns: [String]?
    while let row = try cursor.next() {
      let names = columns ?? Array(row.columnNames)
      columns = names
      try body(SQLRow(columns: names, values: row.databaseValues.map(SQLValue.init)))
    }
  }

  func execute(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Int {
    let statement = try database.cachedStatement(sql: sql)
    try statement.execute(arguments: StatementArguments(arguments.map { $0.sqlValue.databaseValue }))
    return database.changesCount
  }
}

extension SQLValue {
  fileprivate init(_ value: DatabaseValue) {
    switch value.storage {
    case .null: self = .null
    case .int64(let number): self = .integer(number)
    case .double(let number): self = .real(number)
    case .string(let text): self = .text(text)
    case .blob(let data): self = .blob([UInt8](data))
    }
  }

  fileprivate var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let number): number.databaseValue
    case .real(let number): number.databaseValue
    case .text(let text): text.databaseValue
    case .blob(let bytes): Data(bytes).databaseValue
    }
  }
}
