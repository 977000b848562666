import Inference

/// One request on its way through its fields, at one endpoint after another where the first fail.
struct RequestRun {
  private let request: InferenceRequest
  private let pool: EndpointPool
  private let options: HTTPBackendOptions
  private let emit: @Sendable (InferenceEvent) -> Void
  private let clock = ContinuousClock()

  private var turn = ""
  private var done: [InferenceResponse.Field] = []
  private var usage = TokenUsage()
  private var waited = Duration.zero
  private var failures = 0
  private var failedAt: Set<Int> = []

  init(
    _ request: InferenceRequest, pool: EndpointPool, options: HTTPBackendOptions,
    emit: @escaping @Sendable (InferenceEvent) -> Void
  ) {
    self.request = request
    self.pool = pool
    self.options = options
    self.emit = emit
  }

  /// Works the request off.
  ///
  /// - Parameter preferred: The endpoint whose cache is warm; becomes the one that was used last.
  /// - Throws: ``InferenceError`` and nothing else, unless the task is cancelled.
  mutating func run(preferring preferred: inout Int?) async throws -> InferenceResponse {
    try request.check()
    while done.count < request.fields.count {
      let index = try await acquire(preferring: preferred)
      preferred = index
      do {
        try await work(at: pool.endpoints[index])
        pool.release(index, failure: nil)
      } catch {
        let failure = error as? EndpointFailure
        pool.release(index, failure: failure)
        guard let failure else { throw error }
        switch failure.retry {
        case .never: throw failure.error
        case .loading: break
        case .later:
          failures += 1
          failedAt.insert(index)
          preferred = nil
          if failures >= options.retries.attempts { throw failure.error }
        }
      }
    }
    return InferenceResponse(fields: done, usage: usage)
  }

  private mutating func acquire(preferring preferred: Int?) async throws -> Int {
    let start = clock.now
    let limit = options.deadlines.queueWait
    defer { waited += clock.now - start }
    return try await pool.acquire(
      preferring: preferred, avoiding: failedAt, limit: max(.zero, limit - waited), place: options.place, whole: limit)
  }

  /// Works the remaining fields off at one endpoint.
  private mutating func work(at endpoint: any Dialect) async throws {
    let chat = try await endpoint.prepare(request.messages)
    while done.count < request.fields.count {
      let field = request.fields[done.count]
      let (value, added, calls) = try await work(field, chat, at: endpoint)
      turn += field.leadIn + added
      usage.promptTokens = max(usage.promptTokens, calls.prompt - usage.generatedTokens)
      usage.computedPromptTokens = min(usage.computedPromptTokens + calls.computed, usage.promptTokens)
      usage.generatedTokens += calls.generated
      done.append(.init(id: field.id, value: value))
      emit(.field(request.id, .init(id: field.id, value: value)))
    }
  }

  /// One field's value, and what it adds to the turn after the lead-in.
  private func work(
    _ field: ResponseField, _ chat: PreparedChat, at endpoint: any Dialect
  ) async throws -> (FieldValue, String, CallUsage) {
    let turn = Turn(before: turn, leadIn: field.leadIn)
    let separator = ResponseField.separator(after: turn.text)
    switch field.kind {
    case .text(let limit):
      let (text, usage) = try await text(field, chat, turn, limit, at: endpoint)
      return (.text(text), text.text, usage)
    case .choice(let labels):
      let (logs, usage) = try await endpoint.distribution(chat, after: turn, over: labels, sampling: request.sampling)
      let distribution = ChoiceDistribution(labels: labels, logProbabilities: logs)
      return (.choice(distribution), separator + distribution.likeliest, usage)
    case .evidence(let allowed, let atMost):
      let (logs, usage) = try await endpoint.distribution(
        chat, after: turn, over: allowed.map(String.init), sampling: request.sampling)
      let chosen = EvidenceSelection.choose(from: allowed, logProbabilities: logs, atMost: atMost)
      return (.evidence(chosen), separator + EvidenceSelection.text(chosen), usage)
    }
  }

  private func text(
    _ field: ResponseField, _ chat: PreparedChat, _ turn: Turn, _ limit: TextLimit, at endpoint: any Dialect
  ) async throws -> (GeneratedText, CallUsage) {
    var hasStreamed = false
    do {
      return try await endpoint.text(chat, after: turn, limit: limit, sampling: request.sampling) { delta in
        hasStreamed = true
        emit(.text(request.id, field: field.id, delta: delta))
      }
    } catch var failure as EndpointFailure {
      // The reader has seen part of this text; a second try would write another one behind it.
      if hasStreamed { failure.retry = .never }
      throw failure
    }
  }
}
