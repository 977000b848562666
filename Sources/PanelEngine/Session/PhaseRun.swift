import Inference

/// Runs the requests of one phase and collects how each ended.
struct PhaseRun: Sendable {
  /// What a phase reports while it runs.
  enum Signal: Sendable {
    case started
    case text(field: String, delta: String)
    case field(InferenceResponse.Field)
    case ended
  }

  var results: [RequestKey: Result<InferenceResponse, InferenceError>] = [:]
  var usage = TokenUsage()

  /// - Throws: `CancellationError`, or what the backend's stream throws when it cannot go on as a whole.
  init(
    _ requests: [KeyedRequest], on backend: any InferenceBackend,
    report: (RequestKey, Signal, _ usage: TokenUsage) -> Void
  ) async throws {
    var keys: [RequestID: RequestKey] = [:]
    for request in requests { keys[request.request.id] = request.key }
    for try await event in backend.run(requests.map(\.request)) {
      switch event {
      case .started(let id): if let key = keys[id] { report(key, .started, usage) }
      case .text(let id, let field, let delta):
        if let key = keys[id] { report(key, .text(field: field, delta: delta), usage) }
      case .field(let id, let field): if let key = keys[id] { report(key, .field(field), usage) }
      case .finished(let id, let response):
        guard let key = keys[id], results[key] == nil else { continue }
        results[key] = .success(response)
        usage = usage + response.usage
        report(key, .ended, usage)
      case .failed(let id, let error):
        guard let key = keys[id], results[key] == nil else { continue }
        results[key] = .failure(error)
        report(key, .ended, usage)
      }
    }
    try Task.checkCancellation()
    for key in requests.map(\.key) where results[key] == nil {
      results[key] = .failure(
        InferenceError(.malformedResponse, "The backend ended its work without an answer to this request."))
    }
  }

  /// The response to a request.
  ///
  /// - Throws: ``InferenceError``, also for a request that the phase did not hold.
  func response(_ key: RequestKey) throws(InferenceError) -> InferenceResponse {
    switch results[key] {
    case .success(let response): return response
    case .failure(let error): throw error
    case nil: throw InferenceError(.malformedResponse, "There was no such request.")
    }
  }

  /// Log-odds of a pair of labels, averaged over both orders.
  func logOdds(_ labels: LabelPair, _ key: (_ flipped: Bool) -> RequestKey) throws(InferenceError) -> Double {
    try reading(labels, key).logOdds
  }

  /// Log-odds of a pair of labels, averaged over both orders, and by how much the orders differ.
  func reading(
    _ labels: LabelPair, _ key: (_ flipped: Bool) -> RequestKey
  ) throws(InferenceError) -> (logOdds: Double, gap: Double) {
    let asked = try labels.logOdds(try response(key(false)))
    let flipped = try labels.logOdds(try response(key(true)))
    return ((asked + flipped) / 2, abs(asked - flipped))
  }
}
