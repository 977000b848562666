import Foundation
import PanelCore
import PanelFormats
import Testing

@Suite struct LintTests {
  private func lint(persona text: String) throws -> [String] {
    let source = try SourceText(Data(text.utf8), file: "personas/dx.yaml", limit: SourceText.yamlLimit)
    return PersonaLint.check(source, kinds: try kinds(goodKinds), fileName: "dx.yaml").map(\.description)
  }

  private func lint(dossier text: String, today: String? = nil) throws -> [String] {
    let source = try SourceText(Data(text.utf8), file: "tools/foo.yaml", limit: SourceText.yamlLimit)
    return DossierLint.check(source, slug: slug("foo"), today: today.flatMap { CalendarDate($0) }).map(\.description)
  }

  @Test func aGoodPersonaHasNoFindings() throws { #expect(try lint(persona: goodPersona) == []) }

  @Test(arguments: [
    ("name: DX reviewer", "name: Alice the reviewer", "2:7: error: “Alice the reviewer” holds the first name “alice”"),
    (
      "skip_when: the first step is long", "skip_when: The first step is short",
      "error: ship_when and skip_when are the"
    ),
    ("ship_when: the first step is short", "ship_when: it is good", "37:12: warning: “it is good” is too short"),
    (
      "does {name} give a developer?", "does {name} give a developer",
      "7:10: warning: “What does {name} give a developer”"
    ),
    ("lead_in: It is", "lead_in: The primitive of {name} is", "moves[1] opens with the same words"),
    ("Is it early, on time or late?", "What would {name} give the developer?", "moves[1] asks nearly the same"),
    ("words: 30", "words: 8", "The lead-in takes 5 of the 8 words"),
    ("lead_in: It is", "lead_in: Is it early?", "The lead-in is closed"),
    ("lens: the first hour", "lense: the first hour", "error: lense is not a key of a persona"),
  ])
  func aPersonaThatCanBeBetterIsFound(old: String, new: String, finding: String) throws {
    let found = try lint(persona: goodPersona.replacing(once: old, with: new))
    #expect(found.contains { $0.contains(finding) }, "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("personas/dx.yaml:") })
  }

  @Test func thePersonasOfTheCheckoutHaveNoErrors() {
    let errors = PanelLint.check(PanelLibrary.builtin.personas).filter { $0.severity == .error }
    #expect(errors == [])
  }

  @Test func personasThatAreTheSameReviewerAreFound() throws {
    let folder = try TemporaryFolder([
      "panel.yaml": "order: [dx, ux]\nquorum: 1\n", "dx.yaml": goodPersona,
      "ux.yaml": goodPersona.replacing(once: "id: dx", with: "id: ux"),
    ])
    let found = PanelLint.check(try FileSet(folder: folder.url, extensions: ["yaml"])).map(\.description)
    #expect(found.contains { $0.contains("ux and dx have the same name, “DX reviewer”") }, "\(found)")
    #expect(found.contains { $0.contains("ux asks “primitive” nearly as dx asks “primitive”") })
    #expect(found.contains { $0.contains("A panel of 2 can hardly disagree") })
  }

  @Test func anEmptyDossierIsAnError() throws {
    let found = try lint(dossier: "name: Foo\ntagline: T\ncategory: C\nfacts: []\n")
    #expect(
      found.contains { $0.contains("4:8: error: There are no facts, so every persona will abstain.") }, "\(found)")
  }

  @Test(arguments: [
    ("tagline: A small tool", "tagline: A seamless tool", "2:10: warning: “seamless” praises"),
    ("It needs no server.", "It is blazing fast.", "13:11: warning: “blazing” praises"),
    ("It needs no server.", "It is the fastest.", "facts[1] says the same"),
    ("It needs no server.", "\"No\\u200Bserver.\"", "the invisible character U+200B"),
    ("homepage: https://foo.example", "homepage: foo.example", "“foo.example” is no web address"),
    ("licence: MIT\n", "", "The dossier names no licence"),
    ("label: Free", "label: Free for small teams", "is long for a table"),
    ("retrieved: 2026-11-21", "retrieved: 2027-11-21", "error: 2027-11-21 lies in the future"),
    ("retrieved: 2026-11-22\nfacts", "retrieved: 2026-01-22\nfacts", "The price was read 305 days ago"),
  ])
  func aDossierThatCanBeBetterIsFound(old: String, new: String, finding: String) throws {
    let found = try lint(dossier: goodDossier.replacing(once: old, with: new), today: "2026-11-23")
    #expect(found.contains { $0.contains(finding) }, "\(found)")
  }

  @Test func praiseThatIsMarkedAsTheVendorsIsFine() throws {
    let found = try lint(dossier: goodDossier.replacing(once: "It is the fastest.", with: "It is powerful."))
    #expect(!found.contains { $0.contains("praises") }, "\(found)")
  }
}
