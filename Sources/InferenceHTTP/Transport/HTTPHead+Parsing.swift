/// Collects header lines as libcurl hands them over, one call a line, into the head that belongs to the response.
struct HeadParser {
  private var status = 0
  private var headers: [(name: String, value: String)] = []
  /// More is an attack or an error; libcurl itself stops at 300 KiB.
  private static let mostFields = 1000

  /// Takes one line with its line break; the head when the line is the empty one that ends it, unless the head is one of
  /// an interim response (1xx).
  mutating func feed(_ bytes: UnsafeRawBufferPointer) -> HTTPHead? {
    var line = Substring(String(decoding: bytes, as: UTF8.self))
    while let last = line.unicodeScalars.last, last == "\n" || last == "\r" { line.unicodeScalars.removeLast() }
    if line.hasPrefix("HTTP/") {
      let parts = line.split(separator: " ", maxSplits: 2)
      status = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
      headers = []
      return nil
    }
    if line.isEmpty {
      guard status >= 200 else { return nil }
      return HTTPHead(status: status, headers: headers)
    }
    if let colon = line.firstIndex(of: ":"), headers.count < Self.mostFields {
      headers.append((String(line[..<colon]).trimmed, String(line[line.index(after: colon)...]).trimmed))
    }
    return nil
  }
}

extension StringProtocol {
  /// Without the white space at both ends.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
