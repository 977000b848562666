public import Foundation
import GRDB

/// One database of reviews, verdicts, runs and jobs; any number of processes may have it open.
///
///     let store = try Store(at: file, now: now)
///     let verdict = try await store.read { try $0.latestVerdict(of: slug) }
///     try await store.write { try $0.save(dossier, at: now) }
///
/// A transaction is a closure over ``SQLReading`` or ``SQLWriting``; the typed questions are extensions of these, so
/// that several can be put into one transaction. Never wait for anything inside a transaction.
///
/// Every commit is on the disk when ``write(_:)`` returns (write-ahead log with `synchronous=FULL`). Writers wait for one
/// another; readers wait for nobody and see the database as it was when they began.
public final class Store: Sendable {
  public enum Mode: Hashable, Sendable {
    /// Makes the file, and its folder, where they are not there; brings an older schema up to date.
    case readWrite
    /// For a database that must not, or cannot, be changed.
    case readOnly
  }

  public let file: URL
  public let mode: Mode
  /// The SQLite library that is in use.
  public let library: SQLiteLibrary
  let pool: DatabasePool
  let lock: WriteLock

  /// Opens a database.
  ///
  /// - Parameters:
  ///   - now: the time that migrations are recorded with.
  ///   - timeout: longest wait for other writers.
  ///   - migrations: all but those of a test.
  /// - Throws: ``StoreError``.
  public init(
    at file: URL, mode: Mode = .readWrite, now: Timestamp, timeout: Duration = .seconds(30),
    migrations: [Migration] = Migration.all
  ) throws {
    let file = file.absoluteURL.standardizedFileURL
    let lock = WriteLock(database: file, timeout: timeout)
    try Self.checkPlace(file, mode)
    do {
      switch mode {
      case .readWrite:
        (pool, library) = try lock.hold(database: file.path) {
          let (pool, library) = try Self.openPool(file, mode, timeout)
          try Self.migrate(pool, migrations, now: now, path: file.path)
          return (pool, library)
        }
      case .readOnly:
        (pool, library) = try Self.openPool(file, mode, timeout)
        try pool.read {
          try Schema.check(SQLiteConnection(database: $0), migrations, path: file.path, mayBeOlder: false)
        }
      }
    } catch {
      throw StoreError(error, path: file.path)
    }
    self.file = file
    self.mode = mode
    self.lock = lock
  }

  /// Asks questions about one moment of the database.
  public func read<Result: Sendable>(
    _ body: @escaping @Sendable (any SQLReading) throws -> Result
  ) async throws -> Result {
    do {
      return try await pool.read { try body(SQLiteConnection(database: $0)) }
    } catch {
      throw converted(error)
    }
  }

  /// Changes the database: all of it or, where `body` throws, nothing.
  @discardableResult
  public func write<Result: Sendable>(
    _ body: @escaping @Sendable (any SQLWriting) throws -> Result
  ) async throws -> Result {
    guard mode == .readWrite else {
      throw StoreError(.readOnly, "The database \(file.path) was opened for reading only.", remedy: "")
    }
    do {
      return try await pool.writeWithoutTransaction { [lock, path = file.path] database in
        try lock.hold(database: path) {
          var result: Result?
          // A transaction that begins as a reader and then writes fails when another wrote in between: begin as a writer.
          try database.inTransaction(.immediate) {
            result = try body(SQLiteConnection(database: database))
            return .commit
          }
          guard let result else { throw StoreError(.failed, "A transaction ended without a result.") }
          return result
        }
      }
    } catch {
      throw converted(error)
    }
  }

  /// Gives back files and memory. The store cannot be used afterwards.
  public func close() throws {
    do {
      // The last one to close a database checkpoints it.
      if mode == .readWrite {
        try lock.hold(database: file.path) { try pool.close() }
      } else {
        try pool.close()
      }
    } catch {
      throw StoreError(error, path: file.path)
    }
  }

  /// Errors of the rooms above, thrown inside a transaction, stay what they are.
  func converted(_ error: any Error) -> any Error {
    error is DatabaseError ? StoreError(error, path: file.path) : error
  }
}
