import Foundation
import PanelCore
import PanelStore
import Testing

/// Checks the log of a batch that was killed again and again against what it must hold.
enum BatchLogCheck {
  /// - Parameters:
  ///   - tools: all tools of the batch.
  ///   - acknowledged: those whose verdicts some process said to have committed.
  static func check(_ harness: BatchHarness, run: StoredRun, tools: Set<String>, acknowledged: [String]) async throws {
    let store = try harness.store()
    defer { try? store.close() }
    try await store.read { sql in
      var done: [String: Int] = [:]
      var attempts: [String: Int] = [:]
      var last: Int64 = 0
      try sql.forEachEvent(of: run.id) { event in
        #expect((event.id ?? 0) > last, "events are numbered in their order")
        last = event.id ?? 0
        guard event.kind.hasPrefix("job."), event.kind != "job.cost",
          let detail = try? JSONSerialization.jsonObject(with: Data(event.detail.utf8)) as? [String: Any],
          let attempt = detail["attempt"] as? Int
        else { return }
        if event.kind == "job.leased" {
          #expect(attempt == (attempts[event.subject] ?? 0) + 1, "attempts of \(event.subject) count up by one")
          attempts[event.subject] = attempt
        } else {
          #expect(attempt == attempts[event.subject], "\(event.kind) of \(event.subject) is of its newest attempt")
        }
        if event.kind == "job.done" { done[event.subject, default: 0] += 1 }
      }
      #expect(Set(done.keys) == tools, "every tool is done")
      #expect(done.values.allSatisfy { $0 == 1 }, "no tool is done twice")
      for tool in acknowledged {
        #expect(done[tool] == 1, "\(tool) was acknowledged")
      }
      var verdicts: [String: Int] = [:]
      try sql.forEachVerdict(of: run.id) { verdicts[$0.id.tool.rawValue, default: 0] += 1 }
      #expect(Set(verdicts.keys) == tools && verdicts.values.allSatisfy { $0 == 1 }, "one verdict for each tool")
      let reviews = try sql.count("SELECT COUNT(*) AS n FROM reviews WHERE run_id = ?", [run.id])
      #expect(reviews == 2 * tools.count, "each seat was kept once")
      #expect(try sql.row("PRAGMA integrity_check")?["integrity_check"] == "ok")
      #expect(try sql.rows("PRAGMA foreign_key_check").isEmpty)
    }
  }
}

/// A generator of delays that a failed test can be repeated with.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    // SplitMix64.
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}
