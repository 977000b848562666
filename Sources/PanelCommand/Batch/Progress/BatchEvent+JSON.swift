import Inference
import PanelFormats

/// One line of `--json-events`; docs/batch.md lists the keys of each event.
struct BatchEventLine: Encodable {
  let event: BatchEvent
  /// Since the program began, in milliseconds' precision.
  let seconds: Double

  private struct Key: CodingKey, ExpressibleByStringLiteral {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init(stringLiteral value: String) { stringValue = value }
    init?(intValue: Int) { nil }
  }

  func text() throws -> String { try StableJSON.line(self) }

  func encode(to encoder: any Encoder) throws {
    var line = encoder.container(keyedBy: Key.self)
    func name(_ name: String) throws {
      try line.encode(name, forKey: "event")
      try line.encode((seconds * 1000).rounded() / 1000, forKey: "seconds")
    }
    func counts(_ counts: BatchEvent.Counts) throws {
      try line.encode(counts.total, forKey: "total")
      try line.encode(counts.done, forKey: "done")
      try line.encode(counts.dead, forKey: "dead")
      try line.encode(counts.inFlight, forKey: "in_flight")
      try line.encode(counts.cancelled, forKey: "cancelled")
    }
    switch event {
    case .status(let text):
      try name("status")
      try line.encode(text, forKey: "text")
    case .reading(let records, let broken):
      try name("reading")
      try line.encode(records, forKey: "records")
      try line.encode(broken, forKey: "broken")
    case .opened(let run, let title, let all):
      try name("opened")
      try line.encode(run, forKey: "run")
      try line.encode(title, forKey: "title")
      try counts(all)
    case .counts(let all):
      try name("counts")
      try counts(all)
    case .began(let subject):
      try name("began")
      try line.encode(subject, forKey: "subject")
    case .finished(let job):
      try name("finished")
      try line.encode(job.subject, forKey: "subject")
      try line.encode(job.shipPercent, forKey: "ship_percent")
      try line.encode(job.outcome, forKey: "outcome")
      try line.encode((job.seconds * 1000).rounded() / 1000, forKey: "took")
      try line.encode(job.reused, forKey: "reused")
      try line.encode(job.seats, forKey: "seats")
      try line.encode(job.isOwn, forKey: "own")
    case .failed(let job):
      try name("failed")
      try line.encode(job.subject, forKey: "subject")
      try line.encode(job.kind, forKey: "kind")
      try line.encode(job.cause, forKey: "cause")
      try line.encode(job.attempt, forKey: "attempt")
      try line.encode(job.mostAttempts, forKey: "most_attempts")
      try line.encode(job.isLast, forKey: "last")
    case .tokens(let usage):
      try name("tokens")
      try line.encode(usage.promptTokens, forKey: "prompt")
      try line.encode(usage.computedPromptTokens, forKey: "computed_prompt")
      try line.encode(usage.generatedTokens, forKey: "generated")
    case .stopping(let inFlight):
      try name("stopping")
      try line.encode(inFlight, forKey: "in_flight")
    case .note(let text):
      try name("note")
      try line.encode(text, forKey: "text")
    }
  }
}
