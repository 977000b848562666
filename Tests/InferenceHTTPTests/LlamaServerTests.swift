import Foundation
import Inference
import Testing

@testable import InferenceHTTP

@Suite("Against a real llama-server", .llamaServer("-np", "2", "-c", "2048", "--api-key", LlamaServer.key), .serialized)
struct LlamaServerTests {
  private func withBackend(
    key: String? = LlamaServer.key, model: String? = nil, _ body: (HTTPBackend) async throws -> Void
  ) async throws {
    guard let server = LlamaServer.current else { return }
    let backend = try await HTTPBackend.open(server.address, options: HTTPBackendOptions(model: model, apiKey: key))
    do {
      try await body(backend)
      await backend.close()
    } catch {
      await backend.close()
      throw error
    }
  }

  @Test("It says what it serves")
  func identity() async throws {
    try await withBackend { backend in
      #expect(backend.identity.kind == "http")
      #expect(backend.identity.model == "smollm2-135m-instruct")
      #expect(backend.identity.engine.hasPrefix("llama.cpp b"))
      #expect(backend.capabilities.contextLength == 1024)
      #expect(backend.capabilities.readsDistributions)
    }
  }

  @Test("Text, evidence and vote are filled in one after another")
  func fields() async throws {
    try await withBackend { backend in
      let request = InferenceRequest.asking(
        "a", ["1: It is fast.\n2: It is free.\n"], [.sentence, .evidence, .vote])
      let session = try await Session.run(backend, [request])
      #expect(session.failures.isEmpty)
      let response = try #require(session.responses["a"])
      guard case .text(let text) = response["move"], case .evidence(let cited) = response["evidence"],
        case .choice(let vote) = response["vote"]
      else {
        Issue.record("\(response)")
        return
      }
      #expect(text.text == session.streamed["a.move"])
      #expect(text.text.split(separator: " ").count <= 20)
      #expect((1...2).contains(cited.count) && Set(cited).isSubset(of: [1, 2, 3, 12]))
      #expect(vote.labels == ["ship", "skip"])
      #expect(abs(vote.logProbabilities.reduce(0) { $0 + exp($1) } - 1) < 1e-9)
      #expect(response.usage.promptTokens > 20 && response.usage.generatedTokens > 0)
      #expect(response.usage.computedPromptTokens > 0)
    }
  }

  @Test("Several requests run over the slots, and all of them finish")
  func several() async throws {
    try await withBackend { backend in
      let requests = (0..<6).map { i in
        InferenceRequest.asking(
          "r\(i)", ["Dossier \(i % 2).\n", "Persona \(i).\n"], [.sentence, .vote], seed: UInt64(i))
      }
      let session = try await Session.run(backend, requests)
      #expect(session.failures.isEmpty)
      #expect(session.responses.count == 6 && session.started.count == 6)
    }
  }

  @Test("A label of several tokens is scored whole")
  func wholeLabels() async throws {
    try await withBackend { backend in
      let labels = ["early", "on time", "too late to matter", "too late"]
      let field = ResponseField(id: "when", leadIn: "It comes", kind: .choice(labels))
      let session = try await Session.run(backend, [.asking("a", ["Is it early?\n"], [field])])
      guard case .choice(let distribution) = session.responses["a"]?["when"] else {
        Issue.record("\(session.failures)")
        return
      }
      #expect(distribution.labels == labels)
      #expect(abs(distribution.logProbabilities.reduce(0) { $0 + exp($1) } - 1) < 1e-9)
      #expect(distribution.logProbabilities.allSatisfy { $0 < 0 && $0 > -60 })
    }
  }

  @Test("A label that is unlikely is found by asking for more candidates")
  func unlikelyLabels() async throws {
    try await withBackend { backend in
      let field = ResponseField(id: "x", leadIn: "2 + 2 =", kind: .choice(["zebra", "xylophone"]))
      let session = try await Session.run(backend, [.asking("a", ["Add.\n"], [field])])
      #expect(session.failures.isEmpty && session.responses["a"]?["x"] != nil)
    }
  }

  @Test("Prompt tokens are counted without running anything, and agree with what a run reports")
  func counts() async throws {
    try await withBackend { backend in
      let request = InferenceRequest.asking("a", ["Say so.\n"], [.vote])
      let counts = try await backend.countPromptTokens([request, request])
      let session = try await Session.run(backend, [request])
      #expect(counts.count == 2 && counts[0] == counts[1])
      #expect(session.responses["a"]?.usage.promptTokens == counts[0])
    }
  }

  @Test("Equal seeds give equal texts from one slot")
  func seeds() async throws {
    try await withBackend { backend in
      let request = InferenceRequest.asking("a", ["Say so.\n"], [.sentence], seed: 7)
      let first = try await Session.run(backend, [request])
      let second = try await Session.run(backend, [request])
      #expect(first.responses["a"]?.fields == second.responses["a"]?.fields)
    }
  }

  @Test("A prompt that does not fit is a context overflow with both numbers")
  func overflow() async throws {
    try await withBackend { backend in
      let long = String(repeating: "many words that do not fit here ", count: 400)
      let requests = [
        InferenceRequest.asking("text", [long], [.sentence]), InferenceRequest.asking("vote", [long], [.vote]),
      ]
      let session = try await Session.run(backend, requests)
      for id in ["text", "vote"] {
        #expect(session.failures[id]?.code == .contextOverflow)
        #expect(session.failures[id]?.message.contains("1024") == true)
        #expect(session.failures[id]?.message.contains { $0.isNumber } == true)
      }
      #expect(session.responses.isEmpty)
    }
  }

