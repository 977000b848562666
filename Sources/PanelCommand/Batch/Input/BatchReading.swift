import Foundation
import PanelCore
import PanelFormats
import PanelStore

/// Fills the queue of a run from its inputs. May be stopped and begun again at any moment: what is
/// queued already is passed over.
struct BatchReading {
  let store: Store
  let run: RunID
  let world: World
  let report: @Sendable (BatchEvent) -> Void
  /// Whether to stop in between.
  let isStopped: @Sendable () -> Bool

  /// Reads all inputs, and queues the comparisons that were asked for. Tools of the store are queued with the run itself.
  ///
  /// - Returns: The plan with what was found; its `isRead` is false where the reading was stopped.
  func files(_ plan: BatchPlan) async throws -> BatchPlan {
    var plan = plan
    var intake = BatchIntake(attempts: plan.attempts)
    for (index, input) in plan.inputs.enumerated() {
      var source = try input.open()
      for note in source.notes { report(.note("\(input.shown): \(note)")) }
      while true {
        if isStopped() { return plan }
        var problems: [StoredEvent] = []
        let now = world.timestamp
        let logged = intake.broken
        let dossiers = try intake.next(&source, input: index, inputs: plan.inputs) { errors, place in
          report(.note(errors.description))
          if logged + problems.count < BatchIntake.mostLogged {
            problems.append(
              StoredEvent(at: now, kind: "input.broken", run: run, subject: place, detail: errors.description))
          }
        }
        if dossiers.isEmpty, problems.isEmpty, intake.broken == logged { break }
        try await queue(dossiers, problems, &intake, now)
        report(.reading(records: intake.records, broken: intake.broken))
        if dossiers.count < BatchIntake.chunk { break }
      }
    }
    try await pairs(plan)
    plan.isRead = true
    if !plan.inputs.isEmpty { (plan.records, plan.broken) = (intake.records, intake.broken) }
    try await save(plan)
    return plan
  }

  private func queue(
    _ dossiers: [Dossier], _ problems: [StoredEvent], _ intake: inout BatchIntake, _ now: Timestamp
  ) async throws {
    let (rank, attempts) = (intake.ranks(dossiers.count), intake.attempts)
    let new = try await store.write { [run] sql in
      let hashes = try sql.save(dossiers, at: now)
      for problem in problems { try sql.log(problem) }
      let jobs = BatchIntake.jobs(
        zip(dossiers, hashes).map { (slug: $0.slug, dossierSHA256: $1) }, from: rank, attempts: attempts)
      return try sql.enqueue(jobs, run: run)
    }
    intake.count(new)
  }

  private func pairs(_ plan: BatchPlan) async throws {
    if plan.pairs == .none { return }
    let run = run
    let tools = try await store.read { try $0.toolsOfJobs(of: run, kind: BatchJobKind.verdict.rawValue) }
    let pairs = try BatchIntake.pairs(tools, plan.pairs)
    for start in stride(from: 0, to: pairs.count, by: 5000) {
      if isStopped() { throw CancellationError() }
      let jobs = pairs[start..<min(pairs.count, start + 5000)].enumerated().map { index, pair in
        NewJob(
          key: "\(pair.0) \(pair.1)", kind: BatchJobKind.comparison.rawValue, rank: 1 << 40 + Int64(start + index),
          payload: "\(pair.0) \(pair.1)", mostStrikes: plan.attempts)
      }
      try await store.write { try $0.enqueue(jobs, run: run) }
    }
  }

  private func save(_ plan: BatchPlan) async throws {
    let detail = try plan.json()
    try await store.write { [run] sql in try sql.setDetail(detail, of: run) }
  }
}

extension BatchInputPlace {
  init(_ shown: String, world: World) {
    self.init(
      path: shown == "-" ? "-" : world.path(shown).absoluteURL.standardizedFileURL.path,
      shown: shown == "-" ? "standard input" : shown)
  }

  /// Opens the input.
  ///
  /// - Throws: `FormatErrors` where it is no input.
  func open() throws -> any DossierSource {
    isStandardInput
      ? BatchInput.jsonLines(.standardInput, file: shown) : try BatchInput.open(URL(filePath: path), file: shown)
  }
}
