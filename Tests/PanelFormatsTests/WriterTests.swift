import Foundation
import PanelCore
import PanelFormats
import Testing

@Suite struct WriterTests {
  /// Texts that YAML could read as something else.
  static let texts = [
    "plain", "no", "null", "~", "1.10", "0x1F", "2026-11-22", "- a", "a: b", "a #b", "# a", "&a", "*a", "!a", "|", ">",
    "'", "\"", "\\", "a\"b\\c", "{a}", "[a]", "@a", "`a`", "%a", "true", "a, b", "é", "工具", "\u{1F600}", "?", ":", "-",
    "<<", "=", "a:", "C++", "https://a.b/c?d=e#f",
  ]

  @Test(arguments: texts)
  func anyTextIsReadBackAsItWasWritten(text: String) throws {
    var foo = try dossier(goodDossier)
    foo.name = text
    foo.licence = text
    foo.pricing?.plans = [text, text]
    foo.facts[0].text = text
    foo.facts[1].source = text
    foo.description = "\(text)\n\n\(text)"
    #expect(try dossier(DossierWriter.yaml(foo)) == foo)

    var dx = try persona(goodPersona)
    dx.name = text
    dx.moves[0].ask = text.replacing("{a}", with: "a")
    dx.moves[2].choices = [text, "other " + text]
    dx.moves[2].against?.readings[0].choice = text
    dx.moves[2].against?.readings[0].sayings = [text.replacing("{a}", with: "a") + "."]
    dx.shipWhen = text
    dx.avoid = [text]
    #expect(try persona(PersonaWriter.yaml(dx)) == dx)
  }

  @Test func everyDossierAndPersonaOfTheCheckoutIsReadBack() throws {
    let library = PanelLibrary.builtin
    for slug in library.toolSlugs {
      let dossier = try library.dossier(slug)
      #expect(try DossierFile.parse(DossierWriter.yaml(dossier), file: "a.yaml", slug: slug) == dossier)
    }
    for persona in try library.panel().personas {
      #expect(
        try PersonaFile.parse(
          PersonaWriter.yaml(persona), kinds: persona.kinds, file: "\(persona.id).yaml") == persona)
    }
  }

  @Test func theDossierTemplateIsReadAndLintSaysWhatIsMissing() throws {
    let text = DossierWriter.template(name: "No: 1", today: try #require(CalendarDate("2026-11-22")))
    #expect(try dossier(text).name == "No: 1")
    let source = try SourceText(Data(text.utf8), file: "foo.yaml", limit: SourceText.yamlLimit)
    #expect(DossierLint.check(source, slug: slug("foo")).contains { $0.message.contains("There are no facts") })
    // With its example facts switched on it is a dossier too.
    let facts = try #require(text.range(of: "facts: []"))
    let examples = text[facts.upperBound...].replacing("\n#  ", with: "\n  ")
    let filled = text[..<facts.lowerBound] + "facts:" + examples
    #expect(try dossier(String(filled)).facts.count == 2)
  }

  @Test func thePersonaTemplatePassesLint() throws {
    let text = PersonaWriter.template(id: personaID("security"))
    let kinds = try PanelFolder.kinds(in: PanelLibrary.builtin.personas)
    let source = try SourceText(Data(text.utf8), file: "security.yaml", limit: SourceText.yamlLimit)
    #expect(PersonaLint.check(source, kinds: kinds, fileName: "security.yaml") == [])
    #expect(try PersonaFile.parse(text, kinds: kinds, file: "security.yaml").name == "Security reviewer")
  }
}
