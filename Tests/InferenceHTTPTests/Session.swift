import Inference

/// What came out of a run, by request.
struct Session {
  var responses: [String: InferenceResponse] = [:]
  var failures: [String: InferenceError] = [:]
  /// Streamed text by request and field.
  var streamed: [String: String] = [:]
  var started: [String] = []

  static func run(_ backend: some InferenceBackend, _ requests: [InferenceRequest]) async throws -> Session {
    var session = Session()
    for try await event in backend.run(requests) {
      switch event {
      case .started(let id): session.started.append(id.rawValue)
      case .text(let id, let field, let delta): session.streamed["\(id).\(field)", default: ""] += delta
      case .field: break
      case .finished(let id, let response): session.responses[id.rawValue] = response
      case .failed(let id, let error): session.failures[id.rawValue] = error
      }
    }
    return session
  }
}

extension InferenceRequest {
  /// A request with a rules message, one user message of segments, and fields.
  static func asking(_ id: String, _ segments: [String], _ fields: [ResponseField], seed: UInt64 = 1) -> Self {
    InferenceRequest(
      id: RequestID(id), messages: [ChatMessage(.system, ["You judge tools.\n"]), ChatMessage(.user, segments)],
      fields: fields, sampling: Sampling(seed: seed))
  }
}

extension ResponseField {
  static let sentence = ResponseField(
    id: "move", leadIn: "The tool is good because", kind: .text(TextLimit(enoughWords: 6, maxWords: 20)))
  static let vote = ResponseField(id: "vote", leadIn: "\nVote:", kind: .choice(["ship", "skip"]))
  static let evidence = ResponseField(
    id: "evidence", leadIn: " Evidence:", kind: .evidence(allowed: [1, 2, 3, 12], atMost: 2))
}
