import Foundation
import Inference
import TestSupport
import Testing

@Suite("A backend with a journal")
struct JournalBackendTests {
  private let file = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString).jsonl")

  private func answers(_ backend: any InferenceBackend, _ requests: [InferenceRequest]) async throws
    -> [RequestID: InferenceResponse]
  {
    var found: [RequestID: InferenceResponse] = [:]
    for try await event in backend.run(requests) {
      if case .finished(let id, let response) = event { found[id] = response }
    }
    return found
  }

  private let requests = (0..<3).map { BackendConformance.request("r\($0)", about: "tool \($0)") }

  @Test("asks nothing twice, in this run and in the next, and what is asked under two names once")
  func reuses() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let first = ScriptedBackend()
    let journal = try JournalBackend(first, file: file)
    var same = requests[0]
    same.id = RequestID("same")
    let a = try await answers(journal, requests + [same])
    #expect(a.count == 4 && first.sessions.joined().count == 3)
    #expect(a[RequestID("same")]?.fields == a[requests[0].id]?.fields)
    await journal.close()

    let second = ScriptedBackend()
    let again = try JournalBackend(second, file: file)
    let b = try await answers(again, requests)
    #expect(second.sessions.isEmpty && again.reused == 3)
    #expect(b.mapValues(\.fields) == a.filter { $0.key != RequestID("same") }.mapValues(\.fields))
    #expect(b.values.allSatisfy { $0.usage.computedPromptTokens == 0 })
  }

  @Test("goes on behind a line that a crash cut off")
  func tornLine() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let journal = try JournalBackend(ScriptedBackend(), file: file)
    _ = try await answers(journal, requests)
    await journal.close()
    let whole = try Data(contentsOf: file)
    try whole.dropLast(40).write(to: file)
    let backend = ScriptedBackend()
    let again = try JournalBackend(backend, file: file)
    #expect(try await answers(again, requests).count == 3)
    #expect(backend.sessions.joined().count == 1)
    await again.close()
    let third = ScriptedBackend()
    #expect(try await answers(JournalBackend(third, file: file), requests).count == 3)
    #expect(third.sessions.isEmpty)
  }

  @Test("refuses the answers of another model")
  func otherModel() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    await (try JournalBackend(ScriptedBackend(model: "one"), file: file)).close()
    #expect(throws: InferenceError.self) { try JournalBackend(ScriptedBackend(model: "two"), file: file) }
  }

  @Test("keeps no failures, and conforms as what it wraps does")
  func failures() async throws {
    let failing = ScriptedBackend { _ throws(InferenceError) in throw InferenceError(.invalidOutput, "no") }
    let journal = try JournalBackend(failing)
    _ = try await answers(journal, requests)
    _ = try await answers(journal, requests)
    #expect(failing.sessions.count == 2)
    try await BackendConformance(JournalBackend(ScriptedBackend())).checkAll()
  }
}
