import Inference
import PanelCore
import PanelEngine
import PanelSite
import Testing

@testable import PanelCommand

@Suite("Live display of a review")
struct ReviewProgressTests {
  private let alpha = ToolSlug("alpha")!
  private let beta = ToolSlug("beta")!
  private let dx = PersonaID("dx")!
  private let business = PersonaID("business")!

  private func progress() -> ReviewProgress {
    ReviewProgress(
      title: "Alpha vs Beta · qwen2.5-coder-1.5b-instruct", tools: [(alpha, "Alpha"), (beta, "Beta")],
      personas: [(dx, "DX reviewer"), (business, "Business reviewer")])
  }

  private func drawn(_ progress: ReviewProgress, at seconds: Double, _ columns: Int, _ rows: Int) -> String {
    let frame = progress.frame(at: seconds, size: TerminalSize(columns: columns, rows: rows))
    #expect(frame.count <= rows)
    for line in frame { #expect(line.width <= columns) }
    return frame.map { $0.rendered(colour: false) }.joined(separator: "\n")
  }

  /// Half of the way: one seat voted, one writes, one failed, one waits.
  private func halfway() -> ReviewProgress {
    var progress = progress()
    _ = progress.receive(.phase("Writing the reviews", requests: 20), at: 10)
    _ = progress.receive(.progress(done: 9, of: 20), at: 30)
    _ = progress.receive(.voted(LiveSeat(tool: alpha, persona: dx), .ship, pShip: 0.8125), at: 30)
    let writing = LiveSeat(tool: alpha, persona: business)
    for word in ["The", " buyer", " is", " a", " mobile", " team", " that", " pays\n", " for", " every", " picture"] {
      _ = progress.receive(.text(writing, move: "buyer", delta: word), at: 33)
    }
    _ = progress.receive(
      .failed(LiveSeat(tool: beta, persona: dx), cause: "The answer was cut off\nafter 60 words."), at: 33)
    _ = progress.receive(.tokens(prompt: 12_804, computedPrompt: 4117, generated: 822), at: 34)
    return progress
  }

  @Test("shows a row for each tool and persona, the phase, its count, the time and the speed") func frame() {
    #expect(
      drawn(halfway(), at: 34, 80, 24) == """
        Alpha vs Beta · qwen2.5-coder-1.5b-instruct
        ⠋ Writing the reviews  ━━━━━━━━━━──────────────  9 of 20 · 0:34 · ≈ 516 tokens/s
        Alpha
          ▲ DX reviewer        ship  P(ship) 0.81
          ⠋ Business reviewer  The buyer is a mobile team that pays for every picture
        Beta
          × DX reviewer        failed: The answer was cut off after 60 words.
          · Business reviewer  waiting
        2 of 4 seats done, 1 failed · 4,117 tokens read · 822 tokens written
        """)
  }

