import PanelCore
import Testing

@testable import PanelSite

@Suite("Hostile text")
struct EscapingTests {
  @Test("reaches the HTML only escaped, in every field", arguments: HostileText.corpus)
  func html(_ text: String) throws {
    let benign = try Self.markup(ComparisonPage(Samples.filled(with: "x")).html())
    let hostile = try Self.markup(ComparisonPage(Samples.filled(with: text)).html())
    // Links come and go with what is an address; every other tag is the same for any text.
    let links: Set<Substring> = ["a", "/a", "bdi", "/bdi", "code", "/code", "p", "/p"]
    #expect(hostile.filter { !links.contains($0.name) } == benign.filter { !links.contains($0.name) })
    for tag in hostile where tag.name == "a" {
      #expect(tag.text.firstMatch(of: /^a (class="cite" )?href="(#|https?:\/\/)[^"<>]*"( [a-z-]+="[^"<>]*")*$/) != nil)
    }
  }

  @Test("is escaped by scalars, not by characters") func scalars() {
    let escaped = HTMLEscaping().escapeText("\u{600}<a \"\u{301}'\u{301}&\u{301}>\u{301}")
    #expect(
      Array(escaped.unicodeScalars)
        == Array("\u{600}&lt;a &quot;\u{301}&#39;\u{301}&amp;\u{301}&gt;\u{301}".unicodeScalars))
  }

  @Test(
    "is escaped for Markdown",
    arguments: [
      ("[click](javascript:alert(1))", #"\[click\](javascript:alert(1))"#),
      ("<b>&amp;", #"\<b\>\&amp;"#),
      ("a | b", #"a \| b"#),
      ("https://evil.example", #"https\://evil.example"#),
      ("WWW.evil.example", #"WWW\.evil.example"#),
      ("a@b.example", "a@\u{2060}b.example"),
      ("*a* _b_ ~c~ `d` #1 $x$", ##"\*a\* \_b\_ \~c\~ \`d\` \#1 \$x\$"##),
      ("1. one", #"1\. one"#), ("1.5 seconds", "1.5 seconds"), ("2) two", #"2\) two"#),
      ("- a - b", #"\- a - b"#), ("+1", #"\+1"#), ("=== a=b", #"\=== a=b"#),
      (#"\*"#, #"\\\*"#), ("^1 {x}!", #"\^1 \{x\}\!"#), ("it's 10:30, fine", "it's 10:30, fine"),
    ])
  func markdown(_ text: String, _ expected: String) {
    #expect(MarkdownEscaping.escape(text) == expected)
  }

  @Test("leaves the lines of the Markdown as they are", arguments: HostileText.corpus)
  func markdownLines(_ text: String) throws {
    let benign = try Self.shape(ComparisonPage(Samples.filled(with: "x")).markdown())
    // An empty line parts the paragraphs of a description, which is no mark-up.
    let text = text.replacing("\n\n", with: "\n")
    let hostile = try Self.shape(ComparisonPage(Samples.filled(with: text)).markdown())
    #expect(hostile == benign)
  }

  @Test("brings no control character into a terminal, coloured or not", arguments: HostileText.corpus)
  func terminal(_ text: String) throws {
    let page = ComparisonPage(try Samples.filled(with: text))
    let plain = page.terminalText(width: 80, colour: false)
    #expect(plain.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    let ours = /\u{1B}\[[0-9;]+m/
    let coloured = page.terminalText(width: 80, colour: true)
    #expect(coloured.replacing(ours, with: "") == plain)
  }

  @Test("never makes a terminal line wider than asked", arguments: [20, 37, 40, 60, 75, 80, 100, 113, 120, 132])
  func widths(_ width: Int) throws {
    let samples = try [Samples.two(), Samples.single(), Samples.three(), Samples.awkward()]
    for comparison in samples + (try HostileText.corpus.prefix(12).map { try Samples.filled(with: $0) }) {
      for line in ComparisonPage(comparison).terminalText(width: width, colour: false).split(separator: "\n") {
        #expect(DisplayWidth.of(line) <= width, "\(line)")
      }
    }
  }

  /// What a line of Markdown is, by how it begins, and how many cells it has.
  private static func shape(_ markdown: String) throws -> [String] {
    markdown.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let start = line.prefix { "#>-|* ".contains($0) }
      let bars = line.replacing(/\\./, with: "").count { $0 == "|" }
      return line.hasPrefix("|") ? "row \(bars)" : line.isEmpty ? "" : "\(start.trimmingSuffix { $0 == " " })…"
    }
  }

  private struct Tag: Equatable {
    var text: Substring
    var name: Substring { text.prefix { $0 != " " } }
    static func == (a: Self, b: Self) -> Bool { a.name == b.name && a.attributes == b.attributes }
    /// Names of the attributes, without their values.
    var attributes: [Substring] { text.matches(of: /\ ([^\s=]+)="[^"]*"/).map(\.1) }
  }

  /// The tags of a page in order, found the way a browser does: a tag begins at every `<` scalar.
  private static func markup(_ html: String) -> [Tag] {
    var tags: [Tag] = []
    let scalars = html.unicodeScalars
    var index = scalars.startIndex
    while let open = scalars[index...].firstIndex(of: "<") {
      let end = scalars[open...].firstIndex(of: ">") ?? scalars.endIndex
      tags.append(Tag(text: Substring(scalars[scalars.index(after: open)..<end])))
      index = end
    }
    return tags
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    var text = self
    while let last = text.last, predicate(last) { text.removeLast() }
    return text
  }
}
