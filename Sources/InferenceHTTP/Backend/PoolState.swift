import Inference

/// Which endpoint takes the next request: pure, so that it can be tested without time and network.
struct PoolState: Sendable {
  typealias Instant = ContinuousClock.Instant

  private struct Member: Sendable {
    let slots: Int
    var busy = 0
    /// Set aside until then.
    var returns: Instant?
    /// In a row.
    var failures = 0
    var lastFailure: InferenceError?
  }

  private var members: [Member]
  private let policy: RetryPolicy
  /// How often an endpoint that loads its model is asked whether it is ready.
  static let loadingPoll = Duration.milliseconds(500)

  init(slots: [Int], policy: RetryPolicy) {
    members = slots.map { Member(slots: max(1, $0)) }
    self.policy = policy
  }

  /// The endpoint that has room: `preferred`, whose cache is warm, else the one with the smallest share of its slots
  /// taken; nil where none has.
  ///
  /// - Parameter failed: Endpoints at which the request failed. It waits for another one rather than go back there, as
  ///   long as there is another one that is not set aside.
  mutating func acquire(preferring preferred: Int?, avoiding failed: Set<Int> = [], now: Instant) -> Int? {
    let here = members.indices.filter { (members[$0].returns ?? now) <= now }
    let others = here.filter { !failed.contains($0) }
    let free = (others.isEmpty ? here : others).filter { members[$0].busy < members[$0].slots }
    let chosen =
      free.first { $0 == preferred }
      ?? free.min { members[$0].busy * members[$1].slots < members[$1].busy * members[$0].slots }
    if let chosen { members[chosen].busy += 1 }
    return chosen
  }

  /// Gives a place back. A failure that may pass sets the endpoint aside for a while.
  mutating func release(_ index: Int, failure: EndpointFailure?, now: Instant) {
    members[index].busy -= 1
    switch failure?.retry {
    case nil, .never:
      members[index].failures = 0
      members[index].returns = nil
    case .loading:
      members[index].lastFailure = failure?.error
      members[index].returns = now + Self.loadingPoll
    case .later(let retryAfter):
      members[index].failures += 1
      members[index].lastFailure = failure?.error
      let delay = policy.delay(after: members[index].failures, retryAfter: retryAfter)
      members[index].returns = max(members[index].returns ?? now, now + delay)
    }
  }

  /// When the next endpoint comes back; nil where none is set aside.
  func nextReturn(now: Instant) -> Instant? { members.compactMap(\.returns).filter { $0 > now }.min() }

  /// The failure to report where every endpoint is set aside for longer than until `deadline`; waiting is in vain then.
  func hopeless(until deadline: Instant) -> InferenceError? {
    guard members.allSatisfy({ ($0.returns ?? deadline) > deadline }) else { return nil }
    return members.compactMap(\.lastFailure).first
  }
}
