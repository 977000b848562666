import PanelCore
import PanelDesk
import Testing

struct NeedTests {
  static func need(_ d: Double, _ s: Double?, _ u: Double, day: Int64 = 0) -> Need {
    Need(disagreement: d, swing: s, unsupported: u, since: Desk.noon.adding(seconds: day * 86_400))
  }

  @Test func `more of anything that speaks for a person comes first`() {
    let calm = Self.need(0, 0, 0)
    for other in [Self.need(0.5, 0, 0), Self.need(0, 0.5, 0), Self.need(0, 0, 0.5), Self.need(0, 0, 0, day: -1)] {
      #expect(other.key > calm.key)
    }
    #expect(Self.need(1, 1, 1).value(at: Desk.noon) == 64)
    #expect(abs(Self.need(0, nil, 0, day: -30).value(at: Desk.noon) - 2) < 1e-9)
    #expect(Self.need(.nan, .infinity, -1).key.isFinite)
  }

  @Test func `a comparison's need is read from its votes and moves`() throws {
    let need = Need(try Desk.comparison(), since: Desk.noon)
    #expect(need.disagreement == 1)
    #expect(abs(need.unsupported - 2.0 / 6) < 1e-9)
    #expect(need.swing == nil)
  }

  @Test func `words that move a vote, or turn one, bring an item forward`() throws {
    var comparison = try Desk.comparison()
    let calm = Need(comparison, since: Desk.noon)
    for v in comparison.verdicts.indices {
      for r in comparison.verdicts[v].reviews.indices {
        comparison.verdicts[v].reviews[r].pShip = 0.7
        comparison.verdicts[v].reviews[r].pShipNeutral = 0.7
      }
    }
    let measured = Need(comparison, since: Desk.noon)
    #expect(measured.swing == 0 && measured.key == calm.key)
    comparison.verdicts[1].reviews[0].pShipNeutral = 0.6
    let moved = Need(comparison, since: Desk.noon)
    #expect(abs((moved.swing ?? 0) - 0.1 / Double(comparison.verdicts[1].reviews.count)) < 1e-9)
    comparison.verdicts[1].reviews[0].pShipNeutral = 0.45
    let turned = Need(comparison, since: Desk.noon)
    #expect(turned.swing == 1 / Double(comparison.verdicts[1].reviews.count))
    #expect(calm.key < moved.key && moved.key < turned.key)
  }
}

struct MomentTests {
  @Test(arguments: ["2026-11-22T22:06:00Z", "1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "1969-12-31T23:59:59Z"])
  func `a time is written as it was read`(text: String) { #expect(Moment(text)?.description == text) }

  @Test func `offsets are understood, and days that are none refused`() {
    #expect(Moment("2026-11-22T23:06:00+01:00")?.description == "2026-11-22T22:06:00Z")
    #expect(Moment("2026-11-22T22:06Z") == Moment("2026-11-22T22:06:00.25Z"))
    for bad in ["2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "tomorrow", "2026-11-22", "2026-11-22T24:00:00Z"] {
      #expect(Moment(bad) == nil)
    }
  }
}

struct AuditTests {
  static func log(_ count: Int) -> [AuditEntry] {
    var entries: [AuditEntry] = []
    for i in 0..<count {
      entries.append(
        AuditEntry(
          after: entries.last.map { ($0.id, $0.hash) }, at: Desk.noon.adding(seconds: Int64(i)), actor: "ann",
          action: "approve", subject: "item/\(i)", detail: "{}"))
    }
    return entries
  }

  static func check(_ entries: [AuditEntry]) -> AuditCheck {
    entries.reduce(into: AuditCheck()) { $0.read($1) }
  }

  @Test func `an untouched log holds`() {
    let entries = Self.log(20)
    let check = Self.check(entries)
    #expect(check.fault == nil && check.count == 20 && check.head == entries.last?.hash)
  }

  @Test func `a change of any part of any entry is found, and any gap`() {
    let entries = Self.log(6)
    let changes: [(inout AuditEntry) -> Void] = [
      { $0.actor = "bob" }, { $0.action = "reject" }, { $0.subject = "item/9" }, { $0.detail = "" },
      { $0.at = $0.at.adding(seconds: 1) }, { $0.previous = AuditEntry.origin + "0" }, { $0.hash = "00" },
      // Rewritten with a hash that fits: then the next one does not follow.
      {
        $0.detail = "x"; $0.hash = $0.computedHash
      },
    ]
    for index in 0..<5 {
      for change in changes {
        var changed = entries
        change(&changed[index])
        #expect(Self.check(changed).fault != nil)
      }
      var gap = entries
      gap.remove(at: index)
      #expect(Self.check(gap).fault != nil)
      var swapped = entries
      swapped.swapAt(index, index + 1)
      #expect(Self.check(swapped).fault != nil)
    }
  }

  @Test func `a log cut off at its end is found by a head published before`() {
    var check = Self.check(Array(Self.log(6).dropLast()))
    #expect(check.fault == nil)
    check.expect(head: Self.log(6)[5].hash, isAmongRead: false)
    #expect(check.fault != nil)
  }
}
