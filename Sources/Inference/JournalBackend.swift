public import Foundation
import Synchronization

/// Asks another backend nothing twice: answers are kept in a file line by line as they come, and given again from there,
/// so that work that was stopped goes on where it was.
///
/// The file is a recording (see ``Recording``) that grows. A line that was cut off by a crash is passed over. Failures are
/// not kept: they are tried again.
public final class JournalBackend: InferenceBackend {
  private let base: any InferenceBackend
  private let state: Mutex<State>

  private struct State {
    var answers: [RecordingKey: InferenceResponse] = [:]
    var file: FileHandle?
    /// Answers that were given from the file.
    var reused = 0
  }

  /// - Parameters:
  ///   - base: asked for what the file does not hold.
  ///   - file: made where it is not there; nil keeps the answers in memory only.
  /// - Throws: ``InferenceError`` with code `badRequest` where the file holds the answers of another model, or cannot be
  ///   written.
  public init(_ base: any InferenceBackend, file: URL? = nil) throws(InferenceError) {
    self.base = base
    var state = State()
    if let file { (state.answers, state.file) = try Self.open(file, base) }
    self.state = Mutex(state)
  }

  public var identity: BackendIdentity { base.identity }
  public var capabilities: BackendCapabilities { base.capabilities }

  /// Requests that were answered without the other backend so far.
  public var reused: Int { state.withLock { $0.reused } }

  public func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error> {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: InferenceEvent.self)
    let task = Task {
      var open: [InferenceRequest] = []
      // Requests that differ in nothing but their id are asked once.
      var sameAs: [RequestID: [RequestID]] = [:]
      var first: [RecordingKey: RequestID] = [:]
      var keys: [RequestID: RecordingKey] = [:]
      for request in requests {
        let key = RecordingKey(request)
        if let answer = state.withLock({ $0.answers[key] }) {
          state.withLock { $0.reused += 1 }
          Self.replay(answer, as: request.id) { continuation.yield($0) }
        } else if let other = first[key] {
          sameAs[other, default: []].append(request.id)
        } else {
          first[key] = request.id
          keys[request.id] = key
          open.append(request)
        }
      }
      do {
        if !open.isEmpty {
          for try await event in base.run(open) {
            continuation.yield(event)
            switch event {
            case .finished(let id, let response):
              if let key = keys[id] { keep(response, key, id) }
              for other in sameAs[id] ?? [] { Self.replay(response, as: other) { continuation.yield($0) } }
            case .failed(let id, let error):
              for other in sameAs[id] ?? [] { continuation.yield(.failed(other, error)) }
            case .started, .text, .field: break
            }
          }
        }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  private static func replay(_ answer: InferenceResponse, as id: RequestID, emit: (InferenceEvent) -> Void) {
    emit(.started(id))
    for field in answer.fields {
      if case .text(let text) = field.value { emit(.text(id, field: field.id, delta: text.text)) }
      emit(.field(id, field))
    }
    var answer = answer
    // Nothing was computed for it.
    answer.usage = TokenUsage(promptTokens: answer.usage.promptTokens)
    emit(.finished(id, answer))
  }

  private func keep(_ response: InferenceResponse, _ key: RecordingKey, _ id: RequestID) {
    let exchange = Recording.Exchange(
      id: id.rawValue, key: key, prompt: "", promptTokens: response.usage.promptTokens, deltas: [], response: response)
    state.withLock { state in
      state.answers[key] = response
      guard let file = state.file, let line = try? Self.encoder().encode(exchange) else { return }
      try? file.write(contentsOf: line + [UInt8(ascii: "\n")])
    }
  }

  private static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  private static func open(
    _ file: URL, _ base: any InferenceBackend
  ) throws(InferenceError) -> ([RecordingKey: InferenceResponse], FileHandle) {
    do {
      if !FileManager.default.fileExists(atPath: file.path) {
        let empty = Recording(identity: base.identity, capabilities: base.capabilities)
        try empty.write(to: file)
      }
      let data = try Data(contentsOf: file)
      let lines = data.split(separator: UInt8(ascii: "\n"))
      guard let head = lines.first else { throw InferenceError(.badRequest, "“\(file.path)” is empty.") }
      let recording = try Recording(header: Data(head), file: file)
      guard recording.identity.model == base.identity.model,
        recording.identity.modelSHA256 == base.identity.modelSHA256
      else {
        throw InferenceError(
          .badRequest, "“\(file.path)” holds answers of \(recording.identity.model), not of \(base.identity.model).",
          remedy: "Name another file for this model.")
      }
      var answers: [RecordingKey: InferenceResponse] = [:]
      let decoder = JSONDecoder()
      for line in lines.dropFirst() {
        guard let exchange = try? decoder.decode(Recording.Exchange.self, from: Data(line)) else { continue }
        answers[exchange.key] = exchange.response
      }
      let handle = try FileHandle(forWritingTo: file)
      try handle.seekToEnd()
      if data.last != UInt8(ascii: "\n") { try handle.write(contentsOf: Data("\n".utf8)) }
      return (answers, handle)
    } catch let error as InferenceError {
      throw error
    } catch {
      throw InferenceError(
        .badRequest, "“\(file.path)” cannot keep answers: \((error as NSError).localizedDescription)",
        remedy: "Name a file in a folder that can be written.")
    }
  }

  public func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int] {
    try await base.countPromptTokens(requests)
  }

  /// Closes the file and the other backend.
  public func close() async {
    state.withLock {
      try? $0.file?.close()
      $0.file = nil
    }
    await base.close()
  }
}
