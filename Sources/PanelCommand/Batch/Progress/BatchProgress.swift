import Inference
import PanelCore
import PanelSite

/// A batch on its way: how far it is, how fast, what it cost, what failed, and the last verdicts.
struct BatchProgress: LiveModel {
  /// Verdicts that are kept for the display.
  private static let recent = 40
  /// Seconds between plain lines that say how far it is.
  private static let logInterval = 60.0

  struct Row: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case ship, skip, open, failed }
    var kind: Kind
    var name: String
    var percent: String
    var outcome: String
    var seconds: Double?
  }

  private(set) var title = "Batch"
  private(set) var run = ""
  private(set) var status = "Starting"
  private(set) var counts = BatchEvent.Counts()
  private(set) var rows: [Row] = []
  private(set) var inFlight: [String] = []
  /// Failures by kind, tries that are repeated included.
  private(set) var failures: [String: Int] = [:]
  private(set) var usage = TokenUsage()
  private(set) var reused = 0
  private(set) var isStopping = false
  private(set) var rate = RateMeter()
  /// Jobs that any process finished while this one looked on, and those of them that cost work.
  private(set) var finishedHere = 0
  private(set) var workedHere = 0
  private var openedAt: Double?
  private var loggedAt = 0.0
  private var loggedTenths = 0

  mutating func receive(_ event: BatchEvent, at seconds: Double) -> [String] {
    switch event {
    case .status(let text):
      status = PlainText.clean(text)
      return [stamped(status, at: seconds)]
    case .reading(let records, let broken):
      status = "Reading: \(NumberText.count(records, "record"))" + (broken > 0 ? ", \(broken) broken" : "")
      return []
    case .opened(let run, let title, let counts):
      (self.run, self.title, self.counts, status) = (run, PlainText.clean(title), counts, "")
      openedAt = seconds
      loggedAt = seconds
      loggedTenths = tenths
      return [stamped("Run \(run): \(self.title), \(tally)", at: seconds)]
    case .counts(let counts):
      self.counts = counts
      return progressLine(at: seconds)
    case .began(let subject):
      inFlight.append(subject)
      return []
    case .finished(let job):
      inFlight.removeAll { $0 == job.subject }
      finishedHere += 1
      if job.reused < job.seats || job.seats == 0 { workedHere += 1 }
      reused += job.reused
      let row = Row(job)
      keep(row)
      let time = job.reused == job.seats && job.seats > 0 ? "from the store" : "\(Self.duration(job.seconds))"
      return [
        stamped("\(row.name): \(row.percent.isEmpty ? "" : row.percent + ", ")\(row.outcome), \(time)", at: seconds)
      ]
    case .failed(let job):
      inFlight.removeAll { $0 == job.subject }
      failures[job.kind, default: 0] += 1
      let next = job.isLast ? "given up" : "will be tried again"
      let cause = PlainText.clean(job.cause)
      keep(
        Row(kind: .failed, name: PlainText.clean(job.subject), percent: "", outcome: "\(next): \(cause)", seconds: nil))
      return [
        stamped(
          "\(PlainText.clean(job.subject)): failed, attempt \(job.attempt) of \(job.mostAttempts), \(next). \(cause)",
          at: seconds)
      ]
    case .tokens(let more):
      usage = usage + more
      rate.add(Double(more.computedPromptTokens + more.generatedTokens), at: seconds)
      return []
    case .stopping(let count):
      isStopping = true
      let text =
        count > 0
        ? "Stopping: \(NumberText.count(count, "review")) in flight will be finished; Ctrl-C again stops at once"
        : "Stopping"
      return [stamped(text, at: seconds)]
    case .note(let text): return [stamped(PlainText.clean(text), at: seconds)]
    }
  }

  func summary(at seconds: Double) -> [String] {
    guard openedAt != nil else { return [] }
    var lines = ["\(tally) in \(LiveText.clock(seconds))\(cost.isEmpty ? "" : " · \(cost)")"]
    if !failures.isEmpty { lines.append("Failures: \(failureText)") }
    return lines
  }

  /// `312 of 1,000 done, 3 failed`.
  var tally: String {
    var text = "\(NumberText.grouped(counts.done)) of \(NumberText.grouped(counts.total)) done"
    if counts.dead > 0 { text += ", \(NumberText.grouped(counts.dead)) failed" }
    if counts.cancelled > 0 { text += ", \(NumberText.grouped(counts.cancelled)) cancelled" }
    return text
  }

  /// Seconds until the last job, from the pace of those that cost work; nil until one did.
  func secondsLeft(at seconds: Double) -> Double? {
    guard let openedAt, workedHere > 0, seconds > openedAt, counts.left > 0 else { return nil }
    return Double(counts.left) * (seconds - openedAt) / Double(workedHere)
  }

  /// The share of prompt tokens that was not computed again; nil where there were none.
  var cacheShare: Double? {
    usage.promptTokens > 0 ? 1 - Double(usage.computedPromptTokens) / Double(usage.promptTokens) : nil
  }

  /// `1,204,332 tokens read, 71% from the cache · 88,120 written · 12 reviews from the store`.
  var cost: String {
    var parts: [String] = []
    if let cacheShare {
      let share = NumberText.decimal(cacheShare * 100, places: 0)
      parts.append("\(NumberText.grouped(usage.promptTokens)) tokens read, \(share)% from the cache")
      parts.append("\(NumberText.grouped(usage.generatedTokens)) written")
    }
    if reused > 0 { parts.append("\(NumberText.count(reused, "review")) from the store") }
    return parts.joined(separator: " · ")
  }

  /// `timed_out 3, invalid_output 1`, most first.
  var failureText: String {
    failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\(PlainText.clean($0.key)) \(NumberText.grouped($0.value))" }.joined(separator: ", ")
  }

  /// `8.2 s`, `3:05`.
  static func duration(_ seconds: Double) -> String {
    seconds < 100 ? "\(NumberText.decimal(seconds, places: 1)) s" : LiveText.clock(seconds)
  }

  private var tenths: Int { counts.total > 0 ? 10 * counts.ended / counts.total : 0 }

  private mutating func keep(_ row: Row) {
    rows.append(row)
    if rows.count > Self.recent { rows.removeFirst(rows.count - Self.recent) }
  }

  private mutating func progressLine(at seconds: Double) -> [String] {
    guard tenths > loggedTenths || seconds - loggedAt >= Self.logInterval, counts.left > 0 else { return [] }
    (loggedTenths, loggedAt) = (tenths, seconds)
    var parts = [tally]
    if let left = secondsLeft(at: seconds) { parts.append("about \(LiveText.clock(left)) left") }
    if let speed = rate.rate(at: seconds) { parts.append("\(NumberText.decimal(speed, places: 0)) tokens/s") }
    if !cost.isEmpty { parts.append(cost) }
    if !failures.isEmpty { parts.append("failures: \(failureText)") }
    return [stamped(parts.joined(separator: " · "), at: seconds)]
  }

  private func stamped(_ text: String, at seconds: Double) -> String { "[\(LiveText.clock(seconds))] \(text)" }
}

extension BatchProgress.Row {
  init(_ job: BatchEvent.Finished) {
    let percent = job.shipPercent
    self.init(
      kind: percent.map { $0 >= 50 ? .ship : .skip } ?? .open, name: PlainText.clean(job.name),
      percent: percent.map { "\($0)%" } ?? "", outcome: PlainText.clean(job.outcome), seconds: job.seconds)
  }
}
