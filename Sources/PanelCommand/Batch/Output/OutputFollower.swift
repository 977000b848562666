import Foundation
import PanelCore
import PanelFormats
import PanelStore

/// Brings the results of a run to its outputs, whichever process committed them, in the order in which they were.
///
/// It begins with the first result at each start, and the sinks pass over what they hold: so what a crash kept from an
/// output comes later, and nothing comes twice.
struct OutputFollower {
  let store: Store
  let run: StoredRun
  private var sinks: [any BatchSink]
  private var cursor: Int64 = 0

  /// - Throws: ``CommandFailure`` where an output cannot be written.
  init(store: Store, run: StoredRun, plan: BatchPlan) throws {
    self.store = store
    self.run = run
    sinks = try plan.outputs.flatMap { try $0.sinks(title: plan.title) }
  }

  /// Hands over what was committed since the last time.
  ///
  /// - Parameter seconds: since the program began.
  mutating func catchUp(seconds: Double, isLast: Bool = false) async throws {
    if sinks.isEmpty { return }
    var failures: [(cause: String, count: Int)] = []
    while true {
      let (after, run) = (cursor, run)
      let results = try await store.read { sql in
        try sql.finishedJobs(of: run.id, after: after, limit: 100).map { job in
          (event: job.event, result: try Self.result(of: job, run: run, sql))
        }
      }
      for (event, result) in results {
        if let result { for index in sinks.indices { try sinks[index].add(result) } }
        cursor = event
      }
      if results.count < 100 { break }
    }
    if isLast {
      let run = run.id
      failures = try await store.read { try $0.jobCounts(of: run) }.failures
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (cause: $0.key, count: $0.value) }
    }
    for index in sinks.indices { try sinks[index].flush(isLast: isLast, seconds: seconds, failures: failures) }
  }

  private static func result(of finished: FinishedJob, run: StoredRun, _ sql: any SQLReading) throws -> BatchResult? {
    guard let name = finished.job.result else { return nil }
    let cost = BatchCost.read(finished.cost)
    switch BatchJobKind(rawValue: finished.job.kind) {
    case .verdict:
      guard let id = VerdictID(name), let stored = try sql.verdict(id) else { return nil }
      let dossier = try sql.dossier(of: id.tool, sha256: stored.dossierSHA256)
      guard let verdict = stored.document.verdict(dossiers: dossier.map { [id.tool: $0.dossier] } ?? [:]) else {
        return nil
      }
      let comparison = Comparison(
        verdicts: [verdict], recommendation: nil,
        run: record(run, cost, dossiers: [id.tool: stored.dossierSHA256]))
      return .verdict(stored.document, line: try StableJSON.line(stored.document), comparison)
    case .comparison:
      let tools = name.split(separator: " ").compactMap { ToolSlug(String($0)) }
      guard let stored = try sql.comparison(of: tools, run: run.id) else { return nil }
      var dossiers: [ToolSlug: Dossier] = [:]
      for (tool, hash) in stored.document.run.dossierSHA256.hashes {
        guard let tool = ToolSlug(tool) else { continue }
        dossiers[tool] = try sql.dossier(of: tool, sha256: hash)?.dossier
      }
      guard let comparison = stored.document.comparison(dossiers: dossiers) else { return nil }
      return .comparison(stored.document, comparison)
    case nil: return nil
    }
  }

  static func record(_ run: StoredRun, _ cost: BatchCost, dossiers: [ToolSlug: String]) -> RunRecord {
    RunRecord(
      id: run.id.rawValue, backend: run.inputs.backend, modelName: run.inputs.modelName,
      modelSHA256: run.inputs.modelSHA256, tokenizerSHA256: run.inputs.tokenizerSHA256, engine: run.inputs.engine,
      settingsSHA256: run.inputs.settingsSHA256, seed: run.inputs.seed, personasSHA256: run.inputs.personasSHA256,
      promptsSHA256: run.inputs.promptsSHA256, dossierSHA256: dossiers, version: run.inputs.version,
      started: cost.started.isEmpty ? run.createdAt.date.formatted(.iso8601) : cost.started, seconds: cost.seconds,
      promptTokens: cost.promptTokens, computedPromptTokens: cost.computedPromptTokens,
      generatedTokens: cost.generatedTokens)
  }
}

/// What the jobs of a batch are.
enum BatchJobKind: String, Sendable {
  /// One tool's verdict: the key is its slug, the payload the hash of its dossier.
  case verdict
  /// Two tools' comparison: the payload is their slugs.
  case comparison
}
