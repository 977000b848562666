import Foundation
import PanelCore
import PanelFormats
import Testing

@Suite struct DossierFileTests {
  @Test func aDossierIsReadWithItsFactsNumberedFromOne() throws {
    let foo = try dossier(goodDossier)
    #expect(foo.slug.rawValue == "foo")
    #expect(foo.name == "Foo")
    #expect(foo.licence == "MIT")
    #expect(foo.pricing?.entry == "$0")
    #expect(foo.pricing?.retrieved == CalendarDate(year: 2026, month: 11, day: 22))
    #expect(foo.facts.map(\.id.rawValue) == [1, 2])
    #expect(foo.facts.map(\.isVendorText) == [false, true])
    #expect(foo.facts[0].text == "It needs no server.")
    #expect(foo.description == "A tool for tests.")
  }

  @Test func whatAToolIsForAndInWhichVersionIsReadWrittenAndHashed() throws {
    let text = goodDossier.replacing(once: "licence: MIT", with: "licence: MIT\nversion: 1.10\npurpose: search files")
    let foo = try dossier(text)
    #expect(foo.version == "1.10" && foo.purpose == "search files")
    #expect(try dossier(DossierWriter.yaml(foo)) == foo)
    #expect(ContentHash.of(foo) != ContentHash.of(try dossier(goodDossier)))
    #expect(try CanonicalText.dossier(ContentHash.canonicalText(of: foo), slug: foo.slug) == foo)
    let csv = try BatchInputTests.read(
      "slug,name,tagline,category,version,purpose,facts,source,retrieved\nfoo,Foo,A tool,Things,1.10,search files,"
        + "It runs.,README,2026-11-22\n", "t.csv"
    ).first?.content.get()
    #expect(csv?.version == "1.10" && csv?.purpose == "search files")
  }

  @Test func valuesThatYAMLWouldTypeStayAsWritten() throws {
    let text = goodDossier.replacing(once: "name: Foo", with: "name: no")
      .replacing(once: "entry: $0", with: "entry: 1.10")
      .replacing(once: "source: README 1.2", with: "source: 2026-11-22")
      .replacing(once: "licence: MIT", with: "licence: 0x1F")
    let foo = try dossier(text)
    #expect(foo.name == "no")
    #expect(foo.pricing?.entry == "1.10")
    #expect(foo.pricing?.source == "2026-11-22")
    #expect(foo.licence == "0x1F")
  }

