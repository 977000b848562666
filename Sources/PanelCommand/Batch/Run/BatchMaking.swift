import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelFormats
import PanelStore

/// All that the reviews of a run are made with, beside the dossiers.
struct BatchMaking: Sendable {
  var panel: Panel
  var templates: PromptTemplates
  var options: SessionOptions
  var backend: any InferenceBackend
  var world: World

  /// - Parameters:
  ///   - run: id of the run that the reviews belong to.
  ///   - ready: seats that need not be computed.
  ///   - headToHeads: pairs that need not be asked.
  func session(
    _ dossiers: [Dossier], on backend: any InferenceBackend, run: RunID, ready: [ReadySeat] = [],
    headToHeads: [HeadToHead] = []
  ) throws -> ReviewSession {
    let began = world.elapsed()
    return try ReviewSession(
      dossiers: dossiers, panel: panel, templates: templates, backend: backend, options: options,
      context: RunContext(
        id: run.rawValue, started: world.now().formatted(.iso8601), version: PanelVersion.text,
        personasSHA256: ContentHash.of(panel),
        dossierSHA256: Dictionary(dossiers.map { ($0.slug, ContentHash.of($0)) }, uniquingKeysWith: { a, _ in a }),
        settingsSHA256: ContentHash.ofText(try options.reviewSettings()),
        elapsed: { [world] in world.elapsed() - began }), ready: ready, headToHeads: headToHeads)
  }
}
