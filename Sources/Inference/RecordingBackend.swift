public import Foundation
import Synchronization

/// Passes requests on to another backend and keeps its answers.
///
///     let backend = RecordingBackend(recording: kernel, to: file)
///     …
///     await backend.close()   // writes the file, then closes the kernel
public final class RecordingBackend: InferenceBackend {
  private let base: any InferenceBackend
  private let file: URL?
  private let kept: Mutex<Recording>

  /// - Parameter file: where ``close()`` writes the recording; nil for a caller that takes ``recording`` itself.
  public init(recording base: any InferenceBackend, to file: URL? = nil) {
    self.base = base
    self.file = file
    kept = Mutex(Recording(identity: base.identity, capabilities: base.capabilities))
  }

  public var identity: BackendIdentity { base.identity }
  public var capabilities: BackendCapabilities { base.capabilities }

  /// What was answered so far.
  public var recording: Recording { kept.withLock { $0 } }

  public func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error> {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: InferenceEvent.self)
    let task = Task {
      var open: [RequestID: Recording.Exchange] = [:]
      for request in requests {
        open[request.id] = Recording.Exchange(
          id: request.id.rawValue, key: RecordingKey(request), prompt: Recording.ownPart(of: request), deltas: [])
      }
      do {
        for try await event in base.run(requests) {
          switch event {
          case .started, .field: break
          case .text(let id, let field, let delta):
            open[id]?.deltas.append(Recording.Delta(field: field, text: delta))
          case .finished(let id, let response):
            guard var exchange = open.removeValue(forKey: id) else { break }
            exchange.response = response
            exchange.promptTokens = response.usage.promptTokens
            keep(exchange)
          case .failed(let id, let error):
            // What a person's Ctrl-C ended would replay as a failure of the model.
            guard error.code != .cancelled, var exchange = open.removeValue(forKey: id) else { break }
            exchange.failure = Recording.Failure(
              code: error.code.rawValue, message: error.message, remedy: error.remedy)
            keep(exchange)
          }
          continuation.yield(event)
        }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  private func keep(_ exchange: Recording.Exchange) { kept.withLock { $0.add(exchange) } }

  public func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int] {
    try await base.countPromptTokens(requests)
  }

  /// Writes the recording to its file.
  public func save() throws {
    if let file { try recording.write(to: file) }
  }

  /// Writes the recording, then closes the other backend. A file that cannot be written is lost silently here; call
  /// ``save()`` before to learn of it.
  public func close() async {
    try? save()
    await base.close()
  }
}
