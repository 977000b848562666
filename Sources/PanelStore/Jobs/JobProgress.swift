/// Where a job stands: a state machine without time, threads or a database.
///
///     queued ──lease──▶ leased ──finish──▶ done
///       ▲                 │ ├──fail─────▶ queued, failed (not worth repeating) or dead (too often)
///       │                 │ └──expire───▶ queued or dead
///       ├──release────────┘
///       └──retry── failed, dead          queued, leased ──cancel──▶ cancelled
///
/// `attempt` counts every lease and never goes down, so a holder whose lease was given to another is told from the one
/// who has it now. `strikes` counts what ended badly; letting a job go on purpose is no strike.
public struct JobProgress: Hashable, Sendable {
  public enum State: String, Hashable, Sendable, CaseIterable, SQLConvertible {
    case queued
    case leased
    case done
    /// Ended in a failure that another attempt would meet again.
    case failed
    /// Given up after ``JobProgress/mostStrikes``: a poisonous input, or bad luck; ``retry`` queues it again.
    case dead
    case cancelled

    /// Whether nothing more will happen by itself.
    public var isFinal: Bool { self != .queued && self != .leased }
  }

  /// Why a change is not made.
  public enum Refusal: Error, Hashable, Sendable {
    /// The lease is not that of this attempt, or there is none: its holder came too late.
    case stale
    /// The job is not in a state from which this can be done.
    case wrongState
  }

  public var state: State
  public var attempt: Int
  public var strikes: Int
  public var mostStrikes: Int
  public var worker: WorkerID?
  /// By the clock of leases, see ``LeaseClock``; nil where nobody holds it.
  public var leasedUntil: Int64?

  public init(
    state: State = .queued, attempt: Int = 0, strikes: Int = 0, mostStrikes: Int, worker: WorkerID? = nil,
    leasedUntil: Int64? = nil
  ) {
    self.state = state
    self.attempt = attempt
    self.strikes = strikes
    self.mostStrikes = mostStrikes
    self.worker = worker
    self.leasedUntil = leasedUntil
  }

  public mutating func lease(to worker: WorkerID, until: Int64) throws(Refusal) {
    guard state == .queued else { throw .wrongState }
    state = .leased
    attempt += 1
    self.worker = worker
    leasedUntil = until
  }

  /// A sign of life.
  public mutating func extend(attempt: Int, until: Int64) throws(Refusal) {
    try check(attempt)
    leasedUntil = max(until, leasedUntil ?? until)
  }

  public mutating func finish(attempt: Int) throws(Refusal) {
    try check(attempt)
    end(.done)
  }

  public mutating func fail(attempt: Int, isTransient: Bool) throws(Refusal) {
    try check(attempt)
    strikes += 1
    end(!isTransient ? .failed : strikes < mostStrikes ? .queued : .dead)
  }

  /// Lets go on purpose, as on Ctrl-C.
  public mutating func release(attempt: Int) throws(Refusal) {
    try check(attempt)
    end(.queued)
  }

  /// Takes the job from a holder who gives no sign of life.
  ///
  /// - Parameter holderIsGone: where it is known that its process has ended, whatever time it still had.
  /// - Returns: Whether it was taken.
  @discardableResult
  public mutating func expire(now: Int64, holderIsGone: Bool = false) -> Bool {
    guard state == .leased, let leasedUntil, holderIsGone || leasedUntil <= now else { return false }
    strikes += 1
    end(strikes < mostStrikes ? .queued : .dead)
    return true
  }

  public mutating func cancel() throws(Refusal) {
    guard !state.isFinal else { throw .wrongState }
    end(.cancelled)
  }

  public mutating func retry() throws(Refusal) {
    guard state == .failed || state == .dead else { throw .wrongState }
    strikes = 0
    state = .queued
  }

  private func check(_ attempt: Int) throws(Refusal) {
    guard state == .leased, attempt == self.attempt else { throw .stale }
  }

  private mutating func end(_ state: State) {
    self.state = state
    worker = nil
    leasedUntil = nil
  }
}
