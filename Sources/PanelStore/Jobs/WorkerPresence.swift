import Foundation

/// Tells whether a worker's process still runs: it holds a lock on a file of its own, which the system lets go of when
/// the process ends, in whatever way. So what a `kill -9` left behind is taken up at once, and not after a lease's time.
///
/// It works for processes of one machine, as SQLite does. Where the files cannot be made, leases simply end by time.
struct WorkerPresence: Sendable {
  let folder: URL

  init(database: URL) { folder = URL(filePath: database.path + "-workers", directoryHint: .isDirectory) }

  private func file(_ worker: WorkerID) -> String { folder.appending(path: "\(worker)").path }

  /// Shows the worker as alive until the result is gone.
  func begin(_ worker: WorkerID) -> Held? {
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = file(worker)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    return Held(descriptor: descriptor, path: path)
  }

  /// Whether the worker's process has certainly ended.
  func isGone(_ worker: WorkerID) -> Bool {
    let path = file(worker)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    // Without a file it never showed itself, or went in order; the folder says which of the two can be.
    guard descriptor >= 0 else { return errno == ENOENT && FileManager.default.fileExists(atPath: folder.path) }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return false }
    unlink(path)
    return true
  }

  final class Held: Sendable {
    private let descriptor: Int32
    private let path: String

    init(descriptor: Int32, path: String) {
      self.descriptor = descriptor
      self.path = path
    }

    deinit {
      unlink(path)
      flock(descriptor, LOCK_UN)
      close(descriptor)
    }
  }
}
