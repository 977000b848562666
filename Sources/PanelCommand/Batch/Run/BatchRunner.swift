import Foundation
import Inference
import PanelCore
import PanelStore
import Synchronization

/// Works through the jobs of a run: several at once on one backend, with signs of life for what it holds, until nothing is
/// left or it is told to stop.
///
/// One task owns all state and hears of everything else through one stream of signals.
struct BatchRunner: Sendable {
  struct Limits: Sendable {
    /// Jobs at once.
    var inFlight = 2
    /// Failed jobs after which no more are begun; nil never.
    var maxFailures: Int?
    /// Seconds for which a backend may be away.
    var patience = 300.0
    /// Whether to wait for jobs that other processes hold.
    var waitsForOthers = true
  }

  enum Ending: Sendable {
    /// Nothing is left to do.
    case complete
    /// Asked to.
    case stopped
    case tooManyFailures(Int)
    case failed(CommandFailure)
  }

  enum Signal: Sendable {
    case ended(JobID, BatchWork.Ended)
    case lost([JobID])
    case tick
    case stop(StopSignals.Request)
    case failed(CommandFailure)
  }

  let work: BatchWork
  let limits: Limits
  /// Called now and then, and at the end: brings results to the outputs.
  let follow: @Sendable (_ isLast: Bool) async throws -> Void

