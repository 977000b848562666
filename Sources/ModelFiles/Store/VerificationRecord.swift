import Foundation

/// What was found when a file was last hashed, kept beside it so that a gigabyte is not read at every start.
///
/// Holds as long as the file's size, time of change and place on disk are the same. It saves time and is no defence
/// against somebody who can write into the store.
struct VerificationRecord: Codable, Hashable {
  var sha256: String
  var size: Int64
  /// Nanoseconds since 1970.
  var modified: Int64
  var inode: UInt64

  /// The record that would hold for the file as it is now; nil where there is no file.
  init?(sha256: String, file: URL) {
    var status = stat()
    guard stat(file.path, &status) == 0 else { return nil }
    self.sha256 = sha256
    size = Int64(status.st_size)
    inode = UInt64(status.st_ino)
    #if canImport(Darwin)
      modified = Int64(status.st_mtimespec.tv_sec) * 1_000_000_000 + Int64(status.st_mtimespec.tv_nsec)
    #else
      modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    #endif
  }

  private static func url(for file: URL) -> URL { file.appendingPathExtension("verified") }

  /// The hash that is known of the file as it is now; nil where it has to be computed.
  static func hash(of file: URL) -> String? {
    guard let data = try? Data(contentsOf: url(for: file)),
      let record = try? JSONDecoder().decode(VerificationRecord.self, from: data),
      record == VerificationRecord(sha256: record.sha256, file: file)
    else { return nil }
    return record.sha256
  }

  /// Without a record the file is hashed again next time, so a failure to write one is no error.
  static func remember(_ sha256: String, of file: URL) {
    guard let record = VerificationRecord(sha256: sha256, file: file), let data = try? JSONEncoder().encode(record)
    else { return }
    try? data.write(to: url(for: file), options: .atomic)
  }
}
