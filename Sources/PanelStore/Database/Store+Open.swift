import Foundation
import GRDB

extension Store {
  /// Looks at the place without opening the file, since SQLite's locks on it would end with the descriptor.
  static func checkPlace(_ file: URL, _ mode: Mode) throws {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: file.path, isDirectory: &isFolder) {
      if isFolder.boolValue {
        throw StoreError(.cannotOpen, "\(file.path) is a folder.", remedy: "Name a file in it.")
      }
      guard manager.isReadableFile(atPath: file.path) else {
        throw StoreError(.cannotOpen, "The database \(file.path) may not be read.", remedy: "Check its permissions.")
      }
      if mode == .readWrite, !manager.isWritableFile(atPath: file.path) {
        throw StoreError(
          .readOnly, "The database \(file.path) can only be read.",
          remedy: "Allow writing to it, or name another one with --database or PANEL_DATABASE.")
      }
      return
    }
    if mode == .readOnly {
      throw StoreError(
        .missing, "There is no database \(file.path).",
        remedy: "It is made by the first review; --database or PANEL_DATABASE name another place.")
    }
    let folder = file.deletingLastPathComponent()
    do {
      try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw StoreError(
        .missingFolder,
        "The folder \(folder.path) of the database is not there and cannot be made "
          + "(\((error as NSError).localizedDescription)).",
        remedy: "Make it, or name another place with --database or PANEL_DATABASE.")
    }
  }

  static func openPool(_ file: URL, _ mode: Mode, _ timeout: Duration) throws -> (DatabasePool, SQLiteLibrary) {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.readonly = mode == .readOnly
    // GRDB's default is to fail at once.
    configuration.busyMode = .timeout(timeout / .seconds(1))
    configuration.label = "panel.store"
    let pool: DatabasePool
    do {
      pool = try DatabasePool(path: file.path, configuration: configuration)
      if mode == .readOnly { _ = try pool.read { try Row.fetchOne($0, sql: "PRAGMA schema_version") } }
    } catch let error as DatabaseError where mode == .readOnly && Self.isUnwritableLog(error) {
      return try openImmutable(file, configuration)
    }
    return try pool.writeWithoutTransaction { database in
      let library = try SQLiteLibrary(database)
      try library.check()
      if mode == .readWrite {
        // GRDB sets NORMAL, with which a commit can be lost when the power fails.
        try database.execute(sql: "PRAGMA synchronous = FULL")
      }
      return (pool, library)
    }
  }

  /// A log that cannot be written keeps even readers out, since they note in its index what they read.
  private static func isUnwritableLog(_ error: DatabaseError) -> Bool {
    [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
  }

  /// Where nobody can write, as on a read-only disk, there is nobody to be protected from.
  private static func openImmutable(_ file: URL, _ configuration: Configuration) throws -> (DatabasePool, SQLiteLibrary)
  {
    let escaped = file.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? file.path
    let pool = try DatabasePool(path: "file:\(escaped)?immutable=1", configuration: configuration)
    return (pool, try pool.read { try SQLiteLibrary($0) })
  }

  /// Brings the schema up to date: each migration in a transaction of its own.
  static func migrate(_ pool: DatabasePool, _ migrations: [Migration], now: Timestamp, path: String) throws {
    try pool.writeWithoutTransaction { database in
      let connection = SQLiteConnection(database: database)
      try Schema.check(connection, migrations, path: path, mayBeOlder: true)
      for migration in try Schema.pending(connection, migrations) {
        try database.inTransaction(.immediate) {
          try Schema.apply(migration, to: connection, at: now)
          return .commit
        }
      }
    }
  }
}
