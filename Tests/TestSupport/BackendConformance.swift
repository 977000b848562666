import Foundation
public import Inference
import Testing

/// What every backend owes its callers, as checks that any backend can be run through.
///
///     @Test func conforms() async throws { try await BackendConformance(backend).checkAll() }
///
/// Each check records an issue where the backend breaks its contract; texts are not judged, so a fake passes as a model
/// does.
public struct BackendConformance: Sendable {
  private let backend: any InferenceBackend

  public init(_ backend: any InferenceBackend) { self.backend = backend }

  public func checkAll() async throws {
    try await emptySessionEnds()
    try await everyRequestEndsOnce()
    try await badRequestsFailAlone()
    try await distributionsAreNormalised()
    try await deltasAddUpToTheText()
    try await equalRequestsGiveEqualAnswers()
    try await tokensAreCounted()
    try await cancellationStops()
  }

  /// A session without requests ends without events.
  public func emptySessionEnds() async throws {
    var events = 0
    for try await _ in backend.run([]) { events += 1 }
    #expect(events == 0, "an empty session has no events")
  }

  /// Each request has exactly one last event, with a value of the right kind for each field in order.
  public func everyRequestEndsOnce() async throws {
    let requests = (0..<5).map { Self.request("every-\($0)", about: "tool number \($0)") }
    var ends: [RequestID: Int] = [:]
    for try await event in backend.run(requests) {
      switch event {
      case .finished(let id, let response):
        ends[id, default: 0] += 1
        #expect(response.fields.map(\.id) == ["text", "choice", "evidence"])
        Self.checkKinds(response)
      case .failed(let id, let error):
        ends[id, default: 0] += 1
        Issue.record("\(id) failed: \(error)")
      case .started(let id), .text(let id, _, _), .field(let id, _):
        #expect(ends[id] == nil, "\(id) has an event after its last one")
      }
    }
    #expect(ends == Dictionary(uniqueKeysWithValues: requests.map { ($0.id, 1) }))
  }

