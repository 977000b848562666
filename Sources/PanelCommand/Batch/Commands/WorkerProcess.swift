import Foundation
import Inference
import PanelFormats
import PanelStore

/// A process that works on whatever batches of a database were begun with its model, one run after the other.
struct WorkerProcess: Sendable {
  let program: PanelProgram
  let work: BatchWorkArguments
  let backend: BackendArguments
  let store: Store
  let untilDone: Bool

  /// - Returns: The exit status.
  func run() async throws -> Int32 {
    let world = program.world
    let reporter = BatchReporter(world: world, isForMachines: work.jsonEvents)
    let stop = BatchStop(reporter)
    defer { reporter.abandon() }
    reporter.report(.status("Opening \(backend.address(world))"))
    let opened = try await backend.open(in: program)
    let queue = try await JobQueue(store, name: "panel worker", clock: world.clock)
    var isWaiting = false
    var status: Int32 = 0
    serving: while !stop.isAsked {
      guard let (run, plan) = try await next(for: opened.identity) else {
        if untilDone { break }
        if !isWaiting { reporter.report(.status("Waiting for jobs")) }
        isWaiting = true
        try await Task.sleep(for: .seconds(1))
        continue
      }
      isWaiting = false
      let making = try await BatchMaking.stored(run, plan, store: store, program: program, opened: opened)
      let counts = try await store.read { try BatchEvent.Counts($0.jobCounts(of: run.id)) }
      reporter.report(.opened(run: "\(run.id)", title: "\(plan.title), \(run.inputs.modelName)", counts))
      let work = BatchWork(
        store: store, queue: queue, run: run, plan: plan, making: making, world: world, report: { reporter.report($0) })
      let limits = BatchRunner.Limits(
        inFlight: self.work.inFlight ?? making.defaultInFlight, maxFailures: self.work.maxFailures ?? plan.maxFailures,
        patience: Double(self.work.patience.seconds))
      switch await BatchRunner(work: work, limits: limits, follow: { _ in }).run(stop.signals, stop.send) {
      case .complete: try await close(run.id)
      case .stopped: break serving
      case .tooManyFailures:
        status = BatchStatus.someFailed
        break serving
      case .failed(let failure):
        reporter.abandon()
        try? await queue.close()
        throw failure
      }
    }
    reporter.stop()
    try? await queue.close()
    await opened.close()
    return stop.isAsked ? BatchStatus.stopped : status
  }

  /// The oldest run that has jobs for this backend.
  private func next(for identity: BackendIdentity) async throws -> (StoredRun, BatchPlan)? {
    let runs = try await store.read { sql in
      try sql.runs(kind: BatchPlan.kind).filter { run in
        run.state == .running && run.inputs.backend == identity.kind && run.inputs.engine == identity.engine
          && run.inputs.modelSHA256 == identity.modelSHA256
          && (run.inputs.modelName == identity.model || run.inputs.modelName.hasPrefix("\(identity.model) at "))
      }.filter { try sql.jobCounts(of: $0.id)[.queued] > 0 || sql.jobCounts(of: $0.id)[.leased] > 0 }
    }
    return try runs.last.map { ($0, try BatchPlan(of: $0)) }
  }

  /// Closes a run whose last job this was, unless another process does.
  private func close(_ run: RunID) async throws {
    let now = program.world.timestamp
    try await store.write { sql in
      let counts = try sql.jobCounts(of: run)
      guard counts.open == 0, let stored = try sql.run(run), stored.state == .running else { return }
      guard try BatchPlan(of: stored).isRead else { return }
      try sql.set(counts[.failed] + counts[.dead] > 0 ? .failed : .done, of: run, finishedAt: now)
    }
  }
}
