import Foundation
import Inference
import TestSupport
import Testing

@testable import InferenceKernel

@Suite("The in-process kernel", .serialized)
struct KernelBackendTests {
  static let messages = [
    ChatMessage(.system, ["You review developer tools for working engineers. Answer in plain words.\n"]),
    ChatMessage(
      .user,
      [
        "Facts about Hummingbird (HTTP server):\n[1] It is written in Swift.\n[2] Its licence is Apache 2.0.\n"
          + "[3] It has 15 dependencies.\n",
        "What does a team gain by adopting it?\n",
      ]),
  ]

  static func request(_ id: String, seed: UInt64 = 1, ask: String = "") -> InferenceRequest {
    var messages = messages
    if !ask.isEmpty { messages[1].segments.append(ask) }
    return InferenceRequest(
      id: RequestID(id), messages: messages,
      fields: [
        ResponseField(id: "text", leadIn: "The primitive is", kind: .text(TextLimit(enoughWords: 12, maxWords: 40))),
        ResponseField(id: "evidence", leadIn: " Evidence:", kind: .evidence(allowed: [1, 2, 3, 12, 13], atMost: 2)),
        ResponseField(id: "vote", leadIn: "\nVote:", kind: .choice(["ship", "skip"])),
        ResponseField(id: "timing", leadIn: "\nTiming:", kind: .choice(["early", "on time", "late"])),
      ], sampling: Sampling(seed: seed))
  }

  /// Responses by id; fails on a failed request.
  static func run(_ backend: KernelBackend, _ requests: [InferenceRequest]) async throws -> [RequestID:
    InferenceResponse]
  {
    var responses: [RequestID: InferenceResponse] = [:]
    for try await event in backend.run(requests) {
      switch event {
      case .finished(let id, let response): responses[id] = response
      case .failed(let id, let error): Issue.record("\(id): \(error)")
      case .started, .text, .field: break
      }
    }
    return responses
  }

  @Test("fills every field in, each with a value of its kind")
  func fillsFields() async throws {
    guard let model = TestModel.smollm2.file else { return }
    let backend = try KernelBackend(path: model.path, engine: "test")
    let response = try #require(try await Self.run(backend, [Self.request("one")])[RequestID("one")])
    await backend.close()

    #expect(response.fields.map(\.id) == ["text", "evidence", "vote", "timing"])
    guard case .text(let text)? = response["text"] else { Issue.record("no text"); return }
    #expect(text.text.hasPrefix(" ") && text.text.count > 8)
    guard case .evidence(let evidence)? = response["evidence"] else { Issue.record("no evidence"); return }
    #expect((1...2).contains(evidence.count) && Set(evidence).isSubset(of: [1, 2, 3, 12, 13]))
    guard case .choice(let timing)? = response["timing"] else { Issue.record("no choice"); return }
    #expect(abs(timing.logProbabilities.reduce(0) { $0 + exp($1) } - 1) < 1e-9)
    #expect(response.usage.generatedTokens > 0)
  }

  @Test("keeps what every backend owes its callers")
  func conforms() async throws {
    guard let model = TestModel.smollm2.file else { return }
    let backend = try KernelBackend(path: model.path, engine: "test")
    try await BackendConformance(backend).checkAll()
    await backend.close()
  }

