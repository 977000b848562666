public import Foundation
import GRDB

extension Store {
  /// Copies the database to a file while others go on writing, and verifies the copy: its integrity, and as many rows in
  /// every table as the original had at that moment.
  ///
  /// The copy is written beside its place and moved there when it is whole, so that a backup that was there stays until
  /// then.
  ///
  /// - Returns: Rows of each table.
  public func backup(to target: URL) async throws -> [String: Int] {
    let target = target.absoluteURL.standardizedFileURL
    guard target.path != file.path else {
      throw StoreError(.cannotOpen, "\(target.path) is the database itself.", remedy: "Name another file.")
    }
    let part = target.path + ".part"
    let manager = FileManager.default
    for ending in ["", "-wal", "-shm"] { try? manager.removeItem(atPath: part + ending) }
    defer { for ending in ["", "-wal", "-shm"] { try? manager.removeItem(atPath: part + ending) } }
    do {
      let rows = try await pool.read { database in
        let copy = try DatabaseQueue(path: part)
        try copy.writeWithoutTransaction { try database.backup(to: $0) }
        let expected = try Self.counts(database)
        try copy.writeWithoutTransaction { copied in
          // One file to move: without a log beside it.
          try copied.execute(sql: "PRAGMA journal_mode = DELETE")
          let finding = try String.fetchOne(copied, sql: "PRAGMA integrity_check") ?? "nothing"
          let found = try Self.counts(copied)
          guard finding == "ok", found == expected else {
            throw StoreError(
              .damaged, "The backup is not like the database: \(finding == "ok" ? "rows are missing" : finding).",
              remedy: StoreError.checkRemedy)
          }
        }
        try copy.close()
        return expected
      }
      try FileFlush.flush(part)
      guard rename(part, target.path) == 0 else {
        throw StoreError(
          .cannotOpen, "The backup cannot be moved to \(target.path) (\(String(cString: strerror(errno)))).")
      }
      try FileFlush.flush(target.deletingLastPathComponent().path)
      return rows
    } catch {
      throw StoreError(error, path: error is DatabaseError ? target.path : file.path)
    }
  }

  /// Gives back the room of what was deleted. Others wait meanwhile, and the disk needs room for a second copy.
  public func vacuum() async throws {
    guard mode == .readWrite else {
      throw StoreError(.readOnly, "The database \(file.path) was opened for reading only.")
    }
    do {
      try await pool.barrierWriteWithoutTransaction { [lock, path = file.path] database in
        try lock.hold(database: path) {
          try database.execute(sql: "VACUUM")
          try database.checkpoint(.truncate)
        }
      }
    } catch {
      throw converted(error)
    }
  }

  private static func counts(_ database: Database) throws -> [String: Int] {
    let sql = SQLiteConnection(database: database)
    return try TableList(sql).counts(sql)
  }
}
