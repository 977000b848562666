import Inference
import Synchronization

/// One call of ``KernelBackend/run(_:)``: where its events go, and whether anybody still listens.
final class Session: Sendable {
  typealias Continuation = AsyncThrowingStream<InferenceEvent, any Error>.Continuation

  private let continuation: Continuation
  private let state: Mutex<(unfinished: Int, isCancelled: Bool)>

  init(_ continuation: Continuation, requests: Int) {
    self.continuation = continuation
    state = Mutex((requests, false))
  }

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Whether nothing more will be sent.
  var isOver: Bool { state.withLock { $0.unfinished == 0 || $0.isCancelled } }

  func cancel() { state.withLock { $0.isCancelled = true } }

  func send(_ event: InferenceEvent) {
    continuation.yield(event)
    switch event {
    case .finished, .failed:
      let isLast = state.withLock { state in
        state.unfinished -= 1
        return state.unfinished == 0
      }
      if isLast { continuation.finish() }
    case .started, .text, .field: break
    }
  }

  /// Ends the stream at once.
  func fail(_ error: InferenceError) { continuation.finish(throwing: error) }
}
