import Inference
import Synchronization

/// Passes requests on to another backend and notes how some of them failed, which a review's error tells in words alone.
final class NotingBackend: InferenceBackend {
  private let base: any InferenceBackend
  private let noted = Mutex<[InferenceError]>([])

  init(_ base: any InferenceBackend) { self.base = base }

  var identity: BackendIdentity { base.identity }
  var capabilities: BackendCapabilities { base.capabilities }

  /// Failures so far, at most a few of each kind.
  var failures: [InferenceError] { noted.withLock { $0 } }

  func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error> {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: InferenceEvent.self)
    let task = Task { [self] in
      do {
        for try await event in base.run(requests) {
          if case .failed(_, let error) = event { note(error) }
          continuation.yield(event)
        }
        continuation.finish()
      } catch {
        if let error = error as? InferenceError { note(error) }
        continuation.finish(throwing: error)
      }
    }
    continuation.onTermination = { reason in if case .cancelled = reason { task.cancel() } }
    return stream
  }

  private func note(_ error: InferenceError) {
    noted.withLock { errors in if errors.count(where: { $0.code == error.code }) < 3 { errors.append(error) } }
  }

  func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int] {
    try await base.countPromptTokens(requests)
  }

  /// Leaves the other backend open: it belongs to whoever opened it.
  func close() async {}
}

extension InferenceError {
  /// Whether no request can go well for now, so that it says nothing about the tool: the endpoint is away, refuses, or the
  /// model is gone.
  var isOutage: Bool { [.unreachable, .unauthorized, .overloaded, .badModel, .outOfMemory].contains(code) }

  /// Whether waiting mends it by itself.
  var mayPass: Bool { [.unreachable, .overloaded].contains(code) }

  /// Whether a backend that answers alike always would fail alike again.
  var isOfTheInput: Bool { [.contextOverflow, .badRequest, .notRecorded].contains(code) }
}
