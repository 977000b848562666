import Foundation
import Testing

@testable import PanelSite

struct VerdictIndexTests {
  static func row(_ slug: String, _ percent: Int?, page: String? = nil) -> IndexRow {
    IndexRow(
      slug: slug, name: "Tool \(slug)", category: "Things", shipPercent: percent,
      intervalLow: percent.map { max(0, $0 - 30) }, intervalHigh: percent.map { min(100, $0 + 30) },
      ship: (percent ?? 0) / 25, skip: percent == nil ? 0 : 4 - (percent ?? 0) / 25, abstain: percent == nil ? 4 : 0,
      failed: 0, page: page)
  }

  static func sample() -> VerdictIndex {
    var index = VerdictIndex(title: "Batch <1>")
    for (slug, percent) in [("c", 75), ("a", 100), ("d", nil), ("b", 75), ("e", 0)] as [(String, Int?)] {
      index.add(row(slug, percent, page: "tools/\(slug)"))
    }
    index.add(
      IndexRow(
        slug: "x", name: "<script>alert(1)</script> =|1+1|", category: "[a](javascript:x)", shipPercent: 50,
        intervalLow: 20, intervalHigh: 80, ship: 2, skip: 2, abstain: 0, failed: 0))
    index.failures = [("timed_out", 2)]
    return index
  }

  @Test func `the highest comes first, equal ones by name, those without a quorum last`() {
    #expect(Self.sample().rows.map(\.slug) == ["a", "b", "c", "x", "e", "d"])
  }

  @Test func `the pages are as they were agreed`() throws {
    try expectSnapshot(Self.sample().markdown(), "index.md")
    try expectSnapshot(Self.sample().html(), "index.html")
  }

  @Test func `the distribution counts every tool once, and knows its median`() {
    var distribution = ShipDistribution()
    for percent in [0, 9, 10, 50, 99, 100, nil] { distribution.add(percent) }
    #expect(distribution.bars == [2, 1, 0, 0, 0, 1, 0, 0, 0, 2])
    #expect(distribution.total == 7 && distribution.withoutQuorum == 1 && distribution.median == 10)
  }

  @Test func `of a hundred thousand tools the first five thousand are listed, and all are counted`() {
    var index = VerdictIndex(title: "Many")
    for number in 0..<100_000 { index.add(Self.row("t\(number)", number % 101)) }
    #expect(index.rows.count == VerdictIndex.mostRows && index.count == 100_000)
    #expect(index.rows.allSatisfy { ($0.shipPercent ?? 0) >= 95 })
    #expect(index.shownNote?.contains("5,000 of 100,000") == true)
  }

  @Test(
    "a click on a heading sorts the table, and the page's policy lets no other script run", .timeLimit(.minutes(10)))
  func sorting() throws {
    let click = """
      ((page.querySelectorAll('th button')[0].click(), page.querySelectorAll('th button')[0].hidden)
        ? 'no script' : [...page.querySelectorAll('tbody:first-of-type th')].map(e => e.textContent.slice(5, 6)).join(''))
      """
    guard let found = try Chromium.look(at: ["index": Self.sample().html()], width: 1024, reporting: click) else {
      return
    }
    // “<script>…” sorts first; its sixth character is “p”.
    #expect(found["index"] == "pabcde")
    let twice = """
      ((page.querySelectorAll('th button')[2].click(), page.querySelectorAll('tbody:first-of-type th')[0].textContent))
      """
    let again = try Chromium.look(at: ["index": Self.sample().html()], width: 1024, reporting: twice)
    #expect(again?["index"] == "Tool d")
    let wide = try Chromium.look(
      at: ["index": Self.sample().html()], width: 360, reporting: "page.documentElement.scrollWidth")
    #expect(wide?["index"] == "360")
  }
}
