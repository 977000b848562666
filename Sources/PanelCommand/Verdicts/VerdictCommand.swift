import ArgumentParser
import Foundation
import PanelCore
import PanelFormats
import PanelStore

/// `panel verdict`
struct VerdictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verdict",
    abstract: "The verdicts in the store: list, show, compare, write and repeat them.",
    discussion: """
      A verdict is never changed: a review that says something else, and an editor's change, make a further version. \
      “caddy” is the newest version of a tool's verdict, “caddy@2” its second.

      EXAMPLES
        panel verdict list
        panel verdict show caddy --format markdown
        panel verdict diff caddy            the last two versions, and why they differ
        panel verdict replay caddy          once more: must give the same bytes
        panel verdict export > verdicts.jsonl
      """,
    subcommands: [
      VerdictListCommand.self, VerdictShowCommand.self, VerdictDiffCommand.self, VerdictExportCommand.self,
      VerdictReplayCommand.self,
    ])
}

/// Finds verdicts as a user names them: `caddy`, `caddy@2`.
struct VerdictLookup: Sendable {
  let store: Store

  func verdict(_ name: String) async throws -> StoredVerdict {
    if let id = VerdictID(name) {
      guard let found = try await store.read({ try $0.verdict(id) }) else {
        let versions = try await store.read { try $0.verdictVersions(of: id.tool).count }
        throw CommandFailure(
          "There is no verdict \(id).",
          remedy: versions == 0
            ? "panel review \(id.tool)    makes one" : "\(id.tool) has \(versions) version\(versions == 1 ? "" : "s").",
          status: .usage)
      }
      return found
    }
    guard let tool = ToolSlug(name) else {
      throw CommandFailure(
        "“\(name)” is no verdict.", remedy: "Name a tool, or a version: caddy, caddy@2", status: .usage)
    }
    if let found = try await store.read({ try $0.latestVerdict(of: tool) }) { return found }
    let names = try await store.read { try $0.latestVerdicts().map(\.id.tool.rawValue) }
    let near = NearestNames.of(name, in: names)
    throw CommandFailure(
      "There is no verdict of “\(tool)” in the store.",
      remedy: (near.isEmpty ? "" : "Did you mean \(near.joined(separator: " or "))?\n")
        + "panel review \(tool)    makes one", status: .usage)
  }

  /// The verdict as it was made, with its dossier's facts and every number to its last bit.
  func whole(_ stored: StoredVerdict) async throws -> (verdict: Verdict, run: StoredRun) {
    try await store.read { sql in
      guard let run = try sql.run(stored.run),
        let dossier = try sql.dossier(of: stored.id.tool, sha256: stored.dossierSHA256)?.dossier,
        var verdict = stored.document.verdict(dossiers: [stored.id.tool: dossier])
      else { throw CommandFailure("The verdict \(stored.id) is not whole.", remedy: "panel store check    says why") }
      if stored.origin == .panel { verdict.reviews = try sql.reviews(of: stored.id).map(\.review) }
      return (verdict, run)
    }
  }
}

extension StoredRun {
  /// The run as the contract tells of it, for one tool of it.
  func record(tool: ToolSlug, dossierSHA256: String) -> RunRecord {
    RunRecord(
      id: id.rawValue, backend: inputs.backend, modelName: inputs.modelName, modelSHA256: inputs.modelSHA256,
      tokenizerSHA256: inputs.tokenizerSHA256, engine: inputs.engine, settingsSHA256: inputs.settingsSHA256,
      seed: inputs.seed, personasSHA256: inputs.personasSHA256, promptsSHA256: inputs.promptsSHA256,
      dossierSHA256: [tool: dossierSHA256], version: inputs.version,
      started: createdAt.date.formatted(.iso8601), seconds: usage.seconds, promptTokens: usage.promptTokens,
      computedPromptTokens: usage.computedPromptTokens, generatedTokens: usage.generatedTokens)
  }
}
