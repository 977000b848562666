import Foundation
import Inference

/// A backend without a model: it answers every question with the question's own last line.
///
/// It shows all that a backend owes its callers: each request ends once, with a value for each field or an error.
public struct EchoBackend: InferenceBackend {
  public let identity = BackendIdentity(kind: "echo", model: "echo", engine: "1")
  public let capabilities = BackendCapabilities(contextLength: nil, isDeterministic: true, readsDistributions: true)

  public init() {}

  /// Adds `echo:` to the addresses that a registry opens.
  public static func register(in registry: inout BackendRegistry) {
    registry.register("echo") { _, _ in EchoBackend() }
  }

  public func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error> {
    AsyncThrowingStream { events in
      for request in requests {
        events.yield(.started(request.id))
        do throws(InferenceError) {
          try request.check()
          let fields = request.fields.map { InferenceResponse.Field(id: $0.id, value: value(of: $0, request)) }
          for field in fields {
            if case .text(let text) = field.value { events.yield(.text(request.id, field: field.id, delta: text.text)) }
            events.yield(.field(request.id, field))
          }
          let tokens = TokenUsage(promptTokens: words(request), computedPromptTokens: words(request))
          events.yield(.finished(request.id, InferenceResponse(fields: fields, usage: tokens)))
        } catch {
          events.yield(.failed(request.id, error))
        }
      }
      events.finish()
    }
  }

  public func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int] { requests.map(words) }

  public func close() async {}

  private func value(of field: ResponseField, _ request: InferenceRequest) -> FieldValue {
    switch field.kind {
    case .text(let limit):
      let echo = (request.messages.last?.text ?? "").split(whereSeparator: \.isWhitespace).suffix(limit.maxWords)
      return .text(GeneratedText(text: " " + echo.joined(separator: " "), finish: .sentence))
    case .choice(let labels):
      let even = -log(Double(labels.count))  // No label is likelier than another.
      return .choice(ChoiceDistribution(labels: labels, logProbabilities: labels.map { _ in even }))
    case .evidence(let allowed, let atMost): return .evidence(Array(allowed.prefix(atMost)))
    }
  }

  private func words(_ request: InferenceRequest) -> Int {
    request.messages.reduce(0) { $0 + $1.text.split(whereSeparator: \.isWhitespace).count }
  }
}
