import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelFormats
import TestSupport

/// The checkout's own personas, prompts and dossiers, as the tests of sessions take them.
enum Sample {
  static func library() throws -> PanelLibrary { try PanelLibrary.find(current: repositoryRoot) }
  static func templates() throws -> PromptTemplates { try PromptTemplates(named: library().promptTemplates()) }

  static func dossiers() throws -> [Dossier] {
    try ["smolvlm2-turbo", "mistral-8b-instruct-v3"].compactMap { ToolSlug($0) }.map { try library().dossier($0) }
  }

  static let context = RunContext(
    id: "run-1", started: "2026-11-22T10:00:00Z", version: "0.0.0", personasSHA256: "aa", dossierSHA256: [:],
    elapsed: { 1.5 })

  static func session(
    _ backend: any InferenceBackend, dossiers: [Dossier]? = nil, panel: Panel? = nil,
    options: SessionOptions = SessionOptions()
  ) throws -> ReviewSession {
    try ReviewSession(
      dossiers: dossiers ?? Self.dossiers(), panel: panel ?? library().panel(), templates: templates(),
      backend: backend, options: options, context: context)
  }
}
