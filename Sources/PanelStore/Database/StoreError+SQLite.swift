import GRDB

extension StoreError {
  /// What an error of SQLite means for the database at `path`.
  init(_ error: any Error, path: String) {
    if let error = error as? StoreError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      self.init(.failed, "The database \(path) failed: \(error)")
      return
    }
    let cause = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL:
      self.init(
        .full, "The disk of the database \(path) is full.",
        remedy: "Nothing that was stored is lost: make room, and run the command again.")
    case .SQLITE_READONLY:
      self.init(
        .readOnly, "The database \(path) can only be read (\(cause)).",
        remedy: "Allow writing to the file and its folder, or name another one with --database or PANEL_DATABASE.")
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(
        .cannotOpen, "The database \(path) cannot be opened (\(cause)).",
        remedy: "Check that it is a file that you may read and write, in a folder that you may write into.")
    case .SQLITE_NOTADB:
      self.init(
        .notADatabase, "\(path) is not a database of panel.",
        remedy: "Name another file with --database or PANEL_DATABASE.")
    case .SQLITE_CORRUPT:
      self.init(
        .damaged, "The database \(path) is damaged (\(cause)).",
        remedy: "Restore a backup, or save what can be read with “panel store export”.")
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path)
    case .SQLITE_IOERR:
      // A disk that fills while SQLite extends a file can show as this.
      self.init(
        .inputOutput, "The disk failed under the database \(path) (\(cause)).",
        remedy: "Check the disk and its free space, then run the command again; what was stored is kept.")
    case .SQLITE_CONSTRAINT:
      self.init(.constraint, "A row breaks a rule of the database \(path): \(cause)", remedy: Self.reportRemedy)
    default:
      self.init(.failed, "The database \(path) failed: \(cause)", remedy: error.sql.map { "In: \($0)" } ?? "")
    }
  }

  static func busy(_ path: String) -> StoreError {
    StoreError(
      .busy, "Another process keeps writing to the database \(path).",
      remedy: "Wait for it, or stop it, and run the command again.")
  }
}
