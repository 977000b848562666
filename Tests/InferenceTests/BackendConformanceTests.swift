import Inference
import TestSupport
import Testing

@Suite("The contract of backends")
struct BackendConformanceTests {
  @Test("is kept by the scripted backend")
  func scripted() async throws { try await BackendConformance(ScriptedBackend()).checkAll() }

  @Test("is kept by a recording backend around it")
  func recording() async throws {
    try await BackendConformance(RecordingBackend(recording: ScriptedBackend())).checkAll()
  }

  @Test("is kept by a replay of what the checks themselves asked")
  func replay() async throws {
    let recorder = RecordingBackend(recording: ScriptedBackend())
    try await BackendConformance(recorder).checkAll()
    try await BackendConformance(ReplayBackend(recorder.recording)).everyRequestEndsOnce()
    try await BackendConformance(ReplayBackend(recorder.recording)).badRequestsFailAlone()
    try await BackendConformance(ReplayBackend(recorder.recording)).distributionsAreNormalised()
    try await BackendConformance(ReplayBackend(recorder.recording)).deltasAddUpToTheText()
  }

  @Test("is seen to be broken where a backend does not end a request")
  func broken() async throws {
    await withKnownIssue {
      try await BackendConformance(Silent()).everyRequestEndsOnce()
    }
  }
}

/// Ends every session without an answer.
private struct Silent: InferenceBackend {
  let identity = BackendIdentity(kind: "silent", model: "none", engine: "test")
  let capabilities = BackendCapabilities(contextLength: nil, isDeterministic: true, readsDistributions: false)
  func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error> {
    AsyncThrowingStream { $0.finish() }
  }
  func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int] { requests.map { _ in 1 } }
  func close() async {}
}
