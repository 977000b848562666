import Inference

/// How long each stage of a request may take.
public struct Deadlines: Hashable, Sendable {
  /// To resolve the name, connect and agree on TLS.
  public var connect: Duration
  /// Until an endpoint has room for the request: it loads its model, is busy, or is set aside after a failure.
  public var queueWait: Duration
  /// From sending the prompt to the first byte of the answer; the prompt is read in this time.
  public var firstToken: Duration
  /// Between two pieces of an answer.
  public var betweenTokens: Duration
  /// For the whole request with all its fields, waiting included.
  public var total: Duration

  public init(
    connect: Duration = .seconds(10), queueWait: Duration = .seconds(600), firstToken: Duration = .seconds(600),
    betweenTokens: Duration = .seconds(60), total: Duration = .seconds(3600)
  ) {
    self.connect = connect
    self.queueWait = queueWait
    self.firstToken = firstToken
    self.betweenTokens = betweenTokens
    self.total = total
  }
}

/// A stage that has a deadline.
enum Stage: String, Sendable {
  case connect, queueWait, firstToken, betweenTokens, total

  func passed(_ limit: Duration, at place: String) -> InferenceError {
    let seconds = "\(limit.secondsText) s"
    return switch self {
    case .connect:
      InferenceError(
        .timedOut, "\(place): no connection within \(seconds) (connect deadline).",
        remedy: "Check the address and the network.")
    case .queueWait:
      InferenceError(
        .timedOut, "\(place): no room for the request within \(seconds) (queue deadline).",
        remedy: "The endpoint is still loading or busy; add endpoints or try later.")
    case .firstToken:
      InferenceError(
        .timedOut, "\(place): no token within \(seconds) after the prompt was sent (first-token deadline).",
        remedy: "The model is slow for this prompt, or the endpoint hangs.")
    case .betweenTokens:
      InferenceError(
        .timedOut, "\(place): the answer stopped for \(seconds) (between-tokens deadline).",
        remedy: "The endpoint hangs.")
    case .total:
      InferenceError(
        .timedOut, "\(place): the request was not complete within \(seconds) (total deadline).",
        remedy: "Use a smaller model or fewer requests at once.")
    }
  }
}

/// Runs `work`, and cancels it and throws `passed` where it takes longer than `limit`.
func withDeadline<T: Sendable>(
  _ limit: Duration, passed: any Error, _ work: @escaping @Sendable () async throws -> T
) async throws -> T {
  try await withThrowingTaskGroup(of: T?.self) { group in
    group.addTask { try await work() }
    group.addTask {
      try await Task.sleep(for: limit)
      return nil
    }
    defer { group.cancelAll() }
    guard let first = try await group.next(), let value = first else { throw passed }
    return value
  }
}
