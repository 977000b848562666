import Foundation

/// A regular file mapped into memory for reading, from `init` to `deinit`.
///
/// Another program that shortens the file while it is mapped makes the next read past its new end fatal (SIGBUS). The
/// store therefore replaces model files by renaming and never writes into them.
///
/// Sound as `Sendable`: the mapping is read-only and never changes place.
final class MappedFile: @unchecked Sendable {
  let path: String
  let bytes: UnsafeRawBufferPointer

  init(path: String) throws(GGUFError) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw GGUFError(.unreadable, path: path, "cannot be opened: \(Self.lastError).")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw GGUFError(.unreadable, path: path, "cannot be examined: \(Self.lastError).")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let kind = status.st_mode & S_IFMT == S_IFDIR ? "is a folder" : "is not a regular file"
      throw GGUFError(
        .unreadable, path: path, "\(kind), and a model is one file.", remedy: "Name the .gguf file itself.")
    }
    let size = Int(status.st_size)
    guard size > 0 else { throw GGUFError(.notGGUF, path: path, "is empty.") }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw GGUFError(.unreadable, path: path, "cannot be mapped into memory: \(Self.lastError).")
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
  }

  /// Lets the system take back the memory of the pages that lie wholly in `range`; reading them again reloads them.
  func release(_ range: Range<Int>) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound / page * page
    guard first < end, let base = bytes.baseAddress else { return }
    madvise(UnsafeMutableRawPointer(mutating: base + first), end - first, MADV_DONTNEED)
  }

  private static var lastError: String { String(cString: strerror(errno)) }
}
