/// Which migrations a database has, and which it lacks.
enum Schema {
  /// Number of the newest migration, as `PRAGMA user_version` shows it to other programs too.
  static func applied(_ sql: any SQLReading) throws -> [(number: Int, name: String)] {
    guard try isOurs(sql) else { return [] }
    return try sql.rows("SELECT number, name FROM schema_migrations ORDER BY number").map {
      (try $0["number"], try $0["name"])
    }
  }

  private static func isOurs(_ sql: any SQLReading) throws -> Bool {
    try sql.count("SELECT COUNT(*) AS n FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'") > 0
  }

  /// - Throws: ``StoreError`` of code `newerSchema`, `olderSchema` or `notADatabase`.
  static func check(_ sql: any SQLReading, _ migrations: [Migration], path: String, mayBeOlder: Bool) throws {
    if try !isOurs(sql) {
      let others = try sql.count(
        "SELECT COUNT(*) AS n FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      guard others == 0, mayBeOlder else {
        throw StoreError(
          .notADatabase, "\(path) is \(others == 0 ? "an empty database" : "a database of another program").",
          remedy: "Name another file with --database or PANEL_DATABASE.")
      }
      return
    }
    let known = Set(migrations.map(\.number))
    let applied = try applied(sql)
    if let newer = applied.last(where: { !known.contains($0.number) }) {
      throw StoreError(
        .newerSchema,
        "The database \(path) was written by a later version of panel: it has step \(newer.number) (\(newer.name)), "
          + "which this version does not know.",
        remedy: "Use the later version, or name another database with --database or PANEL_DATABASE.")
    }
    if !mayBeOlder, applied.count < migrations.count {
      throw StoreError(
        .olderSchema, "The database \(path) was written by an earlier version of panel.",
        remedy: "Open it once with a command that writes, such as “panel store check”, to bring it up to date.")
    }
  }

  static func pending(_ sql: any SQLReading, _ migrations: [Migration]) throws -> [Migration] {
    let applied = Set(try applied(sql).map(\.number))
    return migrations.filter { !applied.contains($0.number) }.sorted { $0.number < $1.number }
  }

  static func apply(_ migration: Migration, to sql: any SQLWriting, at now: Timestamp) throws {
    try sql.execute(
      "CREATE TABLE IF NOT EXISTS schema_migrations "
        + "(number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)")
    for statement in migration.statements(sql.dialect) { try sql.execute(statement) }
    try sql.execute(
      "INSERT INTO schema_migrations (number, name, applied_at) VALUES (?, ?, ?)",
      [migration.number, migration.name, now])
  }
}
