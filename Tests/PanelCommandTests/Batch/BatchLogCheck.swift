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
    let id = run.id
    let events = try await store.read { sql in
      try sql.rows("SELECT * FROM events WHERE run_id = ? ORDER BY id", [id]).map { row in
        LogLine(id: try row["id"], kind: try row["kind"], subject: try row["subject"], detail: try row["detail"])
      }
    }
    checkEvents(events, tools: tools, acknowledged: acknowledged)
    let verdicts: [String] = try await store.read { sql in
      try sql.rows("SELECT tool FROM verdicts WHERE run_id = ?", [id]).map { try $0["tool"] }
    }
    #expect(Set(verdicts) == tools && verdicts.count == tools.count, "one verdict for each tool")
    let reviews = try await store.read { try $0.count("SELECT COUNT(*) AS n FROM reviews WHERE run_id = ?", [id]) }
    #expect(reviews == 2 * tools.count, "each seat was kept once")
    let integrity: [String] = try await store.read { sql in
      try sql.rows("PRAGMA integrity_check").map { try $0["integrity_check"] }
    }
    #expect(integrity == ["ok"])
    #expect(try await store.read { try $0.rows("PRAGMA foreign_key_check").count } == 0)
  }

  struct LogLine: Sendable {
    var id: Int64
    var kind: String
    var subject: String
    var detail: String

    var attempt: Int? {
      let object = try? JSONSerialization.jsonObject(with: Data(detail.utf8)) as? [String: Any]
      return object?["attempt"] as? Int
    }
  }

  private static func checkEvents(_ events: [LogLine], tools: Set<String>, acknowledged: [String]) {
    var done: [String: Int] = [:]
    var attempts: [String: Int] = [:]
    for event in events where event.kind.hasPrefix("job.") && event.kind != "job.cost" {
      guard let attempt = event.attempt else { continue }
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
    for tool in acknowledged { #expect(done[tool] == 1, "\(tool) was acknowledged") }
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