  func run(
    _ signals: AsyncStream<Signal>, _ send: AsyncStream<Signal>.Continuation
  ) async -> Ending {
    let held = HeldLeases()
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { await beat(send, held) }
      group.addTask {
        while !Task.isCancelled {
          try? await Task.sleep(for: .milliseconds(500))
          send.yield(.tick)
        }
      }
      var state = State(held: held)
      let ending = await serve(signals, send, &state)
      for task in state.tasks.values { task.cancel() }
      group.cancelAll()
      return ending
    }
  }

  /// What is in the works, kept by the one task that serves the signals.
  struct State {
    var tasks: [JobID: Task<Void, Never>] = [:]
    var leases: [JobID: JobLease] = [:] { didSet { held.set(Array(leases.values)) } }
    /// Leases of jobs that may end the process: each runs alone.
    var suspects: [JobLease] = []
    var isAlone = false
    var stop: StopSignals.Request?
    var failures = 0
    /// When the backend may be tried again, and since when it is away.
    var pausedUntil: Double?
    var awaySince: Double?
    var pauses = 0
    var countedAt = -Double.infinity
    var followedAt = -Double.infinity
    var isDry = false
    let held: HeldLeases

    init(held: HeldLeases) { self.held = held }
  }

  /// The leases that signs of life are given for.
  final class HeldLeases: Sendable {
    private let leases = Mutex<[JobLease]>([])
    func set(_ new: [JobLease]) { leases.withLock { $0 = new } }
    var all: [JobLease] { leases.withLock { $0 } }
  }

  private func beat(_ send: AsyncStream<Signal>.Continuation, _ held: HeldLeases) async {
    while !Task.isCancelled {
      try? await Task.sleep(for: work.queue.leaseTime / 3)
      if Task.isCancelled { return }
      do {
        let lost = try await work.queue.heartbeat(held.all)
        if !lost.isEmpty { send.yield(.lost(lost.map(\.job.id))) }
      } catch let error as StoreError where error.code == .busy {
        continue  // The next one is early enough.
      } catch {
        send.yield(.failed(CommandFailure(error)))
      }
    }
  }

  private func serve(
    _ signals: AsyncStream<Signal>, _ send: AsyncStream<Signal>.Continuation, _ state: inout State
  ) async -> Ending {
    do {
      if try await fill(&state, send) { return try await ended(.complete) }
      for await signal in signals {
        switch signal {
        case .ended(let job, let how):
          if let ending = try await take(job, how, &state) { return try await ended(ending) }
        case .lost(let jobs):
          for job in jobs { state.tasks[job]?.cancel() }
        case .tick: try await look(&state)
        case .stop(let request):
          state.stop = max(request, state.stop ?? request)
          if state.stop == .finish { work.report(.stopping(inFlight: state.tasks.count)) }
          try await letGo(of: state.suspects, &state)
          state.suspects = []
          if state.stop == .now { for task in state.tasks.values { task.cancel() } }
        case .failed(let failure):
          if let ending = try? await stopAll(&state, .failed(failure)) { return ending }
        }
        if state.stop != nil {
          if state.tasks.isEmpty { return try await ended(.stopped) }
        } else if let limit = limits.maxFailures, state.failures > limit {
          if state.tasks.isEmpty { return try await ended(.tooManyFailures(state.failures)) }
        } else if try await fill(&state, send) {
          return try await ended(.complete)
        }
      }
      return .stopped
    } catch {
      return (try? await stopAll(&state, .failed(CommandFailure(error)))) ?? .failed(CommandFailure(error))
    }
  }

  /// Begins as many jobs as may be in flight.
  ///
  /// - Returns: Whether nothing is left to do.
  private func fill(_ state: inout State, _ send: AsyncStream<Signal>.Continuation) async throws -> Bool {
    if let until = state.pausedUntil {
      guard work.world.elapsed() >= until else { return false }
      state.pausedUntil = nil
    }
    if state.tasks.isEmpty { state.isAlone = false }
    if state.isAlone { return false }
    // While the backend is away one job is enough to learn that it is back.
    let room = state.awaySince == nil ? limits.inFlight : 1
    let free = room - state.tasks.count - state.suspects.count
    if free > 0, !state.isDry {
      let claimed = try await claim(free)
      for lease in claimed { state.leases[lease.job.id] = lease }
      state.isDry = claimed.count < free
      for lease in claimed {
        if lease.isSuspect { state.suspects.append(lease) } else { start(lease, &state, send) }
      }
    }
    if state.tasks.isEmpty, let suspect = state.suspects.popLast() {
      state.isAlone = true
      start(suspect, &state, send)
    }
    guard state.tasks.isEmpty, state.suspects.isEmpty else { return false }
    let run = work.run.id
    let open = try await work.store.read { try $0.jobCounts(of: run) }.open
    return open == 0 || !limits.waitsForOthers
  }

  /// Verdicts first: comparisons are made of them.
  private func claim(_ count: Int) async throws -> [JobLease] {
    let run = work.run.id
    let verdicts = try await work.queue.claim(of: run, kinds: [BatchJobKind.verdict.rawValue], limit: count)
    if !verdicts.isEmpty { return verdicts }
    if try await work.store.read({ try $0.openJobs(of: run, kind: BatchJobKind.verdict.rawValue) }) > 0 { return [] }
    return try await work.queue.claim(of: run, kinds: [BatchJobKind.comparison.rawValue], limit: count)
  }

  private func start(_ lease: JobLease, _ state: inout State, _ send: AsyncStream<Signal>.Continuation) {
    let id = lease.job.id
    let work = work
    state.tasks[id] = Task { @concurrent in send.yield(.ended(id, await work.perform(lease))) }
  }

  /// Takes in how a job ended.
  private func take(_ job: JobID, _ how: BatchWork.Ended, _ state: inout State) async throws -> Ending? {
    state.tasks[job] = nil
    state.leases[job] = nil
    state.isDry = false
    switch how {
    case .done:
      state.awaySince = nil
      state.pauses = 0
    case .failed(let isLast):
      state.awaySince = nil
      if isLast { state.failures += 1 }
    case .released, .lost: break
    case .outage(let error): return try await pause(error, &state)
    case .broken(let failure): return try await stopAll(&state, .failed(failure))
    }
    try await look(&state)
    return nil
  }

  /// Waits for a backend that is away, longer each time, until patience ends.
  private func pause(_ error: InferenceError, _ state: inout State) async throws -> Ending? {
    if state.stop != nil { return nil }
    let now = work.world.elapsed()
    let since = state.awaySince ?? now
    state.awaySince = since
    guard error.mayPass, now - since < limits.patience else {
      return try await stopAll(&state, .failed(CommandFailure(error)))
    }
    if state.pausedUntil == nil {
      let seconds = min(60, 0.5 * Double(1 << min(state.pauses, 7)))
      state.pauses += 1
      state.pausedUntil = now + seconds
      work.report(.note("The backend is away; trying again in \(BatchProgress.duration(seconds)). \(error.message)"))
    }
    return nil
  }

  /// Counts the jobs of all processes, and brings results to the outputs.
  private func look(_ state: inout State) async throws {
    let now = work.world.elapsed()
    guard now - state.countedAt >= 0.5 else { return }
    state.countedAt = now
    state.isDry = false
    work.report(.counts(try await counts()))
    try await follow(false)
  }

  func counts() async throws -> BatchEvent.Counts {
    let run = work.run.id
    return BatchEvent.Counts(try await work.store.read { try $0.jobCounts(of: run) })
  }

  private func letGo(of leases: [JobLease], _ state: inout State) async throws {
    for lease in leases { state.leases[lease.job.id] = nil }
    try await work.queue.release(leases)
  }

  /// Cancels what is in flight and waits for it.
  private func stopAll(_ state: inout State, _ ending: Ending) async throws -> Ending {
    for task in state.tasks.values { task.cancel() }
    for task in state.tasks.values { await task.value }
    state.tasks = [:]
    // What could not be released is taken up when this process has ended.
    try? await letGo(of: state.suspects, &state)
    return ending
  }

  private func ended(_ ending: Ending) async throws -> Ending {
    work.report(.counts(try await counts()))
    return ending
  }
}

extension BatchEvent.Counts {
  init(_ counts: JobCounts) {
    self.init(
      total: counts.total, done: counts[.done], dead: counts[.failed] + counts[.dead], inFlight: counts[.leased],
      cancelled: counts[.cancelled])
  }
}
