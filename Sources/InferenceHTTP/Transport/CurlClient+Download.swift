import Foundation

/// How far a download is.
public struct DownloadProgress: Hashable, Sendable {
  /// Bytes in the file now, those of an earlier attempt included.
  public var received: Int64
  /// Bytes that the whole file has; nil where the server does not say.
  public var total: Int64?

  public init(received: Int64, total: Int64?) {
    self.received = received
    self.total = total
  }
}

/// What a download came to.
public struct DownloadResult: Hashable, Sendable {
  /// Bytes in the file.
  public var size: Int64
  /// False where the server began again from the start, and so did the file.
  public var resumed: Bool

  public init(size: Int64, resumed: Bool) {
    self.size = size
    self.resumed = resumed
  }
}

extension CurlClient {
  /// Writes what is at `url` into an open file.
  ///
  /// The bytes that arrived before a failure stay in the file, so that the caller can go on from there: open it, pass its
  /// length as `resumeFrom`. A server that does not resume sends everything again; the file is then emptied first. Whether
  /// the bytes are the right ones is for the caller to check, by a hash.
  ///
  /// - Parameters:
  ///   - file: A descriptor open for writing. Stays open, its position at the end of what was written.
  ///   - resumeFrom: Bytes that the file holds already.
  ///   - stall: Longest time without a byte.
  ///   - progress: Called after each piece that was written.
  /// - Throws: ``TransferError``.
  public func download(
    _ url: String, to file: Int32, resumeFrom: Int64 = 0, headers: [(name: String, value: String)] = [],
    connectTimeout: Duration = .seconds(20), stall: Duration = .seconds(60),
    progress: (DownloadProgress) -> Void = { _ in }
  ) async throws -> DownloadResult {
    var headers = headers
    if resumeFrom > 0 { headers.append((name: "Range", value: "bytes=\(resumeFrom)-")) }
    let request = HTTPRequest(url: url, headers: headers, connectTimeout: connectTimeout, redirectLimit: 10)
    let stalled = TransferError(.stalled, "No byte came for \(stall.secondsText) s.", at: url)
    let response = try await withDeadline(stall, passed: stalled) { try await self.send(request) }
    let range = ContentRange(response.head)
    var size: Int64
    switch response.head.status {
    case 206 where range?.start == resumeFrom: size = resumeFrom
    case 200: size = 0
    case 416 where range?.total == resumeFrom:
      progress(DownloadProgress(received: resumeFrom, total: resumeFrom))
      return DownloadResult(size: resumeFrom, resumed: true)
    default:
      throw TransferError(.badStatus, "It answered \(response.head.status).", at: url, hadResponse: true)
    }
    try Self.place(file, at: size, url: url)
    let total = response.head.status == 206 ? range?.total : response.head["Content-Length"].flatMap { Int64($0) }
    progress(DownloadProgress(received: size, total: total))
    while let bytes = try await withDeadline(stall, passed: stalled, { try await response.body.next() }) {
      try Self.write(bytes, to: file, url: url)
      size += Int64(bytes.count)
      progress(DownloadProgress(received: size, total: total))
    }
    if let total, total != size {
      throw TransferError(.interrupted, "\(size) of \(total) bytes came.", at: url, hadResponse: true)
    }
    return DownloadResult(size: size, resumed: resumeFrom > 0 && response.head.status == 206)
  }

  private static func place(_ file: Int32, at offset: Int64, url: String) throws {
    guard ftruncate(file, off_t(offset)) == 0, lseek(file, off_t(offset), SEEK_SET) == off_t(offset) else {
      throw TransferError(.notWritten, "The file cannot be written: \(String(cString: strerror(errno))).", at: url)
    }
  }

  private static func write(_ bytes: [UInt8], to file: Int32, url: String) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0, errno != EINTR {
        throw TransferError(.notWritten, "The file cannot be written: \(String(cString: strerror(errno))).", at: url)
      }
    }
  }
}

/// `Content-Range: bytes 100-199/200`, or `bytes */200` (RFC 9110, section 14.4).
struct ContentRange: Hashable, Sendable {
  var start: Int64?
  var total: Int64?

  init?(_ head: HTTPHead) {
    guard let value = head["Content-Range"], value.hasPrefix("bytes ") else { return nil }
    let parts = value.dropFirst(6).split(separator: "/")
    guard parts.count == 2 else { return nil }
    start = parts[0].split(separator: "-").first.flatMap { Int64($0) }
    total = Int64(parts[1])
  }
}
