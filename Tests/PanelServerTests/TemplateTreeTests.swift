import Testing

@testable import PanelServer

struct TemplateTreeTests {
  private struct Page {
    struct Row {
      var name: String
      var note: String?
    }

    var title = "Queue"
    var count = 2
    var isEmpty = false
    var missing: Int?
    var rows = [Row(name: "one", note: nil), Row(name: "two", note: "late")]
    var shell = Row(name: "shell", note: "x")
  }

  @Test func `a page becomes dictionaries and lists, without what is nil`() throws {
    let tree = try #require(TemplateTree.make(Page()) as? [String: Any])
    #expect(Set(tree.keys) == ["title", "count", "isEmpty", "rows", "shell"])
    #expect(tree["title"] as? String == "Queue" && tree["count"] as? Int == 2 && tree["isEmpty"] as? Bool == false)
    let rows = try #require(tree["rows"] as? [Any]).compactMap { $0 as? [String: Any] }
    #expect(rows.map { $0["name"] as? String } == ["one", "two"])
    #expect(rows.map { $0["note"] as? String } == [nil, "late"])
    #expect((tree["shell"] as? [String: Any])?["note"] as? String == "x")
    #expect(TemplateTree.make(Int?.none as Any) == nil)
  }
}
