import Inference
import InferenceHTTP
import Testing

@Suite("Several endpoints")
struct PoolTests {
  private let requests = (0..<6).map { InferenceRequest.asking("\($0)", ["Tool \($0).\n"], [.vote]) }

  private func run(_ servers: ScriptedServer...) async throws -> Session {
    defer { for server in servers { server.stop() } }
    let addresses = servers.map(\.address).joined(separator: ",")
    let backend = try await HTTPBackend.open(addresses, options: FaultTests.options())
    let session = try await Session.run(backend, requests)
    await backend.close()
    return session
  }

  @Test("Requests are spread over all of them")
  func spread() async throws {
    let a = try ScriptedServer.llama(slots: 1) { _, _ in [.pause(.milliseconds(20)), ScriptedServer.vote] }
    let b = try ScriptedServer.llama(slots: 1) { _, _ in [.pause(.milliseconds(20)), ScriptedServer.vote] }
    let session = try await run(a, b)
    #expect(session.responses.count == 6)
    #expect(a.count("/completion") > 0 && b.count("/completion") > 0)
    #expect(a.count("/completion") + b.count("/completion") == 6)
  }

  @Test(
    "What one endpoint fails at, another one does", arguments: [ScriptedServer.Step.reset, .json("{}", status: 503)])
  func failover(fault: ScriptedServer.Step) async throws {
    let bad = try ScriptedServer.llama(slots: 1) { _, _ in [fault] }
    let good = try ScriptedServer.llama(slots: 1) { _, _ in [ScriptedServer.vote] }
    let session = try await run(bad, good)
    #expect(session.failures.isEmpty && session.responses.count == 6)
    #expect(good.count("/completion") == 6)
  }

  @Test("Endpoints that serve different models are refused with both names")
  func models() async throws {
    let a = try ScriptedServer.llama(model: "one") { _, _ in [] }
    let b = try ScriptedServer.llama(model: "two") { _, _ in [] }
    let error = await #expect(throws: InferenceError.self) { _ = try await run(a, b) }
    #expect(error?.code == .badRequest && error?.message.contains("“one”") == true)
    #expect(error?.message.contains("“two”") == true)
  }

  @Test("A key that could start another header is refused; a line break at its end is dropped")
  func keys() async throws {
    let server = try ScriptedServer.llama { _, _ in [ScriptedServer.vote] }
    defer { server.stop() }
    var options = FaultTests.options()
    options.apiKey = "k\r\nX-Evil: 1"
    let error = await #expect(throws: InferenceError.self) {
      _ = try await HTTPBackend.open(server.address, options: options)
    }
    #expect(error?.code == .badRequest && server.requests.isEmpty)
    options.apiKey = "k\n"
    await (try await HTTPBackend.open(server.address, options: options)).close()
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer k" })
  }

  @Test("Addresses are read, and what is none is refused")
  func addresses() throws {
    #expect(try EndpointAddress("unix:///run/x.sock").unixSocket == "/run/x.sock")
    #expect(try EndpointAddress("http://h:1/v1/").base == "http://h:1")
    #expect(try EndpointAddress("https://u:secret@h/base#openai").description == "https://h/base")
    #expect(try EndpointAddress("https://h#openai").dialect == .openai)
    #expect(try EndpointAddress.list("http://a, unix:/b").map(\.description) == ["http://a", "unix:/b"])
    for bad in ["", ",", "http://", "ftp://x", "unix:relative", "http://a b", "http://a#klingon", "http://a,http://a"] {
      #expect(throws: InferenceError.self, "\(bad)") { _ = try EndpointAddress.list(bad) }
    }
  }
}
