public import Foundation

/// Answers from a recording, and fails what the recording does not hold.
public struct ReplayBackend: InferenceBackend {
  public let identity: BackendIdentity
  public let capabilities: BackendCapabilities
  private let recording: Recording
  private let delay: Duration

  /// - Parameter delay: waited before each event of a request, for tests that stop work half-way.
  public init(_ recording: Recording, delay: Duration = .zero) {
    self.recording = recording
    self.delay = delay
    var identity = recording.identity
    identity.kind = "recording"
    self.identity = identity
    capabilities = BackendCapabilities(
      contextLength: recording.capabilities.contextLength, isDeterministic: true,
      readsDistributions: recording.capabilities.readsDistributions)
  }

  /// - Throws: ``InferenceError`` for a file that is no recording.
  public init(contentsOf file: URL, delay: Duration = .zero) throws(InferenceError) {
    self.init(try Recording(contentsOf: file), delay: delay)
  }

  public func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error> {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: InferenceEvent.self)
    let task = Task {
      do {
        for request in requests { try await replay(request) { continuation.yield($0) } }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  private func replay(_ request: InferenceRequest, emit: (InferenceEvent) -> Void) async throws {
    func tell(_ event: InferenceEvent) async throws {
      if delay > .zero { try await Task.sleep(for: delay) }
      try Task.checkCancellation()
      emit(event)
    }
    try await tell(.started(request.id))
    do throws(InferenceError) { try request.check() } catch { return try await tell(.failed(request.id, error)) }
    guard let exchange = recording.exchanges[RecordingKey(request)] else {
      return try await tell(.failed(request.id, missing(request)))
    }
    for field in request.fields {
      for delta in exchange.deltas where delta.field == field.id {
        try await tell(.text(request.id, field: delta.field, delta: delta.text))
      }
      if let value = exchange.response?[field.id] {
        try await tell(.field(request.id, InferenceResponse.Field(id: field.id, value: value)))
      }
    }
    if let response = exchange.response { return try await tell(.finished(request.id, response)) }
    let failure = exchange.failure
    try await tell(
      .failed(
        request.id,
        InferenceError(
          failure.map { InferenceError.Code(rawValue: $0.code) } ?? .notRecorded,
          failure?.message ?? "The recording holds neither a response nor a failure.", remedy: failure?.remedy ?? "")))
  }

  private func missing(_ request: InferenceRequest) -> InferenceError {
    let nearest = recording.nearest(to: request).map { " The nearest that it holds is “\($0.id)”." } ?? ""
    return InferenceError(
      .notRecorded, "The recording holds no answer to “\(request.id)” as it is asked now.\(nearest)",
      remedy: "Prompts, personas, dossier, seed or sampler changed since it was made: record it again.")
  }

  /// The counts of the run that was recorded.
  public func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int] {
    try requests.map { request in
      guard let count = recording.exchanges[RecordingKey(request)]?.promptTokens else { throw missing(request) }
      return count
    }
  }

  public func close() async {}
}
