import Foundation
import PanelCore
import PanelFormats
import TestSupport
import Testing

@Suite struct PanelLibraryTests {
  @Test(arguments: [("personas", "yaml"), ("prompts", "mustache"), ("tools", "yaml")])
  func theBuiltInCopiesEqualTheFiles(folder: String, ending: String) throws {
    let url = repositoryRoot.appending(path: folder)
    var texts: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: url.path) where name.hasSuffix("." + ending) {
      texts[String(name.dropLast(ending.count + 1))] = try String(
        contentsOf: url.appending(path: name), encoding: .utf8)
    }
    let builtin = [
      "personas": BuiltinFiles.personas, "prompts": BuiltinFiles.prompts, "tools": BuiltinFiles.tools,
    ]
    #expect(!texts.isEmpty)
    #expect(builtin[folder] == texts)
  }

  @Test func everyFileOfTheCheckoutIsRead() throws {
    let library = PanelLibrary.builtin
    #expect(try library.panel().personas.count >= 4)
    for id in PanelFolder.ids(in: library.personas) { _ = try PanelFolder.persona(id, in: library.personas) }
    for slug in library.toolSlugs { #expect(try !library.dossier(slug).facts.isEmpty, "\(slug)") }
    #expect(library.toolSlugs.count >= 2)
    #expect(try library.promptTemplates()["rules"]?.isEmpty == false)
  }

  @Test func aNamedFolderWinsOverTheCurrentOneAndThatOverTheBuiltInCopies() throws {
    let persona = goodPersona
    let here = try TemporaryFolder(["personas/panel.yaml": "order: [dx]\n", "personas/dx.yaml": persona])
    let named = try TemporaryFolder([
      "panel.yaml": "order: [ux]\n", "ux.yaml": persona.replacing(once: "id: dx", with: "id: ux"),
    ])
    let nowhere = try TemporaryFolder(["tools/build.sh": "true\n"])
    #expect(try PanelLibrary.find(personas: named.url, current: here.url).panel().personas.map(\.id.rawValue) == ["ux"])
    #expect(try PanelLibrary.find(current: here.url).panel().personas.map(\.id.rawValue) == ["dx"])
    #expect(try PanelLibrary.find(current: here.url).tools.isBuiltin)
    #expect(try PanelLibrary.find(current: nowhere.url).personas.isBuiltin)
    #expect(try PanelLibrary.find(current: nowhere.url).tools.isBuiltin)
  }

  @Test func aNamedFolderThatIsNotThereIsRefused() {
    let found = complaints { () throws(FormatErrors) in
      try PanelLibrary.find(personas: URL(filePath: "/nowhere/personas"), current: nil)
    }
    #expect(found == ["/nowhere/personas: the file is not there; expected a folder."])
  }

  @Test func anUnknownSlugGetsTheNearestNamesAndHowToAddOne() throws {
    let slug = try #require(ToolSlug("smolvlm-turbo"))
    let found = complaints { () throws(FormatErrors) in try PanelLibrary.builtin.dossier(slug) }
    #expect(found.first?.contains("Did you mean “smolvlm2-turbo”?") == true, "\(found)")
    #expect(found.first?.contains("panel tool new smolvlm-turbo") == true)
  }
}