  @Test func anErrorSaysWhereWhatWasFoundWhatWasExpectedAndWhatToDo() {
    let text = goodDossier.replacing(
      once: "It needs no server.\n    source: README 1.2", with: "It needs no server.")
    #expect(
      complaints { () throws(FormatErrors) in try dossier(text) } == [
        "tools/foo.yaml:13:5: facts[1].source is missing; expected an address or document with version. "
          + "Add where the fact was read."
      ])
  }

  @Test func allErrorsOfAFileAreReportedInItsOrder() {
    let text = goodDossier.replacing(once: "tagline: A small tool\n", with: "")
      .replacing(once: "licence: MIT", with: "license: MIT")
      .replacing(once: "retrieved: 2026-11-21", with: "retrieved: yesterday")
      .replacing(once: "vendor: true", with: "vendor: maybe")
    let found = complaints { () throws(FormatErrors) in try dossier(text) }
    #expect(found.count == 4)
    #expect(found[0].hasPrefix("tools/foo.yaml:1:1: tagline is missing; expected what the tool is, in one line."))
    #expect(found[1].hasPrefix("tools/foo.yaml:4:1: license is not a key of a dossier"))
    #expect(found[1].hasSuffix("Did you mean “licence”?"))
    #expect(
      found[2] == "tools/foo.yaml:17:16: facts[2].retrieved is “yesterday”; expected the day it was read, like "
        + "2026-11-22.")
    #expect(found[3].contains("facts[2].vendor is “maybe”; expected true or false"))
  }

  @Test(arguments: [
    ("name: Foo", "name: [Foo]", "name is a list"),
    ("name: Foo", "name: ''", "name is an empty text"),
    ("name: Foo", "name:", "name is empty"),
    ("name: Foo", "name: ~", "name is empty"),
    ("name: Foo", "name: \"a\\u0007b\"", "name is holding the control character U+7"),
    ("pricing:", "pricing: free\nprising:", "pricing is “free”; expected pricing with the keys label"),
    ("plans: [Free]", "plans: Free", "pricing.plans is “Free”; expected a list"),
    ("plans: [Free]", "plans: [[Free]]", "pricing.plans[1] is a list"),
    ("retrieved: 2026-11-22", "retrieved: 2026-02-30", "pricing.retrieved is “2026-02-30”"),
    ("  - text: It needs no server.", "  - It needs no server.\n  - text: a", "facts[1] is"),
    ("category: Developer Tools", "category: Developer Tools\ncategory: X", "category is given more than once"),
    ("licence: MIT", "licence: &l MIT", "licence is anchored"),
    (
      "licence: MIT", "purpose: search files.",
      "purpose is “search files.”; expected words that end “software to …”, without a full stop"
    ),
    ("licence: MIT", "purpose: to search files", "purpose is “to search files”"),
    ("licence: MIT", "purpose: searching", "purpose is “searching”"),
    ("licence: MIT", "versoin: 1.2", "Did you mean “version”?"),
    ("licence: MIT", "licence: !!int 5", "licence is tagged “tag:yaml.org,2002:int”"),
    ("licence: MIT", "licence: \"MIT", "the file is not YAML"),
    ("licence: MIT", "licence: MIT: X", "the file is not YAML"),
    ("description: A tool for tests.", "description: A\n---\nname: B", "the file is not usable"),
    ("licence: MIT", "<<: {licence: MIT}", "<< is not a key of a dossier"),
    ("licence: MIT", "[a]: MIT", "keyed by a list"),
  ])
  func aWrongValueIsNamed(old: String, new: String, complaint: String) {
    let found = complaints { () throws(FormatErrors) in try dossier(goodDossier.replacing(once: old, with: new)) }
    #expect(found.contains { $0.contains(complaint) }, "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("tools/foo.yaml:") }, "\(found)")
  }

  @Test(arguments: ["", "\n", "# only a comment\n", "---\n"])
  func anEmptyFileIsRefused(text: String) {
    let found = complaints { () throws(FormatErrors) in try dossier(text) }
    #expect(found.count == 1)
    #expect(found.first?.contains("is empty") == true || found.first?.contains("expected a dossier") == true)
  }

  @Test(arguments: ["facts: []", "facts:", ""])
  func aDossierWithoutFactsIsReadAndEmpty(facts: String) throws {
    let foo = try dossier("name: Foo\ntagline: T\ncategory: C\n\(facts)\n")
    #expect(foo.facts.isEmpty)
  }

  @Test func byteOrderMarkAndWindowsLineBreaksAreAccepted() throws {
    let windows = Data([0xEF, 0xBB, 0xBF]) + Data(goodDossier.replacingOccurrences(of: "\n", with: "\r\n").utf8)
    let slug = try #require(ToolSlug("foo"))
    #expect(try DossierFile.parse(windows, file: "foo.yaml", slug: slug) == dossier(goodDossier))
  }

  @Test func bytesThatAreNotUTF8AreNamedWithOffsetAndLine() throws {
    var data = Data("name: Foo\ntagline: caf".utf8)
    data.append(contentsOf: [0xE9, 0x0A])
    let slug = try #require(ToolSlug("foo"))
    let found = complaints { () throws(FormatErrors) in try DossierFile.parse(data, file: "foo.yaml", slug: slug) }
    #expect(
      found == ["foo.yaml:2: the file is not UTF-8: byte 22 is 0xE9; expected text in UTF-8. Save the file as UTF-8."])
  }

  @Test func aFileBeyondTheLimitIsRefusedWithoutReadingIt() throws {
    let folder = try TemporaryFolder()
    try folder.write(Data(count: 10_000_000), to: "foo.yaml")
    let found = complaints { () throws(FormatErrors) in
      try DossierFile.read(folder.url.appending(path: "foo.yaml"), file: "foo.yaml")
    }
    #expect(found.first?.contains("10000000 bytes large; expected at most 1048576 bytes") == true, "\(found)")
  }

  @Test func whatIsNoFileIsSaid() throws {
    let folder = try TemporaryFolder(["Bad Name.yaml": goodDossier, "inner/x.yaml": goodDossier])
    func read(_ name: String) -> [String] {
      complaints { () throws(FormatErrors) in
        try DossierFile.read(folder.url.appending(path: name), file: name)
      }
    }
    #expect(read("gone.yaml") == ["gone.yaml: the file is not there; expected a file."])
    #expect(read("inner") == ["inner: the file is a folder; expected a file."])
    #expect(read("Bad Name.yaml").first?.contains("the file is named “Bad Name.yaml”; expected a name of a–z") == true)
    #expect(read("inner/x.yaml").isEmpty)
  }

  @Test(.timeLimit(.minutes(10))) func aliasesInKeysAreRefusedBeforeTheyMultiply() {
    // 9⁹ nodes if the composer compared the keys as trees.
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
    }
    text += "? [*a9, *a9]\n: 1\n? [*a9, *a8]\n: 2\n"
    let found = complaints { () throws(FormatErrors) in try dossier(text) }
    #expect(found.first?.contains("is anchored (&) or an alias (*)") == true, "\(found)")
  }

  @Test func deepNestingIsRefused() {
    let text = "name: " + String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
    let found = complaints { () throws(FormatErrors) in try dossier(text) }
    #expect(found.first?.contains("is nested too deep; expected at most 32 levels") == true, "\(found)")
  }
}
