import PanelCore
import PanelDesk
import Synchronization

/// Personas that judge again: one after the other, because each takes the whole machine.
final class Reruns: Sendable {
  struct Job: Sendable, Identifiable {
    enum State: Hashable, Sendable {
      case waiting
      case running
      /// The version that holds the new review.
      case done(Int)
      case failed(String)
    }

    struct Move: Hashable, Sendable {
      var name: String
      var text: String
    }

    let id: Int
    let item: Int64
    let seat: SeatPath
    var state = State.waiting
    var phase = "Waiting for its turn"
    var moves: [Move] = []
    /// Moves whose text is of a phase that is over.
    fileprivate var stale: Set<String> = []
    /// Grows with every change.
    fileprivate(set) var changes = 0

    var isOver: Bool {
      switch state {
      case .waiting, .running: false
      case .done, .failed: true
      }
    }
  }

  private struct State {
    var jobs: [Job] = []
    var tasks: [Int: Task<Void, Never>] = [:]
    var last: Task<Void, Never>?
    var number = 0
    var isStopped = false
  }

  private let state = Mutex(State())
  private static let mostWaiting = 20
  private static let mostKept = 100

  /// Starts a job, or hands over the one that this seat has already.
  ///
  /// - Parameter body: hands over the number of the version that holds the new review.
  /// - Throws: ``DeskError`` with `tooManyTries`.
  func start(
    _ seat: SeatPath, of item: Int64,
    _ body: @escaping @Sendable (_ tell: @escaping @Sendable (PersonaRunner.Progress) -> Void) async throws -> Int
  ) throws(DeskError) -> Job {
    let job = state.withLock { state -> Job? in
      if let job = state.jobs.first(where: { $0.item == item && $0.seat == seat && !$0.isOver }) { return job }
      if state.isStopped || state.jobs.count(where: { !$0.isOver }) >= Self.mostWaiting { return nil }
      state.number += 1
      let job = Job(id: state.number, item: item, seat: seat)
      state.jobs.append(job)
      if state.jobs.count > Self.mostKept, let old = state.jobs.firstIndex(where: \.isOver) {
        state.jobs.remove(at: old)
      }
      let task = Task { [before = state.last] in
        await before?.value
        await self.run(job.id, body)
      }
      state.tasks[job.id] = task
      state.last = task
      return job
    }
    guard let job else {
      throw DeskError(.tooManyTries, "Many personas wait to judge again.", remedy: "Try again in a few minutes.")
    }
    return job
  }

  func job(_ id: Int) -> Job? { state.withLock { state in state.jobs.first { $0.id == id } } }

  /// Those of an item that are not over.
  func running(on item: Int64) -> [Job] {
    state.withLock { state in state.jobs.filter { $0.item == item && !$0.isOver } }
  }

  /// Cancels all, and waits until they have ended.
  func stop() async {
    let tasks = state.withLock { state in
      state.isStopped = true
      return Array(state.tasks.values)
    }
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }

  /// The job as it changes, the newest state last; ends when the job is over.
  func changes(of id: Int) -> AsyncStream<Job> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let task = Task {
        var seen = -1
        while let job = job(id), !Task.isCancelled {
          if job.changes != seen { continuation.yield(job) }
          seen = job.changes
          if job.isOver { break }
          try? await Task.sleep(for: .milliseconds(80))
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private func run(
    _ id: Int, _ body: @Sendable (_ tell: @escaping @Sendable (PersonaRunner.Progress) -> Void) async throws -> Int
  ) async {
    let end: Job.State
    do {
      try Task.checkCancellation()
      change(id) { job in (job.state, job.phase) = (.running, "Opening the model") }
      end = .done(try await body { [weak self] progress in self?.change(id) { $0.receive(progress) } })
    } catch is CancellationError {
      end = .failed("The server was stopped before the persona had judged.")
    } catch {
      end = .failed("\(error)")
    }
    change(id) { $0.state = end }
    state.withLock { $0.tasks[id] = nil }
  }

  private func change(_ id: Int, _ body: (inout Job) -> Void) {
    state.withLock { state in
      guard let index = state.jobs.firstIndex(where: { $0.id == id }) else { return }
      body(&state.jobs[index])
      state.jobs[index].changes += 1
    }
  }
}

extension Reruns.Job {
  fileprivate mutating func receive(_ progress: PersonaRunner.Progress) {
    switch progress {
    case .phase(let phase):
      self.phase = phase
      stale = Set(moves.map(\.name))
    case .text(let name, let delta): write(delta, to: name, isWhole: stale.contains(name))
    case .answer(let answer): write(answer.text, to: answer.id, isWhole: true)
    }
  }

  private mutating func write(_ text: String, to name: String, isWhole: Bool) {
    stale.remove(name)
    guard let index = moves.firstIndex(where: { $0.name == name }) else {
      return moves.append(Move(name: name, text: text))
    }
    moves[index].text = isWhole ? text : moves[index].text + text
  }
}