  @Test("gives the same bytes alone, in company, on one thread or two, and with a warm cache")
  func isDeterministic() async throws {
    guard let model = TestModel.smollm2.file else { return }
    let requests = (0..<32).map {
      Self.request("r\($0)", seed: UInt64($0 % 3), ask: String(repeating: "Think of teams. ", count: $0 % 5))
    }
    let together = try KernelBackend(path: model.path, engine: "test")
    let first = try await Self.run(together, requests)
    let again = try await Self.run(together, requests.reversed())
    await together.close()
    let one = try KernelBackend(path: model.path, engine: "test", options: KernelOptions(threads: 1))
    #expect(first.count == 32)
    for request in requests.prefix(6) {
      let alone = try #require(try await Self.run(one, [request])[request.id])
      #expect(alone.fields == first[request.id]?.fields)
    }
    await one.close()
    for request in requests { #expect(again[request.id]?.fields == first[request.id]?.fields) }
  }

  @Test("gives the same bytes whatever the instruction set", arguments: VectorKernelTests.names)
  func instructionSets(name: String) async throws {
    guard let model = TestModel.smollm2.file else { return }
    let best = try KernelBackend(path: model.path, engine: "test")
    let named = try KernelBackend(path: model.path, engine: "test", options: KernelOptions(instructionSet: name))
    let expected = try await Self.run(best, [Self.request("one")])
    let found = try await Self.run(named, [Self.request("one")])
    await best.close()
    await named.close()
    #expect(expected.count == 1 && found == expected)
  }

  @Test("answers a thousand requests of one session in a cache for sixty, and gives every page back")
  func manyRequests() async throws {
    guard let model = TestModel.smollm2.file else { return }
    let options = KernelOptions(contextLength: 1024, cacheBytes: 1 << 20)
    let backend = try KernelBackend(path: model.path, engine: "test", options: options)
    let requests = (0..<1000).map { index in
      var request = Self.request("\(index)", ask: "Statement \(index): the tool has \(index) parts.\n")
      request.fields = [ResponseField(id: "vote", leadIn: "Vote:", kind: .choice(["ship", "skip"]))]
      return request
    }
    #expect(try await Self.run(backend, requests).count == 1000)
    let (pages, held, free) = try await backend.loop.perform { scheduler in
      let held = scheduler.tree.heldPageNeed
      scheduler.tree.clear()
      return (scheduler.pass.pool.pageCount, held, scheduler.pass.pool.freeCount)
    }
    // Two pages for each prompt, were they kept.
    #expect(pages < 100)
    #expect(held == 0)
    #expect(free == pages)
    await backend.close()
  }

  @Test("computes what requests share once")
  func sharesPrefixes() async throws {
    guard let model = TestModel.smollm2.file else { return }
    let backend = try KernelBackend(path: model.path, engine: "test")
    let responses = try await Self.run(backend, (0..<8).map { Self.request("r\($0)", seed: UInt64($0)) })
    await backend.close()
    let prompt = try #require(responses[RequestID("r0")]).usage
    let others = responses.filter { $0.key != RequestID("r0") }.map(\.value.usage.computedPromptTokens)
    #expect(prompt.computedPromptTokens > 60)
    // Each has its last prompt token, its own evidence, and the lead-ins to compute.
    #expect(others.allSatisfy { $0 < 30 })
  }

  @Test("refuses a prompt that does not fit before any work, with the counts")
  func refusesLongPrompts() async throws {
    guard let model = TestModel.smollm2.file else { return }
    let backend = try KernelBackend(path: model.path, engine: "test", options: KernelOptions(contextLength: 256))
    let long = Self.request("long", ask: String(repeating: "word ", count: 400))
    var failure: InferenceError?
    for try await event in backend.run([long, Self.request("short")]) {
      if case .failed(RequestID("long"), let error) = event { failure = error }
      if case .failed(RequestID("short"), let error) = event, error.code != .contextOverflow {
        Issue.record("\(error)")
      }
    }
    await backend.close()
    #expect(failure?.code == .contextOverflow)
    #expect(failure?.message.contains("256") == true)
  }

  @Test("stops at once when nobody listens any more, and goes on with the others")
  func cancels() async throws {
    guard let model = TestModel.smollm2.file else { return }
    let backend = try KernelBackend(path: model.path, engine: "test")
    for try await event in backend.run((0..<20).map { Self.request("r\($0)") }) {
      if case .text = event { break }
    }
    let after = try await Self.run(backend, [Self.request("after")])
    #expect(after.count == 1)
    await backend.close()
    await #expect(throws: InferenceError.self) {
      for try await _ in backend.run([Self.request("late")]) {}
    }
  }

  @Test("refuses a request that makes no sense, by name")
  func refusesNonsense() async throws {
    guard let model = TestModel.smollm2.file else { return }
    let backend = try KernelBackend(path: model.path, engine: "test")
    var bad = Self.request("bad")
    bad.fields[2].kind = .choice([])
    var failure: InferenceError?
    for try await event in backend.run([bad]) {
      if case .failed(_, let error) = event { failure = error }
    }
    await backend.close()
    #expect(failure?.code == .badRequest)
    #expect(failure?.message.contains("vote") == true)
  }
}
