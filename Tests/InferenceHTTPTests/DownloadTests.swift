import Foundation
import InferenceHTTP
import Synchronization
import Testing

@Suite("Downloads")
struct DownloadTests {
  private static let content = String((0..<5000).map { Character(Unicode.Scalar(UInt8(97 + $0 % 26))) })

  /// Downloads into a file that holds `before` already; the file's content afterwards, and what came of it.
  private func download(
    before: String = "", _ respond: @escaping @Sendable (ScriptedServer.Request, Int) -> [ScriptedServer.Step]
  ) async throws -> (content: String, result: Result<DownloadResult, TransferError>, progress: [DownloadProgress]) {
    let server = try ScriptedServer(respond)
    let client = CurlClient()
    let path = NSTemporaryDirectory() + "panel-download-\(UInt64.random(in: 0...(.max)))"
    try before.write(toFile: path, atomically: true, encoding: .utf8)
    let file = open(path, O_WRONLY)
    defer {
      server.stop()
      close(file)
      try? FileManager.default.removeItem(atPath: path)
    }
    var progress: [DownloadProgress] = []
    let result: Result<DownloadResult, TransferError>
    do {
      result = .success(
        try await client.download(server.address + "/f", to: file, resumeFrom: Int64(before.utf8.count)) {
          progress.append($0)
        })
    } catch let error as TransferError {
      result = .failure(error)
    }
    await client.close()
    return (try String(contentsOfFile: path, encoding: .utf8), result, progress)
  }

  private static func whole(_ request: ScriptedServer.Request) -> [ScriptedServer.Step] {
    [.response(content, type: "application/octet-stream")]
  }

  private static func part(_ request: ScriptedServer.Request) -> [ScriptedServer.Step] {
    let start = request.headers["range"].flatMap { Int($0.dropFirst("bytes=".count).dropLast()) } ?? 0
    let rest = String(content.dropFirst(start))
    return [.response(rest, status: 206, type: "x", headers: "Content-Range: bytes \(start)-4999/5000\r\n")]
  }

  @Test("A whole file arrives with progress up to its end")
  func whole() async throws {
    let (content, result, progress) = try await download { request, _ in Self.whole(request) }
    #expect(content == Self.content)
    #expect(try result.get() == DownloadResult(size: 5000, resumed: false))
    #expect(progress.first == DownloadProgress(received: 0, total: 5000))
    #expect(progress.last == DownloadProgress(received: 5000, total: 5000))
  }

  @Test("A part is completed from where it ends")
  func resume() async throws {
    let (content, result, progress) = try await download(before: String(Self.content.prefix(1234))) { request, _ in
      Self.part(request)
    }
    #expect(content == Self.content)
    #expect(try result.get() == DownloadResult(size: 5000, resumed: true))
    #expect(progress.first == DownloadProgress(received: 1234, total: 5000))
  }

  @Test("A server that cannot resume sends everything, and the file is begun anew")
  func restart() async throws {
    let (content, result, _) = try await download(before: "another file's beginning") { request, _ in
      Self.whole(request)
    }
    #expect(content == Self.content)
    #expect(try result.get() == DownloadResult(size: 5000, resumed: false))
  }

  @Test("A part that is the whole already needs no bytes")
  func complete() async throws {
    let (content, result, _) = try await download(before: Self.content) { _, _ in
      [.response("", status: 416, type: "x", headers: "Content-Range: bytes */5000\r\n")]
    }
    #expect(content == Self.content)
    #expect(try result.get() == DownloadResult(size: 5000, resumed: true))
  }

  @Test("An interrupted download keeps what came, so that it can be resumed")
  func interrupted() async throws {
    let (content, result, _) = try await download { _, _ in
      [.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + Self.content.prefix(700)), .close]
    }
    #expect(content == Self.content.prefix(700))
    guard case .failure(let error) = result else {
      Issue.record("it succeeded")
      return
    }
    #expect(error.code == .interrupted)
  }

  @Test("Redirects are followed; another status or another range is refused and leaves the file alone")
  func statuses() async throws {
    let (content, _, _) = try await download { request, _ in
      request.path == "/f"
        ? [.response("moved", status: 302, type: "x", headers: "Location: /g\r\n")] : Self.whole(request)
    }
    #expect(content == Self.content)
    for answer in [
      ScriptedServer.Step.response("no", status: 404, type: "x"),
      .response("abc", status: 206, type: "x", headers: "Content-Range: bytes 7-9/5000\r\n"),
      .response("", status: 416, type: "x", headers: "Content-Range: bytes */4\r\n"),
    ] {
      let (content, result, _) = try await download(before: "before") { _, _ in [answer] }
      #expect(content == "before")
      guard case .failure(let error) = result else {
        Issue.record("it succeeded")
        continue
      }
      #expect(error.code == .badStatus)
    }
  }
}
