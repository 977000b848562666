import Foundation
import PanelCore
import PanelFormats
import TestSupport
import Testing

@Suite struct ContentHashTests {
  @Test func formattingDoesNotChangeTheHashAndAnyWordDoes() throws {
    let hash = ContentHash.of(try dossier(goodDossier))
    let reordered =
      "# a comment\ncategory: \"Developer Tools\"\n"
      + goodDossier.replacing(once: "category: Developer Tools\n", with: "")
      .replacing(once: "tagline: A small tool", with: "tagline: >-\n  A small\n  tool")
    #expect(ContentHash.of(try dossier(reordered)) == hash)
    #expect(ContentHash.of(try dossier(goodDossier.replacing(once: "no server", with: "a server"))) != hash)
    #expect(ContentHash.of(try dossier(goodDossier.replacing(once: "vendor: true", with: "vendor: false"))) != hash)
    #expect(ContentHash.of(try dossier(goodDossier.replacing(once: "2026-11-21", with: "2026-11-20"))) != hash)
  }

  @Test func theHashIsThatOfTheDocumentedText() throws {
    let text =
      #"{"category":"Developer Tools","description":"A tool for tests.","facts":[{"retrieved":"2026-11-22","#
      + #""source":"README 1.2","text":"It needs no server.","vendor":false},{"retrieved":"2026-11-21","#
      + #""source":"README 1.2","text":"It is the fastest.","vendor":true}],"homepage":"https://foo.example","#
      + #""kind":"panel.dossier/1","licence":"MIT","name":"Foo","pricing":{"entry":"$0","label":"Free","#
      + #""plans":["Free"],"retrieved":"2026-11-22","source":"README 1.2"},"tagline":"A small tool"}"#
    #expect(ContentHash.canonicalText(of: try dossier(goodDossier)) == text)
    // printf '%s' "$text" | sha256sum
    #expect(
      ContentHash.of(try dossier(goodDossier)) == "b22eb38ee4ebfe0260826a0cae1998cd0e5542f6b3b1fea229848b0aaa32bd64")
  }

  @Test func theSlugIsNotContent() throws {
    let other = try DossierFile.parse(goodDossier, file: "x.yaml", slug: slug("x"))
    #expect(ContentHash.of(other) == ContentHash.of(try dossier(goodDossier)))
  }

  @Test func aPanelsHashKnowsOrderAndQuorum() throws {
    let dx = try persona(goodPersona)
    var ux = dx
    ux.id = personaID("ux")
    let hash = ContentHash.of(Panel(personas: [dx, ux]))
    #expect(hash.count == 64)
    #expect(ContentHash.of(Panel(personas: [ux, dx])) != hash)
    #expect(ContentHash.of(Panel(personas: [dx, ux], quorum: 1)) != hash)
    #expect(ContentHash.of(dx) != ContentHash.of(ux))
  }

  @Test func promptsAreHashedByNameAndText() {
    let hash = ContentHash.ofPrompts(["a": "x", "b": "y"])
    #expect(ContentHash.ofPrompts(["b": "y", "a": "x"]) == hash)
    #expect(ContentHash.ofPrompts(["a": "y", "b": "x"]) != hash)
    #expect(ContentHash.ofPrompts(["a": "x"]) != hash)
  }
}
