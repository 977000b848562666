import Foundation
import PanelCore
import PanelEngine
import PanelFormats
import PanelStore

extension BatchWork {
  /// Sets the verdicts of two tools side by side, asks the personas directly where they tie, and commits the comparison.
  func comparison(_ lease: JobLease, on backend: NotingBackend) async throws -> Ended {
    let began = world.elapsed()
    let tools = lease.job.payload.split(separator: " ").compactMap { ToolSlug(String($0)) }
    let panel = making.panel
    let run = run.id
    let parts = try await store.read { sql in
      try tools.map { tool -> (id: VerdictID, verdict: Verdict, hash: String) in
        guard let name = try sql.job(tool.rawValue, of: run)?.result, let id = VerdictID(name),
          let stored = try sql.verdict(id), let dossier = try sql.dossier(of: tool, sha256: stored.dossierSHA256)
        else {
          throw JobFailure(
            kind: "no_verdict", message: "There is no verdict of \(tool) in this run.", isTransient: false)
        }
        let reviews = try sql.reviews(of: id).map(\.review)
        return (
          id, Verdict(dossier: dossier.dossier, reviews: reviews, quorum: panel.quorum), stored.dossierSHA256
        )
      }
    }
    guard parts.count == 2 else {
      throw JobFailure(kind: "bad_job", message: "“\(lease.job.payload)” are no two slugs.", isTransient: false)
    }
    let keys = PairKeys(
      run: self.run.inputs, panel: panel, first: (parts[0].id.tool, parts[0].hash),
      second: (parts[1].id.tool, parts[1].hash))
    let known = plan.isFresh ? nil : try await store.read { try $0.headToHead(keys) }
    let session = try making.session(
      parts.map(\.verdict.dossier), on: backend, run: run, headToHeads: known.map { [$0] } ?? [])
    let (comparison, asked) = try await session.comparison(of: parts.map(\.verdict))
    if let outage = backend.failures.first(where: \.isOutage) { throw outage }
    var cost = BatchCost()
    cost.add(comparison.run)
    cost.seconds = world.elapsed() - began
    let stored = StoredComparison(
      run: run, verdicts: parts.map(\.id), document: ComparisonDocument(comparison), createdAt: world.timestamp)
    let (detail, spent) = (try cost.json(), cost.usage)
    try await queue.finish(lease, result: lease.job.payload) { sql in
      try sql.save(stored)
      if known == nil {
        for result in asked {
          try sql.save(result, keys: keys, run: run, attempt: lease.attempt, at: stored.createdAt)
        }
      }
      try sql.add(spent, to: run)
      try sql.noteCost(detail, of: lease, at: stored.createdAt)
    }
    let winner = comparison.recommendation?.winner
    let outcome = winner.map { "takes \($0)" } ?? comparison.recommendation?.reason.rawValue ?? ""
    return finished(
      lease, name: parts.map(\.verdict.dossier.name).joined(separator: " and "), percent: nil, outcome: outcome,
      cost: cost, seats: 0)
  }
}
