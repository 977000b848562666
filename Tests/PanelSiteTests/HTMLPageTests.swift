import PanelCore
import PanelSite
import Testing

@Suite("HTML page")
struct HTMLPageTests {
  @Test("two tools") func twoTools() throws {
    try expectSnapshot(ComparisonPage(Samples.two()).html(), "two.html")
  }
}
