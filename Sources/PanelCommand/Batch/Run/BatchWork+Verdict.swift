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
    let keys = ReviewKeys(run: run.inputs, panel: making.panel, tool: tool, dossierSHA256: hash)
    let stored = plan.isFresh ? [] : try await store.read { try keys.reviews(in: $0) }
    var seats = Seats(keys: keys, known: stored.compactMap { $0 })
    var cost = BatchCost()
    cost.started = world.now().formatted(.iso8601)
    cost.reused = seats.known.count
    if seats.known.count == keys.keys.count {
      let reviews = stored.compactMap { $0?.review }
      return try await keep(
        lease, Verdict(dossier: dossier, reviews: reviews, quorum: making.panel.quorum), seats, cost)
    }
    let session = try making.session([dossier], on: backend, run: run.id, ready: seats.ready)
    var verdict = try await comparison(of: session, cost: &cost) { seats.traces[$0.persona] = $1 }.verdicts[0]
    cost.seconds = world.elapsed() - began
    verdict.dossier = dossier
    if let outage = backend.failures.first(where: \.isOutage), verdict.split.failed > 0 { throw outage }
    if verdict.split.failed > 0, let failure = failure(of: verdict, lease, backend) {
      let new = seats.new(verdict.reviews, lease, at: world.timestamp)
      let spent = cost.usage
      return try await fail(lease, failure) { sql in
        for review in new { try sql.save(review) }
        try sql.add(spent, to: lease.job.run)
      }
    }
    return try await keep(lease, verdict, seats, cost)
  }

  /// The seats of a tool: which reviews are there, and under which keys the others are kept.
  struct Seats: Sendable {
    let keys: ReviewKeys
    let known: [StoredReview]
    /// What seats that were computed left for those after them.
    var traces: [PersonaID: SeatTrace] = [:]

    init(keys: ReviewKeys, known: [StoredReview]) {
      self.keys = keys
      self.known = known
    }

    var ready: [ReadySeat] {
      known.map {
        ReadySeat(
          seat: Seat(tool: $0.tool, persona: $0.review.persona), review: $0.review, trace: $0.trace ?? SeatTrace(),
          run: $0.run.rawValue)
      }
    }

    /// The reviews that are to be kept: those that were not there.
    func new(_ reviews: [Review], _ lease: JobLease, at now: Timestamp) -> [StoredReview] {
      zip(reviews, keys.keys(storing: reviews)).compactMap { review, key in
        if known.contains(where: { $0.review.persona == review.persona }) { return nil }
        return StoredReview(
          run: lease.job.run, tool: keys.tool, attempt: lease.attempt, inputKey: key.key,
          dossierSHA256: keys.dossierSHA256, personaSHA256: key.personaSHA256, review: review,
          trace: traces[review.persona] ?? SeatTrace(), createdAt: now)
      }
    }

    /// Names all seats of a verdict, in its order.
    func references(_ reviews: [Review], _ new: [StoredReview]) -> [ReviewReference] {
      reviews.compactMap { review in (known + new).first { $0.review.persona == review.persona }?.reference }
    }
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

  /// Commits the verdict with the job.
  private func keep(_ lease: JobLease, _ verdict: Verdict, _ seats: Seats, _ cost: BatchCost) async throws -> Ended {
    let now = world.timestamp
    let document = VerdictDocument(verdict, on: world.today)
    let new = seats.new(verdict.reviews, lease, at: now)
    let references = seats.references(verdict.reviews, new)
    let (run, keys, detail) = (run.id, seats.keys, try cost.json())
    try await queue.finish(lease) { sql -> VerdictID in
      for review in new { try sql.save(review) }
      try sql.add(cost.usage, to: run)
      try sql.noteCost(detail, of: lease, at: now)
      // The same seats again are the same verdict, not a version of its own.
      if new.isEmpty, let last = try sql.latestVerdict(of: keys.tool), last.origin == .panel,
        last.dossierSHA256 == keys.dossierSHA256, last.document == document,
        try sql.reviews(of: last.id).map(\.reference) == references
      {
        return last.id
      }
      let id = try sql.save(
        NewVerdict(
          tool: keys.tool, run: run, dossierSHA256: keys.dossierSHA256, document: document, reviews: references),
        at: now)
      try sql.log(StoredEvent(at: now, kind: "verdict.saved", run: run, subject: "\(id)"))
      return id
    }
    return finished(
      lease, name: verdict.dossier.name, percent: verdict.shipPercent, outcome: Self.outcome(verdict), cost: cost,
      seats: verdict.reviews.count)
  }

  static func outcome(_ verdict: Verdict) -> String {
    let split = verdict.split
    var parts = ["\(split.ship) ship", "\(split.skip) skip"]
    if split.abstain > 0 { parts.append("\(split.abstain) abstain") }
    if split.failed > 0 { parts.append("\(split.failed) failed") }
    return parts.joined(separator: " · ")
  }
}
