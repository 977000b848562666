import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelFormats
import PanelStore
import Synchronization

/// One process that works on a batch: it opens what is needed, works, and says how to go on.
struct BatchProcess: Sendable {
  let program: PanelProgram
  let work: BatchWorkArguments
  let backend: BackendArguments

  private var world: World { program.world }

  /// Begins a run.
  ///
  /// - Parameter tools: the tools of the store that are to be judged; nil for those of the plan's inputs.
  /// - Returns: The exit status.
  func start(
    _ plan: BatchPlan, panel: Panel, templates: [String: String], library: PanelLibrary, store: Store,
    tools: (@Sendable (any SQLReading, Timestamp) throws -> [StoredTool])?, worksItself: Bool
  ) async throws -> Int32 {
    let now = world.timestamp
    var chosen: [StoredTool]?
    if let tools { chosen = try await store.read { try tools($0, now) } }
    if let chosen, chosen.isEmpty {
      world.messages.write("panel: There is no such tool in \(world.shown(store.file)). Nothing to do.\n")
      return 0
    }
    let reporter = BatchReporter(world: world, isForMachines: work.jsonEvents)
    let stop = BatchStop(reporter)
    defer { reporter.abandon() }
    reporter.report(.status("Opening \(plan.backend)"))
    let opened = try await backend.open(in: program)
    let made = try BatchMaking(
      panel: panel, templates: PromptTemplates(named: templates, folder: library.prompts.name),
      options: plan.session.options, backend: opened, world: world)
    var plan = plan
    plan.records = chosen?.count ?? 0
    let jobs = BatchIntake.jobs(
      (chosen ?? []).map { (slug: $0.slug, dossierSHA256: $0.dossierSHA256) }, from: 0, attempts: plan.attempts)
    let run = StoredRun(
      id: RunID(String(world.newID().prefix(8))), kind: BatchPlan.kind,
      inputs: try made.inputs(address: backend.address(world)), detail: try plan.json(), createdAt: now)
    let settings = try made.options.reviewSettings()
    try await store.write { sql in
      try sql.saveDocument(
        ContentHash.canonicalText(of: panel), sha256: run.inputs.personasSHA256, kind: "panel", at: now)
      try sql.saveDocument(
        ContentHash.canonicalText(ofPrompts: templates), sha256: run.inputs.promptsSHA256, kind: "prompts", at: now)
      try sql.saveDocument(settings, sha256: run.inputs.settingsSHA256, kind: "settings", at: now)
      try sql.insert(run)
      try sql.enqueue(jobs, run: run.id)
    }
    return try await go(run, plan, made, store, reporter, stop, worksItself: worksItself)
  }

  /// Goes on with a run.
  func resume(_ run: StoredRun, store: Store) async throws -> Int32 {
    let plan = try BatchPlan(of: run)
    let reporter = BatchReporter(world: world, isForMachines: work.jsonEvents)
    let stop = BatchStop(reporter)
    defer { reporter.abandon() }
    let made = try await BatchMaking.stored(
      run, plan, store: store, program: program, backend: backend, reporter: reporter)
    return try await go(run, plan, made, store, reporter, stop, worksItself: true)
  }

  private func go(
    _ run: StoredRun, _ plan: BatchPlan, _ made: BatchMaking, _ store: Store, _ reporter: BatchReporter,
    _ stop: BatchStop, worksItself: Bool
  ) async throws -> Int32 {
    var plan = plan
    if !plan.isRead {
      let reading = BatchReading(
        store: store, run: run.id, world: world, report: { reporter.report($0) }, isStopped: { stop.isAsked })
      plan = try await reading.files(plan)
    }
    let follower = BatchFollowing(try OutputFollower(store: store, run: run, plan: plan))
    let world = world
    let counts = try await store.read { try BatchEvent.Counts($0.jobCounts(of: run.id)) }
    reporter.report(.opened(run: "\(run.id)", title: "\(plan.title), \(run.inputs.modelName)", counts))
    var ending = BatchRunner.Ending.stopped
    if worksItself, plan.isRead {
      let queue = try await JobQueue(store, name: "panel batch", clock: world.clock)
      try await store.write { try $0.set(.running, of: run.id, finishedAt: nil) }
      let work = BatchWork(
        store: store, queue: queue, run: run, plan: plan, making: made, world: world, report: { reporter.report($0) })
      let limits = BatchRunner.Limits(
        inFlight: self.work.inFlight ?? made.defaultInFlight, maxFailures: self.work.maxFailures ?? plan.maxFailures,
        patience: Double(self.work.patience.seconds))
      let runner = BatchRunner(work: work, limits: limits) { isLast in
        try await follower.catchUp(seconds: world.elapsed(), isLast: isLast)
      }
      ending = await runner.run(stop.signals, stop.send)
      try? await queue.close()
    }
    await made.backend.close()
    return try await end(run, plan, ending, store, follower, reporter, isQueued: !worksItself && plan.isRead)
  }

