import Foundation
import PanelFormats

/// A file of lines that is only ever added to, a whole line with one write, by one process at a time.
///
/// What a killed program or a full disk left of its last line is taken away when the file is opened again; the line
/// itself is in the store and is written anew.
final class AppendedFile {
  private let url: URL
  private let shown: String
  private let descriptor: Int32

  /// Opens the file, or makes it, and keeps other processes from writing to it.
  ///
  /// - Throws: ``CommandFailure`` where it cannot be written, or another process writes to it.
  init(_ url: URL, shown: String) throws {
    self.url = url
    self.shown = shown
    descriptor = open(url.path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.failure(shown, errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      // All is initialised, so deinit runs and closes it: closed here too, it would be somebody else's by then.
      throw CommandFailure(
        "\(shown) is being written by another process.",
        remedy: "It brings all results there; “panel worker” helps it along.")
    }
  }

  deinit {
    // A process that is being started may have a copy of the descriptor for a moment, which would keep the lock.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  var size: Int {
    let end = lseek(descriptor, 0, SEEK_END)
    return end < 0 ? 0 : Int(end)
  }

  /// Reads the lines that are there, and takes away what comes after the last whole one.
  ///
  /// - Parameter isLine: whether it is one of ours. What a power cut left, a line with zeros in it, ends the file there.
  /// - Throws: ``CommandFailure`` for a line that is none of ours, since then the file is not ours to add to.
  func readLines(_ isLine: ([UInt8]) throws -> Bool) throws {
    let handle = try FileHandle(forReadingFrom: url)
    defer { try? handle.close() }
    var reader = LineReader(handle, file: shown, limit: 64 << 20)
    var whole = 0
    let length = size
    while let line = try reader.next() {
      guard case .bytes(let bytes) = line.content else { throw foreign(line.number) }
      if !line.isWhole || bytes.contains(0) { break }
      guard try isLine(bytes) else { throw foreign(line.number) }
      whole = line.end
    }
    if whole < length { try cut(to: whole) }
  }

  /// Adds one line, or several, which end in line breaks.
  ///
  /// - Throws: ``CommandFailure``; the file is then as it was before.
  func append(_ text: String) throws {
    let before = size
    let bytes = Array(text.utf8)
    var written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    while written < 0, errno == EINTR {
      written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
    guard written == bytes.count else {
      let cause = written < 0 ? errno : ENOSPC
      ftruncate(descriptor, off_t(before))
      throw Self.failure(shown, cause)
    }
  }

  private func cut(to size: Int) throws {
    if ftruncate(descriptor, off_t(size)) != 0 { throw Self.failure(shown, errno) }
  }

  private func foreign(_ line: Int) -> CommandFailure {
    CommandFailure(
      "\(shown) was not written by this batch: line \(line) is none of its lines.",
      remedy: "Move it away, and go on: its lines are written anew from the store.")
  }

  private static func failure(_ shown: String, _ cause: Int32) -> CommandFailure {
    let full = cause == ENOSPC || cause == EDQUOT || cause == EFBIG
    return CommandFailure(
      "\(shown) cannot be written: \(String(cString: strerror(cause))).",
      remedy: full
        ? "Make room, and go on with “panel batch resume”: the results are in the store, and the file is completed from it."
        : "Check the path and its permissions.")
  }
}
