import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelFormats

/// Everything a review is made from, read and checked before a model is loaded.
struct ReviewInput: Sendable {
  var dossiers: [Dossier]
  var panel: Panel
  var templates: PromptTemplates

  init(dossiers: [Dossier], panel: Panel, templates: PromptTemplates) {
    self.dossiers = dossiers
    self.panel = panel
    self.templates = templates
  }

  init(dossiers: [Dossier], session: SessionArguments, library: PanelLibrary) throws {
    self.dossiers = dossiers
    panel = try library.panel(only: try session.personaIDs())
    templates = try PromptTemplates(named: try library.promptTemplates(), folder: library.prompts.name)
  }

  func session(
    on backend: any InferenceBackend, options: SessionOptions, world: World, ready: [ReadySeat] = [],
    headToHeads: [HeadToHead] = []
  ) throws -> ReviewSession {
    let began = world.elapsed()
    return try ReviewSession(
      dossiers: dossiers, panel: panel, templates: templates, backend: backend, options: options,
      context: RunContext(
        id: world.newID(), started: world.now().formatted(.iso8601), version: PanelVersion.text,
        personasSHA256: ContentHash.of(panel),
        dossierSHA256: Dictionary(dossiers.map { ($0.slug, ContentHash.of($0)) }, uniquingKeysWith: { a, _ in a }),
        settingsSHA256: ContentHash.ofText(try options.reviewSettings()),
        elapsed: { world.elapsed() - began }), ready: ready, headToHeads: headToHeads)
  }

  /// `Hummingbird and FlyingFox, 4 reviewers`
  var title: String {
    let names = dossiers.map(\.name)
    let tools = names.count > 1 ? names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "") : names[0]
    return "\(tools), \(panel.personas.count) reviewer\(panel.personas.count == 1 ? "" : "s")"
  }
}
