import Foundation
public import Inference
import Synchronization

/// A backend whose answers a test writes: a real stream with events in order, and no model.
public final class ScriptedBackend: InferenceBackend {
  public typealias Answer = @Sendable (InferenceRequest) async throws(InferenceError) -> [FieldValue]

  public let identity: BackendIdentity
  public let capabilities = BackendCapabilities(contextLength: nil, isDeterministic: true, readsDistributions: true)
  private let answer: Answer
  private let seen = Mutex<[[InferenceRequest]]>([])

  public init(model: String = "scripted", answer: @escaping Answer = { PlainAnswers.make($0) }) {
    identity = BackendIdentity(kind: "scripted", model: model, engine: "test")
    self.answer = answer
  }

  /// The calls of ``run(_:)`` so far, each with its requests.
  public var sessions: [[InferenceRequest]] { seen.withLock { $0 } }

  public func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error> {
    seen.withLock { $0.append(requests) }
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: InferenceEvent.self)
    let task = Task { [answer] in
      for request in requests {
        if Task.isCancelled { break }
        continuation.yield(.started(request.id))
        do throws(InferenceError) {
          try request.check()
          let values = try await answer(request)
          var fields: [InferenceResponse.Field] = []
          for (field, value) in zip(request.fields, values) {
            if case .text(let text) = value { continuation.yield(.text(request.id, field: field.id, delta: text.text)) }
            fields.append(InferenceResponse.Field(id: field.id, value: value))
            continuation.yield(.field(request.id, InferenceResponse.Field(id: field.id, value: value)))
          }
          let prompt = request.messages.reduce(0) { $0 + $1.text.split(separator: " ").count }
          let usage = TokenUsage(promptTokens: prompt, computedPromptTokens: prompt, generatedTokens: fields.count)
          continuation.yield(.finished(request.id, InferenceResponse(fields: fields, usage: usage)))
        } catch {
          continuation.yield(.failed(request.id, error))
        }
      }
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  public func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int] {
    requests.map { $0.messages.reduce(0) { $0 + $1.text.split(separator: " ").count } }
  }

  public func close() async {}
}

/// Answers that fit any request and depend on nothing but the request.
public enum PlainAnswers {
  public static func make(_ request: InferenceRequest) -> [FieldValue] {
    request.fields.map { field in
      switch field.kind {
      case .text: .text(GeneratedText(text: text(request), finish: .sentence))
      case .choice(let labels): .choice(distribution(labels, favour: nil))
      case .evidence(let allowed, let atMost): .evidence(Array(allowed.prefix(atMost)))
      }
    }
  }

  /// A sentence, which ends as the purpose does that the prompt tells, if it tells one.
  private static func text(_ request: InferenceRequest) -> String {
    let sentence = sentence(request.id.rawValue)
    guard let told = request.messages.last?.text.firstMatch(of: /It is used to (.+)\./) else { return sentence }
    return sentence.dropLast() + " " + told.1.split(separator: " ").suffix(2).joined(separator: " ") + "."
  }

  /// A sentence of words that differ from request to request.
  public static func sentence(_ key: String) -> String {
    var state = key.utf8.reduce(UInt64(7)) { ($0 &* 31) &+ UInt64($1) }
    let words = (0..<9).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return vocabulary[Int(state >> 33) % vocabulary.count]
    }
    return " " + words.joined(separator: " ") + "."
  }

  /// All labels alike, or `favour` with log-odds `by` over each of the others.
  public static func distribution(_ labels: [String], favour: String?, by odds: Double = 1) -> ChoiceDistribution {
    let logits = labels.map { $0 == favour ? odds : 0 }
    let total = log(logits.reduce(0) { $0 + exp($1) })
    return ChoiceDistribution(labels: labels, logProbabilities: logits.map { $0 - total })
  }

  private static let vocabulary = [
    "builds", "break", "slowly", "when", "callers", "forget", "their", "locks", "under", "heavy", "load", "and",
    "teams",
    "notice", "late", "because", "logs", "stay", "quiet", "until", "disks", "fill", "overnight", "while", "nobody",
    "watches", "queues", "grow", "past", "limits", "that", "operators", "set", "during", "calm", "weeks",
  ]
}
