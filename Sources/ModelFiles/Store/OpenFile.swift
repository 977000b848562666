import Foundation

/// A file descriptor that is closed with its owner.
final class OpenFile: Sendable {
  let descriptor: Int32
  let url: URL

  init(_ url: URL, _ flags: Int32) throws {
    self.url = url
    descriptor = open(url.path, flags | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw ModelStoreError.system("\(url.path) cannot be opened") }
  }

  deinit {
    // A process that is being started may have a copy of the descriptor for a moment, which would keep a lock.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  func size() throws -> Int64 {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw ModelStoreError.system("\(url.path) cannot be examined") }
    return Int64(status.st_size)
  }

  func truncate(to size: Int64) throws {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw ModelStoreError.system("\(url.path) cannot be cut") }
  }

  /// Returns once the disk has the bytes.
  func synchronize() throws {
    guard fsync(descriptor) == 0 else { throw ModelStoreError.system("\(url.path) cannot be written to disk") }
  }

  /// Takes the file for this process until it is closed; false where another one has it.
  func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
}