  @Test("shows the end of a text that does not fit") func narrow() {
    #expect(
      drawn(halfway(), at: 34, 40, 24) == """
        Alpha vs Beta · qwen2.5-coder-1.5b-inst…
        ⠋ Writing the reviews  9 of 20 · 0:34
        Alpha
          ▲ DX reviewer    ship  P(ship) 0.81
          ⠋ Business rev…  …ys for every picture
        Beta
          × DX reviewer    failed: The answer w…
          · Business rev…  waiting
        2 of 4 seats done, 1 failed · 4,117 tok…
        """)
  }

  @Test("keeps the busiest rows where the terminal is low") func low() {
    #expect(
      drawn(halfway(), at: 34, 80, 8)
        == """
        Alpha vs Beta · qwen2.5-coder-1.5b-instruct
        ⠋ Writing the reviews  ━━━━━━━━━━──────────────  9 of 20 · 0:34 · ≈ 516 tokens/s
          ▲ Alpha, DX reviewer        ship  P(ship) 0.81
          ⠋ Alpha, Business reviewer  …uyer is a mobile team that pays for every picture
          × Beta, DX reviewer         failed: The answer was cut off after 60 words.
          · Beta, Business reviewer   waiting
        2 of 4 seats done, 1 failed · 4,117 tokens read · 822 tokens written
        """)
    #expect(
      drawn(halfway(), at: 34, 60, 5) == """
        Alpha vs Beta · qwen2.5-coder-1.5b-instruct
        ⠋ Writing the reviews  9 of 20 · 0:34 · ≈ 516 tokens/s
          ⠋ Alpha, Business reviewer  …m that pays for every picture
          and 3 more
        2 of 4 seats done, 1 failed · 4,117 tokens read · 822 token…
        """)
  }

  @Test("fits any terminal", arguments: [1, 2, 3, 4, 5, 7, 10, 24], [1, 2, 5, 10, 20, 47, 80, 200])
  func sizes(rows: Int, columns: Int) {
    _ = drawn(halfway(), at: 34, columns, rows)
    _ = drawn(progress(), at: 0, columns, rows)
  }

  @Test("writes plain lines for what is worth keeping") func plainLines() {
    var progress = progress()
    var lines: [String] = []
    func take(_ event: LiveEvent, at seconds: Double) { lines += progress.receive(event, at: seconds) }
    take(.status("Loading the model"), at: 0)
    take(.phase("Weighing the evidence", requests: 40), at: 2)
    for done in 1...40 { take(.progress(done: done, of: 40), at: 2 + Double(done)) }
    take(.working(LiveSeat(tool: alpha, persona: dx)), at: 43)
    take(.text(LiveSeat(tool: alpha, persona: dx), move: "primitive", delta: "The"), at: 43)
    take(.voted(LiveSeat(tool: alpha, persona: dx), .skip, pShip: 0.25), at: 63)
    take(.failed(LiveSeat(tool: beta, persona: dx), cause: "No answer\u{1B}[31m came."), at: 64)
    take(.note("Beta: 2 facts are not judged."), at: 65)
    #expect(
      lines == [
        "[0:00] Loading the model", "[0:02] Weighing the evidence: 40 requests",
        "[0:06] Weighing the evidence: 4 of 40", "[0:10] Weighing the evidence: 8 of 40",
        "[0:14] Weighing the evidence: 12 of 40", "[0:18] Weighing the evidence: 16 of 40",
        "[0:22] Weighing the evidence: 20 of 40", "[0:26] Weighing the evidence: 24 of 40",
        "[0:30] Weighing the evidence: 28 of 40", "[0:34] Weighing the evidence: 32 of 40",
        "[0:38] Weighing the evidence: 36 of 40", "[1:03] Alpha, DX reviewer: skip, P(ship) 0.25",
        "[1:04] Beta, DX reviewer: failed. No answer[31m came.", "[1:05] Beta: 2 facts are not judged.",
      ])
    #expect(
      progress.summary(at: 70) == [
        "2 of 4 seats done, 1 failed in 1:10 · 0 tokens read (0 computed), 0 written"
      ])
  }

  @Test("a text of a seat that has ended, or of no seat, changes nothing") func late() {
    var progress = halfway()
    let before = drawn(progress, at: 50, 80, 24)
    _ = progress.receive(.text(LiveSeat(tool: beta, persona: dx), move: "x", delta: "late"), at: 34)
    _ = progress.receive(.voted(LiveSeat(tool: ToolSlug("gamma")!, persona: dx), .ship, pShip: nil), at: 34)
    #expect(drawn(progress, at: 50, 80, 24) == before)
  }

  @Test("a move that is written again begins anew, and a long one keeps its end only") func again() {
    var progress = progress()
    let seat = LiveSeat(tool: alpha, persona: dx)
    _ = progress.receive(.text(seat, move: "a", delta: "first"), at: 1)
    _ = progress.receive(.text(seat, move: "b", delta: "second"), at: 1)
    #expect(progress.rows[0].state == .writing(move: "b", tail: "second"))
    for _ in 0..<1000 { _ = progress.receive(.text(seat, move: "b", delta: " more"), at: 1) }
    guard case .writing(_, let tail) = progress.rows[0].state else { return #expect(Bool(false), "not writing") }
    #expect(tail.count == 400)
    _ = progress.receive(.phase("Voting", requests: 8), at: 2)
    #expect(progress.rows[0].state == .working)
  }

  @Test("the engine's events are told as the display's") func adapter() {
    let seat = Seat(tool: alpha, persona: dx)
    let review = Review(persona: dx, name: "DX reviewer", vote: .ship, pShip: 0.7, pShipRaw: nil)
    var failed = review
    failed.vote = nil
    failed.error = "cut off"
    func told(_ event: ReviewEvent) -> String? { LiveEvent(event).map { "\($0)" } }
    #expect(told(.phase(.moves, requests: 3))?.contains("Writing the reviews") == true)
    #expect(told(.reviewed(seat, review))?.contains("ship") == true)
    #expect(told(.failed(seat, failed))?.contains("cut off") == true)
    #expect(
      told(.leftOut(tool: alpha, facts: [EvidenceID(31), EvidenceID(32)]))?
        .contains("alpha: 2 facts beyond the limits are not judged ([31] [32]).") == true)
    #expect(told(.answered(seat, MoveAnswer(id: "a", text: "", evidence: [], isSupported: true))) == nil)
  }
}