  /// Completes the outputs, closes the run, and says what came of it.
  private func end(
    _ run: StoredRun, _ plan: BatchPlan, _ ending: BatchRunner.Ending, _ store: Store, _ follower: BatchFollowing,
    _ reporter: BatchReporter, isQueued: Bool
  ) async throws -> Int32 {
    var failure: CommandFailure?
    if case .failed(let cause) = ending { failure = cause }
    do {
      try await follower.catchUp(seconds: world.elapsed(), isLast: true)
    } catch {
      failure = failure ?? CommandFailure(error)
    }
    let counts = try await store.read { try $0.jobCounts(of: run.id) }
    let failed = counts[.failed] + counts[.dead]
    let isOver = counts.open == 0 && plan.isRead
    let state: StoredRun.State =
      isQueued ? .running : !isOver ? .stopped : counts[.cancelled] > 0 ? .cancelled : failed > 0 ? .failed : .done
    let now = world.timestamp
    do {
      try await store.write { try $0.set(state, of: run.id, finishedAt: isOver ? now : nil) }
    } catch {
      failure = failure ?? CommandFailure(error)
    }
    reporter.report(.counts(BatchEvent.Counts(counts)))
    reporter.stop()
    for line in BatchAdvice(
      run: run.id, plan: plan, counts: counts, ending: ending, isQueued: isQueued, world: world
    ).lines {
      world.messages.write(line + "\n")
    }
    if let failure { throw failure }
    if isQueued { return 0 }
    guard isOver, counts[.cancelled] == 0 else { return BatchStatus.stopped }
    return failed > 0 || plan.broken > 0 ? BatchStatus.someFailed : 0
  }
}

/// Exit statuses of a batch, beside those of all commands.
enum BatchStatus {
  static let stopped: Int32 = 1
  static let someFailed: Int32 = 2
}

/// The one follower of a process, asked from the runner and at the end.
actor BatchFollowing {
  private var follower: OutputFollower

  init(_ follower: sending OutputFollower) { self.follower = follower }

  func catchUp(seconds: Double, isLast: Bool) async throws {
    var next = follower
    try await next.catchUp(seconds: seconds, isLast: isLast)
    follower = next
  }
}

/// Requests to stop, from signals to the runner.
final class BatchStop: Sendable {
  let signals: AsyncStream<BatchRunner.Signal>
  let send: AsyncStream<BatchRunner.Signal>.Continuation
  private let asked = Atomic(false)
  private let sources: Mutex<StopSignals?>

  init(_ reporter: BatchReporter) {
    (signals, send) = AsyncStream.makeStream(of: BatchRunner.Signal.self)
    sources = Mutex(nil)
    let made = StopSignals(pause: { reporter.pause() }, resume: { reporter.resume() }) { [weak self, send] request in
      self?.asked.store(true, ordering: .relaxed)
      send.yield(.stop(request))
    }
    sources.withLock { $0 = made }
  }

  var isAsked: Bool { asked.load(ordering: .relaxed) }
}

extension World {
  /// Both clocks at one moment, for the queue.
  var clock: @Sendable () -> ClockReading {
    { ClockReading(wall: timestamp, monotonic: Int64(elapsed() * 1000)) }
  }
}
