/// One event of a stream of server-sent events.
struct ServerSentEvent: Hashable, Sendable {
  /// `message` where the stream names none.
  var name = "message"
  /// Lines joined by line feeds.
  var data = ""
  /// The last identifier that the stream gave; empty where it gave none.
  var id = ""
}

/// Reads a stream of server-sent events from bytes that are cut anywhere (WHATWG HTML, section 9.2.6).
///
/// Lines end with CR, LF or CRLF; a byte order mark at the start and comments are skipped; an event that the stream does
/// not finish with an empty line is dropped, as the standard wants.
struct EventStreamParser: Sendable {
  /// More bytes in one event than any server sends.
  static let longestEvent = 8 * 1024 * 1024

  /// The stream holds an event longer than ``longestEvent``.
  struct TooLong: Error {}

  private var line: [UInt8] = []
  private var lastWasCarriageReturn = false
  private var isFirstLine = true
  private var event = ServerSentEvent()
  private var dataBytes: [UInt8] = []
  private var hasData = false
  private var lastID = ""

  /// Takes the next bytes; the events that they complete.
  mutating func feed(_ bytes: [UInt8]) throws(TooLong) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    for byte in bytes {
      switch byte {
      case 0x0A where lastWasCarriageReturn: lastWasCarriageReturn = false
      case 0x0A, 0x0D:
        lastWasCarriageReturn = byte == 0x0D
        if let event = endLine() { events.append(event) }
      default:
        lastWasCarriageReturn = false
        guard line.count + dataBytes.count < Self.longestEvent else { throw TooLong() }
        line.append(byte)
      }
    }
    return events
  }

  private mutating func endLine() -> ServerSentEvent? {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    }
    if line.isEmpty { return dispatch() }
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
    let name = String(decoding: line[..<colon], as: UTF8.self)
    var value = line[colon...].dropFirst()
    if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
    switch name {
    case "data":
      if hasData { dataBytes.append(0x0A) }
      dataBytes += value
      hasData = true
    case "event": event.name = String(decoding: value, as: UTF8.self)
    case "id" where !value.contains(0): lastID = String(decoding: value, as: UTF8.self)
    default: break  // a comment (empty name), “retry”, or a field of the future
    }
    return nil
  }

  private mutating func dispatch() -> ServerSentEvent? {
    defer {
      event = ServerSentEvent()
      dataBytes.removeAll(keepingCapacity: true)
      hasData = false
    }
    guard hasData else { return nil }
    var complete = event
    if complete.name.isEmpty { complete.name = "message" }
    complete.data = String(decoding: dataBytes, as: UTF8.self)
    complete.id = lastID
    return complete
  }
}
