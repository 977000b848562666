import Testing

@testable import InferenceHTTP

@Suite("Reading server-sent events")
struct EventStreamParserTests {
  private func parse(_ text: String, size: Int = .max) throws -> [ServerSentEvent] {
    var parser = EventStreamParser()
    let bytes = Array(text.utf8)
    var events: [ServerSentEvent] = []
    for start in stride(from: 0, to: bytes.count, by: min(size, max(1, bytes.count))) {
      events += try parser.feed(Array(bytes[start..<min(bytes.count, start + min(size, bytes.count))]))
    }
    return events
  }

  @Test("Events are the same however the bytes are cut and whatever ends the lines", arguments: 1...9)
  func cuts(size: Int) throws {
    let lines = [
      "\u{FEFF}: hello", "data: first 🙂", "data:second", "", "event: delta", "id: 7", "data", "", "retry: 10",
      "data:  two spaces", "unknown: x", "", "data: never finished",
    ]
    let expected = [
      ServerSentEvent(data: "first 🙂\nsecond"), ServerSentEvent(name: "delta", data: "", id: "7"),
      ServerSentEvent(data: " two spaces", id: "7"),
    ]
    for lineEnd in ["\n", "\r", "\r\n"] {
      #expect(try parse(lines.joined(separator: lineEnd), size: size) == expected)
    }
  }

  @Test("An event without data is none")
  func noData() throws {
    #expect(try parse("event: ping\n\n\n\n: comment\n\ndata: x\n\n") == [ServerSentEvent(data: "x")])
  }

  @Test("An event that never ends is refused")
  func endless() throws {
    var parser = EventStreamParser()
    let chunk = [UInt8](repeating: 65, count: 1 << 20)
    #expect(throws: EventStreamParser.TooLong.self) {
      for _ in 0...(EventStreamParser.longestEvent >> 20) { _ = try parser.feed(chunk) }
    }
  }
}