  /// What cannot be carried out fails with `badRequest`; what stands beside it is answered.
  public func badRequestsFailAlone() async throws {
    let limit = ResponseField.Kind.text(TextLimit(enoughWords: 3, maxWords: 6))
    let bad = [
      ("no-fields", []),
      ("no-labels", [ResponseField(id: "a", leadIn: "", kind: .choice([]))]),
      ("empty-label", [ResponseField(id: "a", leadIn: "", kind: .choice(["yes", ""]))]),
      ("same-label", [ResponseField(id: "a", leadIn: "", kind: .choice(["on", "on"]))]),
      (
        "two-of-one-id",
        [ResponseField(id: "a", leadIn: "", kind: limit), ResponseField(id: "a", leadIn: "", kind: limit)]
      ),
      ("no-words", [ResponseField(id: "a", leadIn: "", kind: .text(TextLimit(enoughWords: 0, maxWords: 0)))]),
    ].map { Self.request($0.0, fields: $0.1) }
    let good = Self.request("good", about: "a tool")
    var outcome: [RequestID: InferenceError.Code?] = [:]
    for try await event in backend.run(bad + [good]) {
      if case .finished(let id, _) = event { outcome[id] = .some(nil) }
      if case .failed(let id, let error) = event { outcome[id] = error.code }
    }
    for request in bad { #expect(outcome[request.id] == .some(.badRequest), "\(request.id) is a bad request") }
    #expect(outcome[good.id] == .some(nil), "a bad request does not stop a good one")
  }

  /// Probabilities over labels sum to 1.
  public func distributionsAreNormalised() async throws {
    let request = Self.request(
      "normalised", fields: [ResponseField(id: "choice", leadIn: "", kind: .choice(["early", "on time", "late"]))])
    let response = try await answer(request)
    guard case .choice(let distribution)? = response["choice"] else {
      Issue.record("no distribution")
      return
    }
    #expect(distribution.labels == ["early", "on time", "late"])
    let sum = distribution.logProbabilities.reduce(0) { $0 + exp($1) }
    #expect(abs(sum - 1) < 1e-3, "probabilities sum to \(sum)")
  }

  /// The pieces of a text are the text.
  public func deltasAddUpToTheText() async throws {
    let request = Self.request("deltas", about: "a tool")
    var streamed = ""
    for try await event in backend.run([request]) {
      if case .text(_, "text", let delta) = event { streamed += delta }
      if case .finished(_, let response) = event, case .text(let text)? = response["text"] {
        #expect(streamed.hasPrefix(text.text), "streamed “\(streamed)”, answered “\(text.text)”")
      }
    }
  }

  /// On a backend that says that it is deterministic: the same request alone and among others.
  public func equalRequestsGiveEqualAnswers() async throws {
    guard backend.capabilities.isDeterministic else { return }
    let request = Self.request("equal", about: "a tool")
    let alone = try await answer(request)
    let others = (0..<2).map { Self.request("other-\($0)", about: "another tool \($0)") }
    var among: InferenceResponse?
    for try await event in backend.run([others[0], request, others[1]]) {
      if case .finished(request.id, let response) = event { among = response }
    }
    #expect(among?.fields == alone.fields)
  }

  /// One count for each request, none of them 0.
  public func tokensAreCounted() async throws {
    let requests = [Self.request("short", about: "a"), Self.request("long", about: "a tool that does a lot")]
    let counts = try await backend.countPromptTokens(requests)
    #expect(counts.count == 2)
    #expect(counts.allSatisfy { $0 > 0 })
    if counts.count == 2 { #expect(counts[0] <= counts[1]) }
  }

  /// A reader that goes away ends the stream soon, and the backend answers the next session.
  public func cancellationStops() async throws {
    let backend = backend
    let many = (0..<50).map { Self.request("cancel-\($0)", about: "tool number \($0)") }
    let reader = Task {
      for try await event in backend.run(many) {
        if case .started = event { break }
      }
    }
    reader.cancel()
    _ = try? await reader.value
    _ = try await answer(Self.request("after", about: "a tool"))
  }

  private func answer(_ request: InferenceRequest) async throws -> InferenceResponse {
    for try await event in backend.run([request]) {
      if case .finished(_, let response) = event { return response }
      if case .failed(_, let error) = event { throw error }
    }
    throw InferenceError(.malformedResponse, "The stream ended without an answer to “\(request.id)”.")
  }

  private static func checkKinds(_ response: InferenceResponse) {
    if case .text? = response["text"] {} else { Issue.record("“text” is no text") }
    if case .choice(let distribution)? = response["choice"] {
      #expect(distribution.labels == ["ship", "skip"])
    } else {
      Issue.record("“choice” is no choice")
    }
    if case .evidence(let ids)? = response["evidence"] {
      #expect(ids.count <= 2 && Set(ids).isSubset(of: [1, 2, 3]) && ids == ids.sorted())
    } else {
      Issue.record("“evidence” is no evidence")
    }
  }

  /// A request with one field of each kind.
  public static func request(_ id: String, about subject: String) -> InferenceRequest {
    request(
      id, about: subject,
      fields: [
        ResponseField(id: "text", leadIn: "It is", kind: .text(TextLimit(enoughWords: 3, maxWords: 8))),
        ResponseField(id: "choice", leadIn: " My vote is", kind: .choice(["ship", "skip"])),
        ResponseField(id: "evidence", leadIn: " because of", kind: .evidence(allowed: [1, 2, 3], atMost: 2)),
      ])
  }

  private static func request(
    _ id: String, about subject: String = "a tool", fields: [ResponseField]
  ) -> InferenceRequest {
    InferenceRequest(
      id: RequestID(id),
      messages: [
        ChatMessage(.system, ["You review tools.\n"]),
        ChatMessage(.user, ["[1] It is free.\n[2] It is fast.\n[3] It is small.\n", "What is \(subject)?\n"]),
      ], fields: fields, sampling: Sampling(seed: 7))
  }
}
