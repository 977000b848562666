import Foundation
import Inference
import PanelSite
import Testing

@testable import PanelCommand

struct BatchProgressTests {
  static func finished(
    _ subject: String, _ percent: Int? = 75, seconds: Double = 4, reused: Int = 0
  ) -> BatchEvent {
    .finished(
      BatchEvent.Finished(
        subject: subject, name: subject.capitalized, shipPercent: percent, outcome: "3 ship · 1 skip", seconds: seconds,
        reused: reused, seats: 4, isOwn: true))
  }

  static func failed(_ subject: String, _ kind: String, attempt: Int, isLast: Bool) -> BatchEvent {
    .failed(
      BatchEvent.Failed(
        subject: subject, kind: kind, cause: "The endpoint\u{1B}[2J went away.", attempt: attempt, mostAttempts: 3,
        isLast: isLast))
  }

  static func sample() -> (progress: BatchProgress, lines: [String]) {
    var progress = BatchProgress()
    let events: [(Double, BatchEvent)] = [
      (0, .status("Opening kernel")), (1, .reading(records: 8, broken: 1)),
      (2, .opened(run: "b7", title: "8 tools, SmolLM2", BatchEvent.Counts(total: 8, done: 2))),
      (2, .began("caddy")), (2, .began("nginx")),
      (6, .tokens(TokenUsage(promptTokens: 1000, computedPromptTokens: 400, generatedTokens: 100))),
      (6, finished("caddy")), (6, .counts(BatchEvent.Counts(total: 8, done: 3, inFlight: 1))),
      (7, failed("nginx", "timed_out", attempt: 1, isLast: false)), (8, finished("yams", nil, seconds: 0, reused: 4)),
      (10, failed("nginx", "timed_out", attempt: 2, isLast: true)),
      (10, .counts(BatchEvent.Counts(total: 8, done: 4, dead: 1))),
    ]
    var lines: [String] = []
    for (seconds, event) in events { lines += progress.receive(event, at: seconds) }
    return (progress, lines)
  }

  @Test func `plain lines tell each verdict, each failure with what comes of it, and how far it is`() {
    let (progress, lines) = Self.sample()
    #expect(
      lines == [
        "[0:00] Opening kernel", "[0:02] Run b7: 8 tools, SmolLM2, 2 of 8 done",
        "[0:06] Caddy: 75%, 3 ship · 1 skip, 4.0 s",
        "[0:06] 3 of 8 done · about 0:20 left · 83 tokens/s · 1,000 tokens read, 60% from the cache · 100 written",
        "[0:07] nginx: failed, attempt 1 of 3, will be tried again. The endpoint[2J went away.",
        "[0:08] Yams: 3 ship · 1 skip, from the store",
        "[0:10] nginx: failed, attempt 2 of 3, given up. The endpoint[2J went away.",
        "[0:10] 4 of 8 done, 1 failed · about 0:24 left · 63 tokens/s · 1,000 tokens read, 60% from the cache · "
          + "100 written · 4 reviews from the store · failures: timed_out 2",
      ])
    #expect(
      progress.summary(at: 12) == [
        "4 of 8 done, 1 failed in 0:12 · 1,000 tokens read, 60% from the cache · 100 written · 4 reviews from the store",
        "Failures: timed_out 2",
      ])
  }

  @Test(arguments: [(1, 20), (3, 40), (6, 30), (10, 80), (40, 200), (24, 12)])
  func `a frame never leaves the terminal`(rows: Int, columns: Int) {
    let frame = Self.sample().progress.frame(at: 10, size: TerminalSize(columns: columns, rows: rows))
    #expect(!frame.isEmpty && frame.count <= rows)
    for line in frame { #expect(line.width <= columns, "\(line.rendered(colour: false))") }
  }

  @Test func `a frame shows the bar, the last verdicts, the cost and the failures`() {
    let frame = Self.sample().progress.frame(at: 10, size: TerminalSize(columns: 100, rows: 24))
      .map { $0.rendered(colour: false) }
    #expect(
      frame == [
        "8 tools, SmolLM2 · run b7",
        "⠋ ━━━━━━━━━━━━━━━━━━━━━━━━━───────────────  5 of 8 · 0:24 left · 63 tokens/s · 0:10",
        "  ▲ Caddy  75%  3 ship · 1 skip  4.0 s",
        "  × nginx  will be tried again: The endpoint[2J went away.",
        "  ○ Yams   —    3 ship · 1 skip  0.0 s",
        "  × nginx  given up: The endpoint[2J went away.",
        "1,000 tokens read, 60% from the cache · 100 written · 4 reviews from the store",
        "failures: timed_out 2",
      ], "\(frame.joined(separator: "\n"))")
  }

  @Test func `the display's memory does not grow with the batch`() {
    var progress = BatchProgress()
    _ = progress.receive(.opened(run: "b", title: "t", BatchEvent.Counts(total: 100_000)), at: 0)
    for number in 0..<10_000 {
      _ = progress.receive(.began("t\(number)"), at: Double(number))
      _ = progress.receive(Self.finished("t\(number)"), at: Double(number))
    }
    #expect(progress.rows.count == 40 && progress.inFlight.isEmpty && progress.finishedHere == 10_000)
  }

  @Test func `a machine reads one JSON object for each event`() throws {
    let lines = try [
      .opened(run: "b7", title: "8 tools", BatchEvent.Counts(total: 8, done: 2)), Self.finished("caddy", nil),
      Self.failed("nginx", "timed_out", attempt: 1, isLast: false), .stopping(inFlight: 2),
    ].map { try BatchEventLine(event: $0, seconds: 1.23456).text() }
    #expect(
      lines == [
        #"{"event":"opened","seconds":1.235,"run":"b7","title":"8 tools","total":8,"done":2,"dead":0,"in_flight":0,"#
          + #""cancelled":0}"#,
        #"{"event":"finished","seconds":1.235,"subject":"caddy","ship_percent":null,"outcome":"3 ship · 1 skip","#
          + #""took":4.0,"reused":0,"seats":4,"own":true}"#,
        #"{"event":"failed","seconds":1.235,"subject":"nginx","kind":"timed_out","cause":"The endpoint\u001b[2J went "#
          + #"away.","attempt":1,"most_attempts":3,"last":false}"#,
        #"{"event":"stopping","seconds":1.235,"in_flight":2}"#,
      ])
  }
}
