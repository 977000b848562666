import Synchronization

/// Lets so many in at once; others wait in order, and where the queue is full, are sent away.
final class Turnstile: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>
  private let longestQueue: Int

  init(places: Int, longestQueue: Int) {
    state = Mutex(State(free: places))
    self.longestQueue = longestQueue
  }

  /// - Returns: nil where the queue is full.
  func pass<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result? {
    let isFull = state.withLock { $0.free == 0 && $0.waiting.count >= longestQueue }
    if isFull { return nil }
    await withCheckedContinuation { continuation in
      let mayPass = state.withLock { state in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if mayPass { continuation.resume() }
    }
    defer {
      let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
        if state.waiting.isEmpty {
          state.free += 1
          return nil
        }
        return state.waiting.removeFirst()
      }
      next?.resume()
    }
    return try await body()
  }
}
