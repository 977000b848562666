import Foundation
import PanelCore
import PanelFormats
import Testing

@Suite struct ReadmeDossierTests {
  private func read(_ text: String, name: String = "Foo", category: String = "Tools") throws(FormatErrors) -> Dossier {
    try ReadmeDossier.make(
      from: try SourceText(Data(text.utf8), file: "README.md", limit: SourceText.documentLimit), name: name,
      category: category)
  }

  private func facts(_ text: String) throws(FormatErrors) -> [String] { try read(text).facts.map(\.text) }

  @Test func paragraphsBecomeNumberedFactsOfTheVendor() throws {
    let foo = try read("# Foo\n\nFoo reads files\nof every kind.\n\nIt has no dependencies at all.\n")
    #expect(foo.facts.map(\.text) == ["Foo reads files of every kind.", "It has no dependencies at all."])
    #expect(foo.facts.map(\.id.rawValue) == [1, 2])
    #expect(foo.facts.allSatisfy { $0.isVendorText && $0.source == "README.md" })
    #expect(foo.slug.rawValue == "foo")
    #expect(foo.tagline == "Foo reads files of every kind.")
  }

  @Test func markupBadgesAndHTMLAreGone() throws {
    let text = """
      ---
      title: Foo of the front matter
      ---
      <!-- a comment
      over two lines -->
      <p align="center"><img
        src="logo.png" width="3"/></p>

      [![CI of the project](https://ci/badge.svg)](https://ci) ![cover](c.png)

      - [Getting started with it](#start)
      - [How to contribute to it](#contribute)

      Foo is **very** _small_, see [the long manual](https://foo/manual) &amp; `a_b*c*`.

      Setext heading of some words
      ============================

      | Option | What the option does |
      |--------|----------------------|
      | `-v`   | prints all the things |

      [manual]: https://foo/manual "Manual of the project"
      """
    #expect(
      try facts(text) == [
        "Foo is very small, see the long manual & `a_b*c*`.",
        "Option, What the option does; `-v`, prints all the things",
      ])
  }

  @Test func codeIsCondensedToItsFirstLines() throws {
    let text = "```sh\n\npip install foo\nfoo --help\nfoo a\nfoo b\n```\nNot code any more here.\n\n~~~\nunclosed\n"
    #expect(
      try facts(text) == [
        "Code example: `pip install foo`, `foo --help`, `foo a`", "Not code any more here.", "Code example: `unclosed`",
      ])
  }

  @Test func codeBelowTheSentenceThatOpensItIsOneFactWithIt() throws {
    #expect(
      try facts("To get it, run this:\n```\nbrew install foo\n```\n") == ["To get it, run this: `brew install foo`"])
  }

  @Test func aListBecomesOneFactWhereItFits() throws {
    #expect(
      try facts("Features:\n- reads YAML files\n- writes JSON files.\n  and more\n* is fast\n")
        == ["Features: reads YAML files; writes JSON files. and more; is fast"])
  }

  @Test func longParagraphsAreCutAtEndsOfSentences() throws {
    let sentence = "This sentence has exactly seven words here."
    let found = try facts(Array(repeating: sentence, count: 20).joined(separator: " "))
    #expect(found.count == 3)
    #expect(found.allSatisfy { $0.hasSuffix("here.") && $0.split(separator: " ").count <= ReadmeDossier.mostWords })
    let endless = try facts(Array(repeating: "word", count: 200).joined(separator: " "))
    #expect(endless.first?.hasSuffix("word …") == true)
    #expect(endless.count == 1)
  }

  @Test func factsAreCappedByPosition() throws {
    let text = (1...100).map { "This is paragraph number \($0).\n\n" }.joined()
    let found = try facts(text)
    #expect(found.count == ReadmeDossier.mostFacts)
    #expect(found.last == "This is paragraph number 24.")
  }

  @Test(arguments: ["", "\n\n", "# Heading only\n", "![a](b)\n", "<div></div>\n", "a b\n", "----\n", "1 2 3 4 5\n"])
  func aDocumentWithoutAParagraphIsRefused(text: String) {
    let found = complaints { () throws(FormatErrors) in try read(text) }
    #expect(found.first?.hasPrefix("README.md: the file is without a paragraph; expected prose") == true, "\(found)")
  }

  @Test func nameAndCategoryAreAskedFor() {
    let found = complaints { () throws(FormatErrors) in try read("A paragraph of five words.", name: " ", category: "")
    }
    #expect(found.count == 2)
    #expect(found[0] == "README.md: name is missing; expected the tool's name.")
    let foreign = complaints { () throws(FormatErrors) in try read("A paragraph of five words.", name: "工具") }
    #expect(foreign.first?.contains("expected a name with Latin letters or digits") == true)
  }

  @Test(arguments: [("SmolVLM2 Turbo", "smolvlm2-turbo"), ("C++ Tool!", "c-tool"), (".NET", "net"), ("a  b", "a-b")])
  func aSlugIsMadeFromTheName(name: String, slug: String) {
    #expect(ReadmeDossier.slug(from: name)?.rawValue == slug)
  }

  /// Shapes that make careless readers slow: one line, many brackets, many short lines, open comments, open tags.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      "word ", "[", "<", "(", "`", "*a", "#\n", "<!-- ", "![a](", "- [x](y)\n", "&amp;", "a\n", "\\", "\u{1F600}",
    ])
  func aLargeTextOfAnyShapeIsReadToItsEnd(piece: String) throws {
    let text = String(repeating: piece, count: 300_000 / piece.utf8.count)
    let found = try facts("Foo reads twelve kinds of files.\n\n\(text)\n")
    #expect(found.first == "Foo reads twelve kinds of files.")
    #expect(found.count <= ReadmeDossier.mostFacts)
    // A cut fact has a mark of its own at its end.
    for fact in found { #expect(fact.split(separator: " ").count <= ReadmeDossier.mostWords + 1, "\(fact.prefix(80))") }
  }

  @Test func aLargerDocumentIsRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write(Data(repeating: UInt8(ascii: "a"), count: SourceText.documentLimit + 1), to: "README.md")
    let found = complaints { () throws(FormatErrors) in
      try ReadmeDossier.read(folder.url.appending(path: "README.md"), file: "README.md", name: "Foo", category: "T")
    }
    #expect(found.first?.contains("is 10485761 bytes large; expected at most 10485760 bytes") == true, "\(found)")
  }
}
