import Foundation
import PanelDesk
import PanelStore
import Testing

/// Saves that the server said it has.
private actor Ledger {
  private(set) var saves: [(Int64, String)] = []
  func add(_ item: Int64, _ text: String) { saves.append((item, text)) }
}

@Suite(.serialized)
struct ProcessTests {
  @Test(.timeLimit(.minutes(10)))
  func `two hundred editors save on twenty items: every acknowledged save is in the history`() async throws {
    let place = try Place()
    let token = try await Self.token(place)
    var ids: [Int64] = []
    for run in 0..<20 { ids.append(try await place.item("run-\(run)")) }
    let served = try await ServedDesk(place)
    let acknowledged = await withTaskGroup(of: (Int64, String)?.self) { group in
      for editor in 0..<200 {
        let id = ids[editor % ids.count]
        group.addTask {
          await Self.save("Editor \(editor) was here.", on: id, served, token)
            ? (id, "Editor \(editor) was here.") : nil
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(served.end(SIGTERM) == 0, "it ends in order")
    #expect(acknowledged.count { $0 != nil } == 200)
    try await Self.expect(acknowledged.compactMap { $0 }, in: place)
    for id in ids { #expect(try await place.desk.versions(of: id).map(\.version) == Array(1...11)) }
  }

  @Test(.timeLimit(.minutes(10)))
  func `a server that is killed under load loses no save that it acknowledged`() async throws {
    let place = try Place()
    let token = try await Self.token(place)
    var ids: [Int64] = []
    for run in 0..<5 { ids.append(try await place.item("run-\(run)")) }
    let acknowledged = Ledger()
    for round in 0..<5 {
      let served = try await ServedDesk(place)
      await withTaskGroup(of: Void.self) { group in
        for editor in 0..<20 {
          let id = ids[editor % ids.count]
          group.addTask {
            for number in 0..<1000 {
              let text = "Round \(round) editor \(editor) save \(number)."
              guard await Self.save(text, on: id, served, token) else { return }
              await acknowledged.add(id, text)
            }
          }
        }
        group.addTask {
          try? await Task.sleep(for: .milliseconds(Int.random(in: 300...1200)))
          served.end(SIGKILL)
        }
      }
    }
    let all = await acknowledged.saves
    print("kill -9 under load: \(all.count) acknowledged saves in five rounds")
    #expect(!all.isEmpty)
    try await Self.expect(all, in: place)
  }

  @Test func `without an account it is not opened to others, and a taken port is told`() async throws {
    let place = try Place()
    for arguments in [["--host", "0.0.0.0"], ["--public-host", "desk.example"], ["--behind-proxy"]] {
      let process = ServedDesk.process(["serve", "--port", "0"] + arguments, place)
      let pipe = Pipe()
      process.standardError = pipe
      try process.run()
      process.waitUntilExit()
      let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(process.terminationStatus == 1 && text.contains("no account with a password"), "\(text)")
    }
    let served = try await ServedDesk(place)
    let second = ServedDesk.process(["serve", "--port", "\(served.port)"], place)
    second.standardOutput = FileHandle.nullDevice
    second.standardError = FileHandle.nullDevice
    try second.run()
    second.waitUntilExit()
    #expect(second.terminationStatus == 1)
    #expect(await served.call("GET", "/ready")?.text == "ready\n")
    #expect(
      await served.call("POST", "/api/v1/items/1/undo", json: String(repeating: "a", count: 1_100_000))?.status ?? 413
        == 413)
    #expect(await served.call("GET", "/health")?.status == 200)
    #expect(served.end(SIGTERM) == 0)
  }

  @Test(.timeLimit(.minutes(10)))
  func `at the first signal a server waits for a request that runs, at the second it is gone`() async throws {
    let place = try Place()
    let served = try await ServedDesk(place)
    // A request whose body does not come.
    let client = Process()
    client.executableURL = URL(filePath: "/usr/bin/env")
    client.arguments = [
      "python3", "-c",
      "import socket, time; s = socket.create_connection(('127.0.0.1', \(served.port))); s.sendall(b'POST /login "
        + "HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nContent-Length: 9\\r\\n\\r\\n'); print('sent', flush=True); time.sleep(60)",
    ]
    let output = Pipe()
    client.standardOutput = output
    try client.run()
    defer { client.terminate() }
    // Exactly so many bytes: what is available may be a part of them.
    #expect(try output.fileHandleForReading.read(upToCount: 5) == Data("sent\n".utf8))
    try await Task.sleep(for: .milliseconds(300))
    served.signal(SIGTERM)
    try await Task.sleep(for: .milliseconds(700))
    #expect(served.isRunning, "it waits for the request")
    #expect(served.end(SIGTERM) == SIGTERM, "the signal itself ends it")
  }

  private static func token(_ place: Place) async throws -> String {
    try await place.account("ann", .editor)
    return try await place.desk.addToken(
      named: "load", for: try #require(AccountName("ann")), rights: [.read, .edit], by: "t", at: Place.noon)
  }

  /// Saves until it is acknowledged, starting from the newest version after each conflict.
  ///
  /// - Returns: false where the server is gone.
  private static func save(_ text: String, on id: Int64, _ served: ServedDesk, _ token: String) async -> Bool {
    var version = 1
    while true {
      let body = "{\"version\":\(version),\"texts\":{\"beacon/dx/first\":\"\(text)\"}}"
      guard let answer = await served.call("PUT", "/api/v1/items/\(id)/texts", token: token, json: body) else {
        return false
      }
      if answer.status == 200 { return answer.text.contains("\"changed\":true") }
      guard answer.status == 409,
        let newer = answer.text.firstMatch(of: /"proposal":\{.*\},"version":(\d+)\}/).flatMap({ Int($0.output.1) })
      else { return false }
      version = newer
    }
  }

  private static func expect(_ acknowledged: [(Int64, String)], in place: Place) async throws {
    let store = try Store(at: place.folder.appending(path: "panel.sqlite"), now: Timestamp(rawValue: 0))
    defer { try? store.close() }
    let desk = Desk(store: store)
    var edits: [Int64: Set<String>] = [:]
    for id in Set(acknowledged.map(\.0)) {
      let versions = try await desk.versions(of: id)
      #expect(versions.map(\.version) == Array(1...versions.count), "no version is missing or twice")
      edits[id] = Set(versions.compactMap { $0.edits.firstMatch(of: /"text":"([^"]*)"/).map { String($0.output.1) } })
    }
    for (id, text) in acknowledged { #expect(edits[id]?.contains(text) == true, "\(text) of item \(id) is lost") }
    #expect(try await desk.verifyAudit().fault == nil)
  }
}
