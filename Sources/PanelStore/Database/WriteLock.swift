import Foundation

/// The right to write, held by one connection of one process at a time: an advisory lock (flock) on a file beside the
/// database.
///
/// SQLite lets one connection write at a time on its own; but a commit may be followed by a checkpoint, and SQLite 3.7.0 to
/// 3.51.2 can lose pages when one connection checkpoints at the moment at which another begins the log anew
/// (<https://www.sqlite.org/wal.html#walresetbug>). Whoever writes or checkpoints through ``Store`` holds this lock until
/// both are done, so the two never meet. It is let go by the system when a process ends, in whatever way.
///
/// The lock is on a file of its own because closing any descriptor of the database file would end the locks that SQLite
/// itself holds on it.
struct WriteLock: Sendable {
  let path: String
  /// Longest wait.
  let timeout: Duration

  init(database: URL, timeout: Duration) {
    path = database.path + "-lock"
    self.timeout = timeout
  }

  /// Runs `body` while holding the lock. Blocks the thread: call it on a queue that is made for waiting.
  ///
  /// - Throws: ``StoreError`` of code `busy` after ``timeout``; `readOnly` or `cannotOpen` where there can be no lock.
  func hold<Result>(database: String, _ body: () throws -> Result) throws -> Result {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      let cause = String(cString: strerror(errno))
      throw StoreError(
        errno == EROFS || errno == EACCES ? .readOnly : .cannotOpen,
        "The database \(database) cannot be written: its lock \(path) cannot be opened (\(cause)).",
        remedy: "Allow writing to its folder, or name another database with --database or PANEL_DATABASE.")
    }
    defer {
      // A process that is being started may have a copy of the descriptor for a moment, which would keep the lock.
      flock(descriptor, LOCK_UN)
      close(descriptor)
    }
    let clock = ContinuousClock()
    let deadline = clock.now + timeout
    var pause: UInt32 = 200  // microseconds
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw StoreError(
          .cannotOpen, "The lock \(path) cannot be taken (\(String(cString: strerror(errno)))).",
          remedy: "Keep the database on a disk of this machine: network file systems may not lock.")
      }
      guard clock.now < deadline else { throw StoreError.busy(database) }
      usleep(pause)
      pause = min(5_000, pause * 2)
    }
    return try body()
  }
}
