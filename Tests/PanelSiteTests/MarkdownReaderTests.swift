import Foundation
import PanelCore
import Testing

@testable import PanelSite

@Suite("In cmark-gfm")
struct MarkdownReaderTests {
  @Test("hostile text becomes no link, picture, HTML, list or table") func hostileText() throws {
    guard let reader = InstalledProgram("cmark-gfm") else { return }
    let benign = try tags("x", reader)
    for text in HostileText.corpus {
      let found = try tags(text.replacing("\n\n", with: "\n"), reader)
      // Sources that are addresses are links, and code between backticks is code; all else is as for any text.
      let links = found.filter { $0.hasPrefix("<a ") }
      #expect(links.allSatisfy { $0.wholeMatch(of: /<a href="https?:\/\/[^"]*">/) != nil }, "\(text)")
      let sources = PageContent(try Samples.filled(with: text)).tools.flatMap { tool in
        [tool.homepage].compactMap { $0 } + (tool.price?.priceSources ?? []) + tool.sharedSources
          + tool.facts.flatMap(\.ownSources)
      }
      #expect(links.count == sources.compactMap(\.href).count, "\(text)")
      let own: Set<String> = ["a", "code", "em"]
      func others(_ tags: [String]) -> [String] { tags.filter { !own.contains(name(of: $0)) } }
      #expect(others(found) == others(benign), "\(text)")
    }
  }

  private func tags(_ text: String, _ reader: InstalledProgram) throws -> [String] {
    let file = FileManager.default.temporaryDirectory.appending(path: "panel-\(UUID().uuidString).md")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(ComparisonPage(Samples.filled(with: text)).markdown().utf8).write(to: file)
    let extensions = ["footnotes", "table", "autolink", "strikethrough"].flatMap { ["-e", $0] }
    let html = try reader.output(["--unsafe"] + extensions + [file.path])
    #expect(html.hasPrefix("<h1>"), "cmark-gfm printed no page")
    return html.matches(of: /<[^>]*>/).map { String($0.0) }
  }

  private func name(of tag: String) -> String { String(tag.drop { "</".contains($0) }.prefix { $0.isLetter }) }
}