  @Test("A wrong key, or none, is refused by name", arguments: ["wrong", nil])
  func wrongKey(key: String?) async throws {
    guard let server = LlamaServer.current else { return }
    await #expect(throws: InferenceError.self) {
      _ = try await HTTPBackend.open(server.address, options: HTTPBackendOptions(apiKey: key))
    }
    do {
      _ = try await HTTPBackend.open(server.address, options: HTTPBackendOptions(apiKey: key))
    } catch let error as InferenceError {
      #expect(error.code == .unauthorized)
      #expect(error.message.contains("401"))
    }
  }

  @Test("Another model than the one served is refused with both names")
  func wrongModel() async throws {
    guard let server = LlamaServer.current else { return }
    do {
      _ = try await HTTPBackend.open(
        server.address, options: HTTPBackendOptions(model: "giant-9000b", apiKey: LlamaServer.key))
      Issue.record("it was opened")
    } catch let error as InferenceError {
      #expect(error.code == .badRequest)
      #expect(error.message.contains("giant-9000b") && error.message.contains("smollm2-135m-instruct"))
    }
  }

  @Test("Dropping the stream ends the work, and the backend goes on working")
  func cancellation() async throws {
    try await withBackend { backend in
      let endless = ResponseField(id: "t", leadIn: "Once", kind: .text(TextLimit(enoughWords: 150, maxWords: 180)))
      for try await event in backend.run([.asking("a", ["Tell a long tale.\n"], [endless])]) {
        if case .text = event { break }
      }
      let session = try await Session.run(backend, [.asking("b", ["Say so.\n"], [.vote])])
      #expect(session.responses["b"] != nil)
    }
  }

  @Test("Both dialects of the server read the same distribution")
  func bothDialects() async throws {
    guard let server = LlamaServer.current else { return }
    let field = ResponseField(
      id: "x", leadIn: "The capital of France is", kind: .choice(["Paris", "the city of London", "the"]))
    var probabilities: [[Double]] = []
    for dialect in ["#llama", "#openai"] {
      let backend = try await HTTPBackend.open(
        server.address + dialect, options: HTTPBackendOptions(apiKey: LlamaServer.key))
      #expect(backend.identity.model == "smollm2-135m-instruct" && backend.capabilities.contextLength == 1024)
      let session = try await Session.run(backend, [.asking("a", ["Where?\n"], [field, .sentence])])
      await backend.close()
      #expect(session.failures.isEmpty)
      guard case .choice(let distribution) = session.responses["a"]?["x"] else { continue }
      probabilities.append(distribution.logProbabilities.map { exp($0) })
    }
    try #require(probabilities.count == 2)
    // The same numbers but for what batching and the listed candidates change.
    for (a, b) in zip(probabilities[0], probabilities[1]) { #expect(abs(a - b) < 0.02, "\(probabilities)") }
  }

  @Test("A real server that is only asked, not continued, answers too")
  func onlyAsked() async throws {
    guard let server = LlamaServer.current else { return }
    let client = CurlClient()
    let link = EndpointLink(
      client: client, address: try EndpointAddress(server.address), apiKey: LlamaServer.key, deadlines: Deadlines())
    let models: JSONValue = try await link.call("/v1/models")
    var options = HTTPBackendOptions()
    options.place = server.address
    let opened = try await OpenAIDialect.open(link, models: models, options: options)
    for traits in [OpenAIDialect.Traits(listsProbabilities: true), OpenAIDialect.Traits()] {
      let dialect = opened.with(traits)
      let backend = HTTPBackend(
        pool: EndpointPool([dialect], policy: RetryPolicy()), client: client, options: options,
        identity: dialect.identity)
      let field = ResponseField(id: "x", leadIn: "Answer:", kind: .choice(["Yes", "No"]))
      let session = try await Session.run(backend, [.asking("a", ["Is water wet?\n"], [.sentence, field])])
      // A model of this size may well not answer; then it is its output that is refused.
      if let failure = session.failures["a"] {
        #expect([.invalidOutput, .emptyOutput].contains(failure.code), "\(failure)")
      } else {
        #expect(session.responses["a"]?.fields.count == 2)
      }
    }
    await client.close()
  }

  @Test("It is found by its address in the registry")
  func registry() async throws {
    guard let server = LlamaServer.current else { return }
    var registry = BackendRegistry()
    registerHTTPBackends(into: &registry)
    #expect(registry.schemes == ["http", "https", "unix"])
    let backend = try await registry.open(server.address, options: BackendOptions(apiKey: LlamaServer.key))
    #expect(backend.identity.model == "smollm2-135m-instruct")
    await backend.close()
  }
}

@Suite("Over a Unix socket")
struct UnixSocketTests {
  @Test("A llama-server that listens on a socket is as good as one on a port, while it still loads its model too")
  func socket() async throws {
    let path = NSTemporaryDirectory() + "panel-\(UInt32.random(in: 0...(.max))).sock"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await LlamaServer.run(socket: path, ["-np", "1", "-c", "512"]) { server in
      let backend = try await HTTPBackend.open(server.address)
      let session = try await Session.run(backend, [.asking("a", ["Say so.\n"], [.sentence, .vote])])
      #expect(session.failures.isEmpty && session.responses["a"] != nil)
      await backend.close()
    }
  }
}
