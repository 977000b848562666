import Inference
import PanelCore
import PanelEngine
import PanelFormats
import Synchronization
import TestSupport
import Testing

@Suite("A session that meets failures")
struct SessionFailureTests {
  /// Answers plainly but fails requests whose id contains one of `parts`.
  private func failing(_ parts: String...) -> ScriptedBackend {
    ScriptedBackend { request throws(InferenceError) in
      if parts.contains(where: { request.id.rawValue.contains($0) }) {
        throw InferenceError(.timedOut, "No token came for 30 s.")
      }
      return PlainAnswers.make(request)
    }
  }

  @Test(
    "fails the seat that a failure belongs to, with the cause, and no other",
    arguments: [
      ("weigh/smolvlm2-turbo/dx/3", "fact [3]"), ("move/smolvlm2-turbo/dx/primitive", "“primitive”"),
      ("vote/smolvlm2-turbo/dx/", "vote"),
    ])
  func seat(id: String, cause: String) async throws {
    let comparison = try await Sample.session(failing(id)).comparison()
    let failed = comparison.verdicts.flatMap(\.reviews).filter { $0.error != nil }
    #expect(failed.count == 1)
    let review = try #require(comparison.verdicts[0].reviews.first { $0.persona.rawValue == "dx" })
    #expect(review.vote == nil)
    #expect(review.pShip == nil)
    #expect(review.error?.contains(cause) == true)
    #expect(review.error?.contains("No token came for 30 s.") == true)
    #expect(comparison.verdicts[0].split.failed == 1)
    #expect(comparison.verdicts[0].split.cast == 3)
  }

  @Test("fails every seat of a persona whose leaning could not be measured")
  func leaning() async throws {
    for id in ["weigh/-/futurist", "vote/-/futurist"] {
      let comparison = try await Sample.session(failing(id)).comparison()
      let failed = comparison.verdicts.flatMap(\.reviews).filter { $0.vote == nil }
      #expect(failed.map(\.persona.rawValue) == ["futurist", "futurist"])
    }
  }

  @Test("asks once more for a move that failed, and goes on where that succeeds")
  func retry() async throws {
    let first = Mutex(Set<String>())
    let backend = ScriptedBackend { request throws(InferenceError) in
      let id = request.id.rawValue
      if id.hasPrefix("move/"), id.hasSuffix("/0"), first.withLock({ $0.insert(id).inserted }) {
        throw InferenceError(.emptyOutput, "Nothing came.")
      }
      return PlainAnswers.make(request)
    }
    let comparison = try await Sample.session(backend).comparison()
    #expect(comparison.verdicts.allSatisfy { $0.split.failed == 0 })
  }

  @Test("has no verdict and no recommendation where every seat fails")
  func all() async throws {
    let comparison = try await Sample.session(failing("/")).comparison()
    #expect(comparison.verdicts.allSatisfy { $0.split.failed == 4 && $0.shipPercent == nil })
    #expect(comparison.recommendation?.winner == nil)
    #expect(comparison.recommendation?.reason == .noQuorum)
  }

  @Test("fails seats, too, where the backend ends without answering, or answers something else")
  func broken() async throws {
    let silent = try await Sample.session(ScriptedBackend { _ in [] }).comparison()
    #expect(silent.verdicts.allSatisfy { $0.split.failed == 4 })
    let mute = try await Sample.session(Mute()).comparison()
    #expect(mute.verdicts.allSatisfy { $0.split.failed == 4 })
  }

  @Test("abstains without a request where a dossier has too few facts")
  func abstains() async throws {
    var dossier = try Sample.dossiers()[0]
    dossier.facts = Array(dossier.facts.prefix(AbstainRule.fewestFacts - 1))
    let backend = ScriptedBackend()
    let comparison = try await Sample.session(backend, dossiers: [dossier]).comparison()
    #expect(comparison.verdicts[0].split.abstain == 4)
    #expect(comparison.verdicts[0].shipPercent == nil)
    #expect(comparison.recommendation == nil)
    #expect(backend.sessions.isEmpty)
  }

  @Test("stops when its reader goes away")
  func cancelled() async throws {
    let asked = Mutex(0)
    let backend = ScriptedBackend { request throws(InferenceError) in
      asked.withLock { $0 += 1 }
      do { try await Task.sleep(for: .milliseconds(20)) } catch { throw InferenceError(.cancelled, "Stopped.") }
      return PlainAnswers.make(request)
    }
    let session = try Sample.session(backend)
    let reader = Task {
      for try await event in session.run() {
        if case .progress(_, done: 2, of: _) = event { return true }
      }
      return false
    }
    #expect(try await reader.value)
    try await Task.sleep(for: .milliseconds(200))
    let count = asked.withLock { $0 }
    #expect(count < 20, "\(count) of more than 200 requests were asked")
    let stopped = Task { try await session.comparison() }
    stopped.cancel()
    await #expect(throws: CancellationError.self) { try await stopped.value }
  }

  @Test("is refused before it begins: no tools, a tool twice, no personas, a persona without moves")
  func refused() throws {
    let backend = ScriptedBackend()
    let dossiers = try Sample.dossiers()
    var panel = try Sample.library().panel()
    #expect(throws: SessionError.self) { try Sample.session(backend, dossiers: []) }
    #expect(throws: SessionError.self) { try Sample.session(backend, dossiers: [dossiers[0], dossiers[0]]) }
    #expect(throws: SessionError.self) { try Sample.session(backend, panel: Panel(personas: [])) }
    panel.personas[1].moves = []
    let broken = panel
    #expect(throws: SessionError.self) { try Sample.session(backend, panel: broken) }
  }
}

/// Ends every session without an answer.
private struct Mute: InferenceBackend {
  let identity = BackendIdentity(kind: "mute", model: "none", engine: "test")
  let capabilities = BackendCapabilities(contextLength: nil, isDeterministic: true, readsDistributions: false)
  func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error> {
    AsyncThrowingStream { $0.finish() }
  }
  func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int] { requests.map { _ in 1 } }
  func close() async {}
}
