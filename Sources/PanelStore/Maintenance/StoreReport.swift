/// What a check found in a database.
public struct StoreReport: Hashable, Sendable {
  /// Rows of each table.
  public var rows: [String: Int]
  /// What is wrong, each a sentence; empty where nothing is.
  public var problems: [String]
  /// Number of the newest migration.
  public var schema: Int
  public var library: SQLiteLibrary
  public var bytes: Int64
}

/// Names of the tables of a database, as a copy or a check goes through them.
struct TableList {
  /// In alphabetical order, search indexes among them; not those that SQLite and its extensions keep for themselves.
  let names: [String]

  init(_ sql: any SQLReading) throws {
    var all: [(name: String, isVirtual: Bool)] = []
    try sql.forEachRow(
      "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", []
    ) {
      let definition: String = try $0["sql"]
      all.append((try $0["name"], definition.uppercased().hasPrefix("CREATE VIRTUAL")))
    }
    let shadows = all.filter(\.isVirtual).flatMap { table in
      ["config", "content", "data", "docsize", "idx"].map { "\(table.name)_\($0)" }
    }
    names = all.map(\.name).filter { !shadows.contains($0) }
  }

  func counts(_ sql: any SQLReading) throws -> [String: Int] {
    try Dictionary(uniqueKeysWithValues: names.map { ($0, try sql.count("SELECT COUNT(*) AS n FROM \"\($0)\"")) })
  }
}
