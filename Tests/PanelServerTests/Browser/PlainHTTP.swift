import Foundation
import Glibc

/// One request to a program on this machine, over a connection of its own. (Foundation's own client does not read the
/// header of chromedriver's answers.)
enum PlainHTTP {
  /// - Returns: Status and body.
  static func send(_ method: String, port: Int, path: String, body: Data?) async throws -> (status: Int, body: Data) {
    try await withCheckedThrowingContinuation { continuation in
      // Reading blocks, and must not hold up a thread of Swift's pool, which may have no other.
      Thread.detachNewThread {
        continuation.resume(with: Result { try exchange(method, port: port, path: path, body: body ?? Data()) })
      }
    }
  }

  private static func exchange(
    _ method: String, port: Int, path: String, body: Data
  ) throws -> (status: Int, body: Data) {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard connection >= 0 else { throw WebDriverError(text: "no socket: \(errno)") }
    defer { close(connection) }
    var limit = timeval(tv_sec: 90, tv_usec: 0)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw WebDriverError(text: "nobody listens on port \(port)") }
    var request = Data(
      ("\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n").utf8)
    request.append(body)
    var sent = 0
    while sent < request.count {
      let count = request.withUnsafeBytes { write(connection, $0.baseAddress?.advanced(by: sent), $0.count - sent) }
      guard count > 0 else { throw WebDriverError(text: "\(path) was not sent: \(errno)") }
      sent += count
    }
    return try answer(on: connection, path)
  }

  private static func answer(on connection: Int32, _ path: String) throws -> (status: Int, body: Data) {
    var received = Data()
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while true {
      if let end = received.firstRange(of: Data("\r\n\r\n".utf8)) {
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
        let status = head.firstMatch(of: /^HTTP\/1\.1 (\d+)/).flatMap { Int($0.output.1) } ?? 0
        let length = head.firstMatch(of: /(?i)\r\ncontent-length: *(\d+)/).flatMap { Int($0.output.1) } ?? 0
        let body = received[end.upperBound...]
        if body.count >= length { return (status, Data(body.prefix(length))) }
      }
      let count = read(connection, &bytes, bytes.count)
      guard count > 0 else { throw WebDriverError(text: "\(path) got no whole answer: \(errno)") }
      received.append(contentsOf: bytes[..<count])
    }
  }
}
