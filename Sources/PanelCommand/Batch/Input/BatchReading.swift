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
    var intake = BatchIntake()
    guard try await read(plan, &intake) else { return plan }
    try await pairs(plan)
    plan.isRead = true
    if !plan.inputs.isEmpty { (plan.records, plan.broken) = (intake.records, intake.broken) }
    try await save(plan)
    return plan
  }

  /// - Returns: False where it was stopped before the end.
  private func read(_ plan: BatchPlan, _ intake: inout BatchIntake) async throws -> Bool {
    try await withThrowingTaskGroup(of: Void.self) { storing in
      var pending = 0
      for (index, input) in plan.inputs.enumerated() {
        var source = try input.open()
        for note in source.notes { report(.note("\(input.shown): \(note)")) }
        while true {
          if isStopped() { return false }
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
          // One chunk is stored while the next one is hashed and the one after it read.
          if pending == 2 {
            try await storing.next()
            pending -= 1
          }
          pending += 1
          let rank = intake.ranks(dossiers.count)
          storing.addTask { [problems] in
            try await queue(dossiers, problems, from: rank, attempts: plan.attempts, now)
          }
          report(.reading(records: intake.records, broken: intake.broken))
          if dossiers.count < BatchIntake.chunk { break }
        }
      }
      try await storing.waitForAll()
      return true
    }
  }

  private func queue(
    _ dossiers: [Dossier], _ problems: [StoredEvent], from rank: Int64, attempts: Int, _ now: Timestamp
  ) async throws {
    let hashed = dossiers.map { HashedDossier($0) }
    // Taken by rank; inserted in the order of the index, so that its pages are each touched once.
    let jobs = BatchIntake.jobs(
      hashed.map { (slug: $0.dossier.slug, dossierSHA256: $0.sha256) }, from: rank, attempts: attempts
    ).sorted { $0.key < $1.key }
    try await store.write { [run] sql in
      try sql.save(hashed, at: now)
      for problem in problems { try sql.log(problem) }
      try sql.enqueue(jobs, run: run)
    }
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
