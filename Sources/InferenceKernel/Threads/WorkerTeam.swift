import Foundation
import KernelSIMD
import Synchronization

/// A fixed team of threads that run one function together, part by part.
///
/// The caller is member 0. Between parts the members wait for each other at a barrier; inside a part they take work from
/// a shared counter, so that a member which the system sends away for a while leaves its share to the others. Waiting
/// members spin for some microseconds, as parts are short, and then sleep: on an oversubscribed machine the core that
/// they leave goes to the member that is late.
final class WorkerTeam: @unchecked Sendable {
  // Sound: `job` is written only while all members wait for `generation`, whose change publishes it; all else that is
  // shared is atomic or guarded by `condition`.

  /// Members, the caller included.
  let count: Int

  private let generation = Atomic<Int>(0)
  private let phase = Atomic<Int>(0)
  private let arrived = Atomic<Int>(0)
  private let taken = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let condition = NSCondition()
  private var job: ((Int) -> Void)?
  private var isStopped = false

  /// About 20 to 40 µs on current processors.
  private static let spins = 600

  init(count: Int) {
    self.count = max(1, count)
    for member in 1..<max(1, count) {
      let thread = Thread { [self] in serve(member) }
      thread.name = "kernel \(member)"
      thread.stackSize = 1 << 20
      thread.start()
    }
  }

  /// Runs `body` on all members, with their numbers, and returns when all are done.
  func run(_ body: @escaping (Int) -> Void) {
    if count == 1 {
      body(0)
      taken.store(0, ordering: .relaxed)
      return
    }
    job = body
    advance(generation)
    body(0)
    barrier()
    job = nil
  }

  /// Waits until all members are here; then the counter of ``next(of:chunk:)`` starts anew.
  func barrier() {
    guard count > 1 else {
      taken.store(0, ordering: .relaxed)
      return
    }
    let mine = phase.load(ordering: .relaxed)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == count {
      arrived.store(0, ordering: .relaxed)
      taken.store(0, ordering: .relaxed)
      advance(phase)
    } else {
      wait(for: phase, toLeave: mine)
    }
  }

  /// The next unclaimed part of `0..<total`, at most `chunk` long; nil when all is claimed. Every member must call it
  /// until it gives nil, with the same arguments, and then meet the others at ``barrier()``.
  func next(of total: Int, chunk: Int) -> Range<Int>? {
    let start = taken.add(chunk, ordering: .relaxed).oldValue
    return start < total ? start..<min(total, start + chunk) : nil
  }

  /// Ends the threads. The team cannot be used afterwards.
  func stop() {
    guard count > 1 else { return }
    isStopped = true
    advance(generation)
  }

  private func serve(_ member: Int) {
    var seen = 0
    while true {
      wait(for: generation, toLeave: seen)
      seen += 1
      if isStopped { return }
      job?(member)
      barrier()
    }
  }

  private func advance(_ counter: borrowing Atomic<Int>) {
    counter.add(1, ordering: .sequentiallyConsistent)
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }

  private func wait(for counter: borrowing Atomic<Int>, toLeave value: Int) {
    for _ in 0..<Self.spins {
      if counter.load(ordering: .acquiring) != value { return }
      ks_pause()
    }
    // A sleeper is counted before it looks again, and whoever advances looks at the count after advancing: one of the
    // two sees the other.
    condition.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while counter.load(ordering: .sequentiallyConsistent) == value { condition.wait() }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    condition.unlock()
  }
}
