/// How often and how long after a failure the same call is made again: exponential backoff, capped, with full jitter
/// (M. Brooker, “Exponential Backoff And Jitter”, 2015), and never earlier than the server asked for.
public struct RetryPolicy: Sendable {
  /// Calls in all; 1 never tries again.
  public var attempts: Int
  /// Longest wait before the second call; doubles with every call.
  public var base: Duration
  /// Longest wait before any call, unless the server asks for more.
  public var cap: Duration
  /// A number from 0 up to 1, not included.
  public var random: @Sendable () -> Double

  public init(
    attempts: Int = 4, base: Duration = .milliseconds(250), cap: Duration = .seconds(8),
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.attempts = attempts
    self.base = base
    self.cap = cap
    self.random = random
  }

  /// Wait after the failure of call number `attempt`, counted from 1.
  func delay(after attempt: Int, retryAfter: Duration?) -> Duration {
    let doubled = base * (1 << min(max(0, attempt - 1), 20))
    return max(min(cap, doubled) * random(), retryAfter ?? .zero)
  }
}
