import PanelCore
import PanelSite
import Testing

@Suite("Page snapshots")
struct PageSnapshotTests {
  @Test("two tools in every form") func twoTools() throws {
    let page = ComparisonPage(try Samples.two())
    try expectSnapshot(page.html(), "two.html")
    try expectSnapshot(page.markdown(), "two.md")
    try expectSnapshot(page.terminalText(width: 100, colour: false), "two.100.txt")
    try expectSnapshot(page.terminalText(width: 60, colour: false), "two.60.txt")
    try expectSnapshot(page.terminalText(width: 100, colour: true), "two.100.colour.txt")
  }

  @Test("one tool is a verdict without a comparison") func oneTool() throws {
    let page = ComparisonPage(try Samples.single())
    try expectSnapshot(page.html(), "single.html")
    try expectSnapshot(page.markdown(), "single.md")
    try expectSnapshot(page.terminalText(width: 80, colour: false), "single.80.txt")
  }

  @Test("three tools, one without a quorum, a price, or two of its votes") func threeTools() throws {
    let page = ComparisonPage(try Samples.three())
    try expectSnapshot(page.html(), "three.html")
    try expectSnapshot(page.markdown(), "three.md")
    try expectSnapshot(page.terminalText(width: 120, colour: false), "three.120.txt")
    try expectSnapshot(page.terminalText(width: 80, colour: false), "three.80.txt")
  }

  @Test("long words, right-to-left text, wide characters and emoji") func awkward() throws {
    let page = ComparisonPage(try Samples.awkward())
    try expectSnapshot(page.html(), "awkward.html")
    try expectSnapshot(page.markdown(), "awkward.md")
    try expectSnapshot(page.terminalText(width: 120, colour: false), "awkward.120.txt")
    try expectSnapshot(page.terminalText(width: 40, colour: false), "awkward.40.txt")
  }
}
