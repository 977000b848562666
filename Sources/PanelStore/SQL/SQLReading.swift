/// What a transaction that reads can do. Typed questions are extensions of it, so that they can be put together in one
/// transaction.
///
/// Statements are written for SQLite and PostgreSQL alike: parameters are `?`, times are milliseconds in `BIGINT`, truth
/// values 0 and 1, and nothing is used that only one of the two has. Where they must differ, ask ``dialect``.
public protocol SQLReading {
  var dialect: SQLDialect { get }

  /// Hands over each row as it comes, so that a large result is never in memory as a whole.
  func forEachRow(_ sql: String, _ arguments: [any SQLConvertible], _ body: (SQLRow) throws -> Void) throws
}

/// What a transaction that writes can do.
public protocol SQLWriting: SQLReading {
  /// - Returns: How many rows were inserted, changed or deleted.
  @discardableResult
  func execute(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Int
}

extension SQLReading {
  public func rows(_ sql: String, _ arguments: [any SQLConvertible] = []) throws -> [SQLRow] {
    var rows: [SQLRow] = []
    try forEachRow(sql, arguments) { rows.append($0) }
    return rows
  }

  /// The first row; nil where there is none.
  public func row(_ sql: String, _ arguments: [any SQLConvertible] = []) throws -> SQLRow? {
    try rows(sql, arguments).first
  }

  /// A number, as of `SELECT COUNT(*) AS n`.
  public func count(_ sql: String, _ arguments: [any SQLConvertible] = []) throws -> Int {
    try row(sql, arguments)?["n"] ?? 0
  }
}

extension SQLWriting {
  @discardableResult
  public func execute(_ sql: String) throws -> Int { try execute(sql, []) }

  /// Inserts many rows with few statements: one for every few hundred.
  ///
  /// - Parameters:
  ///   - ending: what follows the values, such as `ON CONFLICT (key) DO NOTHING`.
  /// - Returns: How many rows were inserted.
  @discardableResult
  public func insert(
    into table: String, _ columns: [String], _ rows: some Sequence<[any SQLConvertible]>, ending: String = ""
  ) throws -> Int {
    // SQLite takes 32,766 parameters, PostgreSQL 65,535; beyond a few hundred rows nothing is won.
    let atOnce = max(1, min(500, 30_000 / columns.count))
    let head = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
    let tuple = "(" + Array(repeating: "?", count: columns.count).joined(separator: ", ") + ")"
    var inserted = 0
    var arguments: [any SQLConvertible] = []
    var pending = 0
    func flush() throws {
      if pending == 0 { return }
      let values = Array(repeating: tuple, count: pending).joined(separator: ", ")
      inserted += try execute(head + values + (ending.isEmpty ? "" : " " + ending), arguments)
      arguments.removeAll(keepingCapacity: true)
      pending = 0
    }
    for row in rows {
      arguments.append(contentsOf: row)
      pending += 1
      if pending == atOnce { try flush() }
    }
    try flush()
    return inserted
  }
}
