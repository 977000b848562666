import Foundation
import PanelCore
import PanelFormats
import TestSupport
import Testing

/// What the store keeps has to come back whole: a part that is read wrongly, or not at all, would be repeated wrongly.
struct CanonicalTextTests {
  @Test func `every dossier of the repository comes back from its canonical text`() throws {
    let library = try PanelLibrary.find(current: repositoryRoot)
    #expect(!library.toolSlugs.isEmpty)
    for slug in library.toolSlugs {
      let dossier = try library.dossier(slug)
      let read = try CanonicalText.dossier(ContentHash.canonicalText(of: dossier), slug: slug)
      #expect(read == dossier)
    }
  }

  @Test func `the panel comes back from its canonical text, with all that a persona says`() throws {
    let panel = try PanelLibrary.find(current: repositoryRoot).panel()
    let text = ContentHash.canonicalText(of: panel)
    let read = try CanonicalText.panel(text, name: "panel")
    #expect(read == panel)
    #expect(ContentHash.canonicalText(of: read) == text)
  }

  @Test func `prompts come back from their canonical text`() throws {
    let texts = try PanelLibrary.find(current: repositoryRoot).promptTemplates()
    let text = ContentHash.canonicalText(ofPrompts: texts)
    #expect(try CanonicalText.prompts(text, name: "prompts") == texts)
    #expect(ContentHash.ofText(text) == ContentHash.ofPrompts(texts))
  }

  @Test(arguments: ["", "{}", "[1]", "{\"name\":1}"])
  func `a text that is none is refused`(text: String) throws {
    #expect(throws: FormatErrors.self) { try CanonicalText.dossier(text, slug: slug("foo")) }
    #expect(throws: FormatErrors.self) { try CanonicalText.panel(text, name: "panel") }
  }
}
