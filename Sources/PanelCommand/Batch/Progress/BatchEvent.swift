import Inference
import PanelCore

/// What happens in a batch, for the display and for machines.
enum BatchEvent: Sendable {
  /// Jobs of the whole run by state, whoever works on them.
  struct Counts: Hashable, Sendable {
    var total = 0
    var done = 0
    /// Ended without a result: out of attempts, or not to be tried again.
    var dead = 0
    /// Held by some process.
    var inFlight = 0
    var cancelled = 0

    var ended: Int { done + dead + cancelled }
    var left: Int { max(0, total - ended) }
  }

  /// A verdict, or a comparison, that was committed.
  struct Finished: Hashable, Sendable {
    /// `caddy`, `caddy nginx`.
    var subject: String
    var name: String
    /// Of a verdict with a quorum.
    var shipPercent: Int?
    /// `3 ship · 1 skip`, or how a comparison ended.
    var outcome: String
    var seconds: Double
    /// Seats that were taken from the store.
    var reused: Int
    var seats: Int
    /// By this process.
    var isOwn: Bool
  }

  /// A job that failed.
  struct Failed: Hashable, Sendable {
    var subject: String
    /// `timed_out`, `invalid_output` …
    var kind: String
    var cause: String
    var attempt: Int
    var mostAttempts: Int
    /// Whether it will not be tried again.
    var isLast: Bool
  }

  /// Work without a measure, such as loading a model.
  case status(String)
  /// Records of the input, so far.
  case reading(records: Int, broken: Int)
  /// The run begins, or goes on.
  case opened(run: String, title: String, Counts)
  case counts(Counts)
  case began(String)
  case finished(Finished)
  case failed(Failed)
  /// Tokens of a job since its last report.
  case tokens(TokenUsage)
  /// No more jobs are begun; so many are still in flight.
  case stopping(inFlight: Int)
  /// Something the user should know, in a sentence.
  case note(String)
}
