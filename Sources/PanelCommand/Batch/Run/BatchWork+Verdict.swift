import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelFormats
import PanelStore

extension BatchWork {
  /// Judges a tool, or takes its reviews from the store, and commits the verdict with the job.
  func verdict(_ lease: JobLease, on backend: NotingBackend) async throws -> Ended {
    let began = world.elapsed()
    guard let tool = ToolSlug(lease.job.key) else {
      throw JobFailure(kind: "bad_job", message: "“\(lease.job.key)” is no slug.", isTransient: false)
    }
    let hash = lease.job.payload
    guard let dossier = try await store.read({ try $0.dossier(of: tool, sha256: hash) })?.dossier else {
      throw JobFailure(kind: "bad_job", message: "The dossier of \(tool) is not in the store.", isTransient: false)
    }
    let keys = SeatKeys(run: run.inputs, panel: making.panel, tool: tool, dossierSHA256: hash)
    var cost = BatchCost()
    cost.started = world.now().formatted(.iso8601)
    if !plan.isFresh, let known = try await store.read({ try keys.reviews(in: $0) }) {
      cost.reused = known.count
      return try await keep(lease, dossier, known.map(\.review), keys, known.map(\.reference), cost)
    }
    let session = try making.session([dossier], on: backend, run: run.id)
    var verdict = try await comparison(of: session, cost: &cost).verdicts[0]
    cost.seconds = world.elapsed() - began
    verdict.dossier = dossier
    if let outage = backend.failures.first(where: \.isOutage), verdict.split.failed > 0 { throw outage }
    if verdict.split.failed > 0, let failure = failure(of: verdict, lease, backend) {
      let now = world.timestamp
      let stored = stored(verdict.reviews, lease, keys, hash, now)
      let spent = cost.usage
      return try await fail(lease, failure) { sql in
        for review in stored { try sql.save(review) }
        try sql.add(spent, to: lease.job.run)
      }
    }
    return try await keep(lease, dossier, verdict.reviews, keys, nil, cost)
  }

  /// Why an attempt with failed seats does not count; nil where its verdict stands with the failed seats named: it has a
  /// quorum, and there is no better to be had.
  private func failure(of verdict: Verdict, _ lease: JobLease, _ backend: NotingBackend) -> JobFailure? {
    let cause = backend.failures.first
    let kind = cause?.code.rawValue ?? "failed_seat"
    let repeats =
      making.backend.capabilities.isDeterministic
      ? false : !(cause?.isOfTheInput ?? false)
    let isLastTry = !repeats || lease.job.progress.strikes + 1 >= lease.job.progress.mostStrikes
    if isLastTry, verdict.shipPercent != nil { return nil }
    let seats = verdict.reviews.filter { $0.vote == nil }.map { "\($0.name): \($0.error ?? "failed")" }
    return JobFailure(kind: kind, message: seats.joined(separator: " "), isTransient: repeats)
  }

  private func stored(
    _ reviews: [Review], _ lease: JobLease, _ keys: SeatKeys, _ hash: String, _ now: Timestamp
  ) -> [StoredReview] {
    zip(reviews, keys.keys).map { review, key in
      StoredReview(
        run: run.id, tool: keys.tool, attempt: lease.attempt, inputKey: key.key, dossierSHA256: hash,
        personaSHA256: key.personaSHA256, review: review, createdAt: now)
    }
  }

  /// Commits the verdict.
  ///
  /// - Parameter references: of reviews that are in the store; nil where they are new.
  private func keep(
    _ lease: JobLease, _ dossier: Dossier, _ reviews: [Review], _ keys: SeatKeys, _ references: [ReviewReference]?,
    _ cost: BatchCost
  ) async throws -> Ended {
    let now = world.timestamp
    let verdict = Verdict(dossier: dossier, reviews: reviews, quorum: making.panel.quorum)
    let document = VerdictDocument(verdict, on: world.today)
    let new = references == nil ? stored(reviews, lease, keys, lease.job.payload, now) : []
    let seats = references ?? new.map(\.reference)
    let (run, hash, detail) = (run.id, lease.job.payload, try cost.json())
    try await queue.finish(lease) { sql -> VerdictID in
      for review in new { try sql.save(review) }
      try sql.add(cost.usage, to: run)
      try sql.noteCost(detail, of: lease, at: now)
      // The same seats again are the same verdict, not a version of its own.
      if references != nil, let last = try sql.latestVerdict(of: dossier.slug), last.origin == .panel,
        last.dossierSHA256 == hash, last.document == document,
        try sql.reviews(of: last.id).map(\.reference) == seats
      {
        return last.id
      }
      return try sql.save(
        NewVerdict(tool: dossier.slug, run: run, dossierSHA256: hash, document: document, reviews: seats), at: now)
    }
    return finished(
      lease, name: dossier.name, percent: verdict.shipPercent, outcome: Self.outcome(verdict), cost: cost,
      seats: reviews.count)
  }

  static func outcome(_ verdict: Verdict) -> String {
    let split = verdict.split
    var parts = ["\(split.ship) ship", "\(split.skip) skip"]
    if split.abstain > 0 { parts.append("\(split.abstain) abstain") }
    if split.failed > 0 { parts.append("\(split.failed) failed") }
    return parts.joined(separator: " · ")
  }
}
