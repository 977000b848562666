import Foundation
import KernelSIMD
import Synchronization

/// A fixed team of threads that run one function together, part by part.
///
/// The caller is member 0. Every member goes through the same parts in the same order and takes pieces of each part from
/// a shared counter; a part is over when its pieces are done, not when all members have been there. So a member that the
/// system sent away between two pieces holds nobody up: it finds the parts done, and joins at the one at work. Only a
/// member that is sent away in the middle of a piece is waited for. Those who wait spin for some microseconds, less
/// whenever that was in vain, and then sleep: the core that they leave goes to the member that is late.
final class WorkerTeam: @unchecked Sendable {
  // Sound: `job` is guarded by `condition`; all else that is shared is atomic.

  /// Members, the caller included.
  let count: Int

  /// The part at work (upper bits) and how many of its pieces are taken (lower 24 bits).
  private let state = Atomic<UInt64>(0)
  /// Pieces of the part at work that are done.
  private let done = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let jobNumber = Atomic<UInt64>(0)
  private let condition = NSCondition()
  private var job: Job?
  private let caller = TeamMember(index: 0)

  private struct Job {
    var firstPart: UInt64
    /// nil ends the thread.
    var body: ((TeamMember) -> Void)?
  }

  init(count: Int) {
    self.count = max(1, count)
    for index in 1..<max(1, count) {
      let thread = Thread { [self] in serve(TeamMember(index: index)) }
      thread.name = "kernel \(index)"
      thread.stackSize = 1 << 20
      thread.start()
    }
  }

  /// Runs `body` on all members and returns when the caller is through it, and so all its parts are done.
  ///
  /// A member may still be on its way through `body` then, finding every part done: outside of ``share(_:_:chunk:_:)``'s
  /// pieces, `body` must use only what it captured and what never changes.
  func run(_ body: @escaping (TeamMember) -> Void) {
    post(Job(firstPart: caller.part, body: body))
    body(caller)
  }

  /// Ends the threads. The team cannot be used afterwards.
  func stop() { post(Job(firstPart: caller.part, body: nil)) }

  /// One part: `body` for all of `0..<total`, `chunk` at a time, each by one member. Returns when all of it is done.
  ///
  /// - Precondition: `total` is below 2²⁴.
  @inline(__always)
  func share(_ member: TeamMember, _ total: Int, chunk: Int, _ body: (Range<Int>) -> Void) {
    let part = member.part
    member.part += 1
    while true {
      let now = state.load(ordering: .acquiring)
      guard now >> Self.pieceBits == part else { break }  // Others finished it.
      let first = Int(now & Self.pieceMask)
      guard first < total else {
        if total == 0 { advance(from: part) } else { wait(member, forEndOf: part) }
        break
      }
      let end = min(total, first + chunk)
      guard
        state.weakCompareExchange(
          expected: now, desired: part << Self.pieceBits | UInt64(end), ordering: .acquiringAndReleasing
        ).exchanged
      else { continue }
      body(first..<end)
      if done.add(end - first, ordering: .acquiringAndReleasing).newValue == total { advance(from: part) }
    }
  }

  private static let pieceBits: UInt64 = 24
  private static let pieceMask: UInt64 = (1 << pieceBits) - 1

  /// Begins the next part. By the member that finished the last piece, or, for a part without pieces, by whoever is
  /// first.
  private func advance(from part: UInt64) {
    let now = state.load(ordering: .relaxed)
    guard now >> Self.pieceBits == part else { return }
    done.store(0, ordering: .relaxed)
    guard
      state.compareExchange(
        expected: now, desired: (part + 1) << Self.pieceBits, ordering: .sequentiallyConsistent
      ).exchanged
    else { return }
    wakeSleepers()
  }

  private func wait(_ member: TeamMember, forEndOf part: UInt64) {
    wait(member) { state.load(ordering: .sequentiallyConsistent) >> Self.pieceBits != part }
  }

  // MARK: Jobs

  private func post(_ job: Job) {
    guard count > 1 else { return }
    condition.lock()
    self.job = job
    jobNumber.add(1, ordering: .sequentiallyConsistent)
    condition.broadcast()
    condition.unlock()
  }

  private func serve(_ member: TeamMember) {
    var seen: UInt64 = 0
    while true {
      wait(member) { jobNumber.load(ordering: .sequentiallyConsistent) != seen }
      condition.lock()
      seen = jobNumber.load(ordering: .relaxed)
      let next = job
      condition.unlock()
      guard let next, let body = next.body else { return }
      member.part = next.firstPart
      body(member)
    }
  }

  // MARK: Waiting

  @inline(__always)
  private func wait(_ member: TeamMember, until isOver: () -> Bool) {
    for _ in 0..<member.spins {
      if isOver() {
        member.spins = min(TeamMember.mostSpins, member.spins + member.spins / 8 + 1)
        return
      }
      ks_pause()
    }
    member.spins = max(TeamMember.fewestSpins, member.spins / 2)
    // A sleeper is counted before it looks again, and whoever changes the state looks at the count afterwards: one of
    // the two sees the other.
    condition.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while !isOver() { condition.wait() }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    condition.unlock()
  }

  private func wakeSleepers() {
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }
}

/// One thread's place in a ``WorkerTeam``. Used by that thread alone.
final class TeamMember {
  let index: Int
  /// The part that comes next.
  fileprivate(set) var part: UInt64 = 0
  /// How often to look before sleeping.
  fileprivate var spins = mostSpins

  /// About a tenth of a millisecond on current processors: sleeping and waking costs about as much, more on a virtual
  /// machine.
  fileprivate static let mostSpins = 4000
  fileprivate static let fewestSpins = 50

  fileprivate init(index: Int) { self.index = index }
}
