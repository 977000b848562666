import Foundation
import Testing

@testable import InferenceHTTP

@Suite("The HTTP client")
struct CurlClientTests {
  private func withClient(_ body: (CurlClient) async throws -> Void) async throws {
    let client = CurlClient()
    do {
      try await body(client)
      await client.close()
    } catch {
      await client.close()
      throw error
    }
  }

  @Test("Method, headers and body arrive as they were given, and connections are used again")
  func roundTrip() async throws {
    let server = try ScriptedServer { _, _ in [.json("{}", headers: "X-Two: 2\r\n")] }
    defer { server.stop() }
    try await withClient { client in
      for method in ["POST", "PUT", "DELETE"] {
        let body = Array("päge".utf8)
        let (head, answer) = try await client.fetch(
          HTTPRequest(
            method: method, url: server.address + "/x?y=1", headers: [("X-One", "1"), ("X-None", "")], body: body),
          limit: 10)
        #expect(head.status == 200 && head["x-two"] == "2" && answer == Array("{}".utf8))
        let request = try #require(server.requests.last)
        #expect(request.method == method && request.path == "/x?y=1" && request.body == "päge")
        #expect(request.headers["x-one"] == "1" && request.headers["expect"] == nil)
      }
    }
  }

  @Test("A reader that is behind holds the server back, and still gets every byte")
  func backPressure() async throws {
    let block = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let server = try ScriptedServer { _, _ in
      [.send("HTTP/1.1 200 OK\r\nContent-Length: \(block.count * 16)\r\n\r\n")]
        + Array(repeating: .sendBytes(block), count: 16)
    }
    defer { server.stop() }
    try await withClient { client in
      let response = try await client.send(HTTPRequest(url: server.address))
      try await Task.sleep(for: .milliseconds(100))
      var all: [UInt8] = []
      while let bytes = try await response.body.next() { all += bytes }
      #expect(all.count == block.count * 16)
      #expect(
        stride(from: 0, to: all.count, by: block.count).allSatisfy { all[$0..<$0 + block.count].elementsEqual(block) })
    }
  }

  @Test("Cancelling the task that waits closes the connection, before the head and within the body")
  func cancellation() async throws {
    let server = try ScriptedServer { request, _ in
      request.path == "/head" ? [.hang] : [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"), .hang]
    }
    defer { server.stop() }
    try await withClient { client in
      for (index, path) in ["/head", "/body"].enumerated() {
        let task = Task { try await client.fetch(HTTPRequest(url: server.address + path), limit: 100) }
        for _ in 0..<500 where server.count(path) == 0 { try await Task.sleep(for: .milliseconds(10)) }
        task.cancel()
        let error = await #expect(throws: TransferError.self) { _ = try await task.value }
        #expect(error?.code == .cancelled)
        for _ in 0..<500 where server.hungUp <= index { try await Task.sleep(for: .milliseconds(10)) }
        #expect(server.hungUp == index + 1)
      }
    }
  }

  @Test("Dropping a body closes its connection")
  func drop() async throws {
    let server = try ScriptedServer { _, _ in [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"), .hang] }
    defer { server.stop() }
    try await withClient { client in
      _ = try await client.send(HTTPRequest(url: server.address)).head
      for _ in 0..<500 where server.hungUp == 0 { try await Task.sleep(for: .milliseconds(10)) }
      #expect(server.hungUp == 1)
    }
  }

  @Test("Closing the client ends what runs, and nothing starts afterwards")
  func closing() async throws {
    let server = try ScriptedServer { _, _ in [.hang] }
    defer { server.stop() }
    let client = CurlClient()
    let task = Task { try await client.fetch(HTTPRequest(url: server.address + "/x"), limit: 100) }
    for _ in 0..<500 where server.count("/x") == 0 { try await Task.sleep(for: .milliseconds(10)) }
    await client.close()
    let running = await #expect(throws: TransferError.self) { _ = try await task.value }
    #expect(running?.code == .closed)
    let later = await #expect(throws: TransferError.self) {
      _ = try await client.send(HTTPRequest(url: server.address))
    }
    #expect(later?.code == .closed)
    await client.close()
  }

  @Test(
    "Addresses that lead nowhere say why",
    arguments: [
      ("http://127.0.0.1:1/", TransferError.Code.refused), ("ftp://127.0.0.1/", .badAddress), ("http://", .badAddress),
      ("http://no such host/", .badAddress), ("", .badAddress),
    ])
  func nowhere(url: String, code: TransferError.Code) async throws {
    try await withClient { client in
      let error = await #expect(throws: TransferError.self) { _ = try await client.send(HTTPRequest(url: url)) }
      #expect(error?.code == code)
    }
  }

  @Test("An endpoint without TLS behind https is a TLS error, and passwords are not in messages")
  func tls() async throws {
    let server = try ScriptedServer { _, _ in [.json("{}")] }
    defer { server.stop() }
    try await withClient { client in
      let request = HTTPRequest(url: "https://me:secret@127.0.0.1:\(server.port)/x")
      let error = await #expect(throws: TransferError.self) { _ = try await client.send(request) }
      #expect(error?.code == .tls)
      #expect(error?.description.hasPrefix("https://127.0.0.1:\(server.port)/x: ") == true)
    }
  }

  @Test("This machine is recognised, so that no proxy is asked for it")
  func loopback() {
    for url in [
      "http://localhost:8080/x", "http://127.8.9.1/", "http://[::1]:80", "https://u:p@LocalHost", "http://a.localhost",
    ] {
      #expect(Loopback.contains(url: url), "\(url)")
    }
    for url in [
      "http://example.org", "http://127.0.0.1.example.org/", "http://localhost.example.org", "http://127.0.0.256/", "x",
    ] {
      #expect(!Loopback.contains(url: url), "\(url)")
    }
  }

  @Test("An interim response is not the response")
  func interim() async throws {
    let server = try ScriptedServer { _, _ in
      [.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    }
    defer { server.stop() }
    try await withClient { client in
      let (head, body) = try await client.fetch(HTTPRequest(url: server.address), limit: 10)
      #expect(head.status == 200 && body == Array("ok".utf8))
    }
  }
}
