import Foundation

/// Brings a file, or the entries of a folder, to the disk.
enum FileFlush {
  static func flush(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw StoreError(.inputOutput, "\(path) cannot be brought to the disk (\(String(cString: strerror(errno)))).")
    }
  }
}
