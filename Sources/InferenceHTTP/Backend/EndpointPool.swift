import Inference

/// The endpoints of a backend, and who works at which.
final class EndpointPool: Sendable {
  let endpoints: [any Dialect]
  private let clock = ContinuousClock()
  private let state: Locked<State>

  private struct State: Sendable {
    var pool: PoolState
    var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var lastWaiter: UInt64 = 0
    /// Places given back so far, so that nobody starts to wait for one that was given back just before.
    var releases: UInt64 = 0
  }

  init(_ endpoints: [any Dialect], policy: RetryPolicy) {
    self.endpoints = endpoints
    state = Locked(State(pool: PoolState(slots: endpoints.map(\.slots), policy: policy)))
  }

  /// Requests that all endpoints together work on at once.
  var slots: Int { endpoints.reduce(0) { $0 + $1.slots } }

  /// Waits for room at an endpoint. The caller gives it back with ``release(_:failure:)``.
  ///
  /// - Parameters:
  ///   - failed: Endpoints at which the request failed already.
  ///   - limit: Longest wait; the rest of `whole`, which the message names.
  /// - Throws: ``InferenceError``: the queue deadline, or at once what ails the endpoints where all of them are set
  ///   aside for longer than `limit`.
  func acquire(
    preferring preferred: Int?, avoiding failed: Set<Int>, limit: Duration, place: String, whole: Duration
  ) async throws -> Int {
    let deadline = clock.now + limit
    while true {
      try Task.checkCancellation()
      let now = clock.now
      let (index, hopeless, wake, releases) = state.withLock { state in
        (
          state.pool.acquire(preferring: preferred, avoiding: failed, now: now),
          state.pool.hopeless(until: deadline),
          state.pool.nextReturn(now: now), state.releases
        )
      }
      if let index { return index }
      if let hopeless { throw hopeless }
      if now >= deadline { throw Stage.queueWait.passed(whole, at: place) }
      await wait(until: min(deadline, wake ?? deadline), releases: releases)
    }
  }

  func release(_ index: Int, failure: EndpointFailure?) {
    let waiters = state.withLock { state in
      state.pool.release(index, failure: failure, now: clock.now)
      state.releases += 1
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Returns when more than `releases` places were given back, at `instant`, or when the task is cancelled.
  private func wait(until instant: ContinuousClock.Instant, releases: UInt64) async {
    await withTaskGroup { group in
      group.addTask { await self.signal(after: releases) }
      group.addTask { try? await Task.sleep(until: instant, clock: .continuous) }
      _ = await group.next()
      group.cancelAll()
    }
  }

  private func signal(after releases: UInt64) async {
    let id = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          // Cancelled already: the handler ran before there was anything to resume.
          if Task.isCancelled || state.releases != releases { return true }
          state.waiters[id] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
    }
  }
}
