import Crypto
import Foundation

/// SHA-256 of files too large for memory.
enum FileHash {
  /// Bytes read at once.
  private static let chunk = 1 << 20

  /// Of `range` of an open file, in lower-case hexadecimal; nil where the file ends before the range does.
  ///
  /// - Parameter progress: called now and then with the bytes read so far. Throwing from it stops the work.
  static func sha256(
    of descriptor: Int32, range: Range<Int64>, path: String, progress: (Int64) throws -> Void = { _ in }
  ) throws -> String? {
    var hasher = SHA256()
    var buffer = [UInt8](repeating: 0, count: chunk)
    var position = range.lowerBound
    while position < range.upperBound {
      let wanted = Int(min(Int64(chunk), range.upperBound - position))
      let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, wanted, off_t(position)) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw ModelStoreError.system("\(path) cannot be read") }
      guard count > 0 else { return nil }
      buffer.withUnsafeBytes { hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      position += Int64(count)
      try progress(position - range.lowerBound)
    }
    return hasher.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// Of a whole file.
  static func sha256(of url: URL, progress: (Int64) throws -> Void = { _ in }) throws -> String {
    let file = try OpenFile(url, O_RDONLY)
    guard let hash = try sha256(of: file.descriptor, range: 0..<file.size(), path: url.path, progress: progress) else {
      throw ModelStoreError(.fileSystem, "\(url.path) became shorter while it was read.")
    }
    return hash
  }
}

extension ModelStoreError {
  /// An error of the file system, with the system's own words for `errno`.
  static func system(_ what: String) -> ModelStoreError {
    ModelStoreError(
      errno == ENOSPC ? .noSpace : .fileSystem, "\(what): \(String(cString: strerror(errno))).",
      remedy: errno == ENOSPC ? "Make room on the disk, or choose another folder with PANEL_MODELS." : "")
  }
}
