import Foundation
import PanelCore
import PanelFormats
import Testing

@Suite struct PanelFolderTests {
  private let ux = goodPersona.replacing(once: "id: dx", with: "id: ux")
  private let ids = { (names: [String]) in names.compactMap { PersonaID($0) } }

  @Test func thePanelHasTheListedPersonasInOrderAndMoreThanHalfAsQuorum() throws {
    let folder = try TemporaryFolder(["panel.yaml": "order: [ux, dx]\n", "dx.yaml": goodPersona, "ux.yaml": ux])
    let panel = try PanelFolder.load(folder.url)
    #expect(panel.personas.map(\.id.rawValue) == ["ux", "dx"])
    #expect(panel.quorum == 2)
  }

  @Test func aPersonaThatIsNotListedCanBeNamed() throws {
    let folder = try TemporaryFolder([
      "panel.yaml": "order: [dx]\nquorum: 1\n", "dx.yaml": goodPersona, "ux.yaml": ux,
    ])
    #expect(try PanelFolder.load(folder.url).personas.map(\.id.rawValue) == ["dx"])
    let named = try PanelFolder.load(folder.url, only: ids(["ux", "dx"]))
    #expect(named.personas.map(\.id.rawValue) == ["ux", "dx"])
    #expect(named.quorum == 2)
  }

  @Test(arguments: [
    ("order: [dx]\nquorum: 0", "quorum is “0”; expected fewest votes for which a percentage is shown, a whole number"),
    ("order: [dx]\nquorum: 2", "quorum is “2”; expected fewest votes"),
    ("order: []", "order is empty"),
    ("quorum: 1", "order is missing"),
    ("order: dx", "order is “dx”; expected a list"),
    ("order: [dx, dx]", "order is holding “dx” twice"),
    ("order: [DX]", "order is holding “DX” at position 1"),
    ("order: [dx, dxx]", "dxx.yaml: the file is not there; expected one of the personas dx. Did you mean “dx”?"),
    ("oder: [dx]", "Did you mean “order”?"),
    ("", "the file is empty; expected the key order"),
  ])
  func aPanelThatCannotSitIsRefused(text: String, complaint: String) throws {
    let folder = try TemporaryFolder(["panel.yaml": text, "dx.yaml": goodPersona])
    let found = complaints { () throws(FormatErrors) in try PanelFolder.load(folder.url) }
    #expect(found.contains { $0.contains(complaint) }, "\(found)")
  }

  @Test func errorsOfAllPersonasAreReportedTogether() throws {
    let folder = try TemporaryFolder([
      "panel.yaml": "order: [dx, ux]\n",
      "dx.yaml": goodPersona.replacing(once: "words: 30", with: "words: 3"),
      "ux.yaml": ux.replacing(once: "lens:", with: "lense:"),
    ])
    let found = complaints { () throws(FormatErrors) in try PanelFolder.load(folder.url) }
    #expect(found.count == 3)
    #expect(found.contains { $0.contains("dx.yaml:9:12: moves[1].words is “3”") })
    #expect(found.contains { $0.contains("ux.yaml:3:1: lense is not a key of a persona") })
  }

  @Test func aFolderWithoutAPanelSaysHowToWriteOne() throws {
    let folder = try TemporaryFolder(["dx.yaml": goodPersona, "ux.yaml": ux])
    let found = complaints { () throws(FormatErrors) in try PanelFolder.load(folder.url) }
    #expect(found.first?.hasSuffix("Write it with “order: [dx, ux]”.") == true, "\(found)")
  }
}
