import Foundation
import PanelCore
import PanelStore
import Synchronization
import Testing

private let run = RunID("run-1")

struct JobQueueTests {
  let folder: Workplace
  let store: Store
  let clock = TestClock()

  init() throws {
    folder = try Workplace()
    store = try Store(at: folder.database, now: .some)
  }

  private func begin(_ keys: [String], mostStrikes: Int = 3) async throws {
    try await store.write { sql in
      try sql.insert(Samples.run())
      try sql.enqueue(keys.map { NewJob(key: $0, kind: "verdict", mostStrikes: mostStrikes) }, run: run)
    }
  }

  private func counts() async throws -> JobCounts { try await store.read { try $0.jobCounts(of: run) } }
  private func job(_ key: String) async throws -> Job? { try await store.read { try $0.job(key, of: run) } }

  private func queue(_ name: String = "test", leaseTime: Duration = .seconds(60)) async throws -> JobQueue {
    try await JobQueue(store, name: name, leaseTime: leaseTime, clock: { [clock] in clock.reading })
  }

  @Test func `jobs are taken by rank, then in the order in which they came, and by one worker each`() async throws {
    try await store.write { sql in
      try sql.insert(Samples.run())
      try sql.enqueue(
        [("c", 2), ("a", 1), ("d", 2), ("b", 1)].map { NewJob(key: $0.0, kind: "verdict", rank: $0.1) }, run: run)
    }
    let first = try await queue()
    let second = try await queue()
    #expect(try await first.claim(of: run, limit: 3).map(\.job.key) == ["a", "b", "c"])
    #expect(try await second.claim(of: run, limit: 3).map(\.job.key) == ["d"])
    #expect(try await second.claim(of: run, limit: 3).isEmpty)
  }

  @Test func `the same key is queued once`() async throws {
    try await begin(["a", "b", "a"])
    let added = try await store.write { try $0.enqueue([NewJob(key: "b", kind: "verdict")], run: run) }
    #expect(added == 0)
    #expect(try await counts()[.queued] == 2)
  }

  @Test func `a result is stored with the end of its job`() async throws {
    try await begin(["lantern"])
    let queue = try await queue()
    let lease = try #require(try await queue.claim(of: run, limit: 1).first)
    let dossier = try Samples.dossier()
    try await queue.finish(lease, result: "stored") { try $0.save(dossier, at: .some) }
    let job = try #require(try await job("lantern"))
    #expect(job.progress.state == .done && job.result == "stored")
    let kept = try await store.read { try $0.dossier(of: dossier.slug) }
    #expect(kept != nil)
  }

  @Test func `a stale holder's result is refused, and nothing of it is stored`() async throws {
    try await begin(["lantern"])
    let slow = try await queue()
    let quick = try await queue()
    let stale = try #require(try await slow.claim(of: run, limit: 1).first)
    clock.advance(61_000)
    let lease = try #require(try await quick.claim(of: run, limit: 1).first)
    #expect(lease.attempt == 2)
    #expect(try await slow.heartbeat([stale]) == [stale])
    let dossier = try Samples.dossier()
    let error = await #expect(throws: StoreError.self) {
      try await slow.finish(stale) { try $0.save(dossier, at: .some) }
    }
    #expect(error?.code == .staleLease)
    let kept = try await store.read { try $0.dossier(of: dossier.slug) }
    #expect(kept == nil)
    try await quick.finish(lease) { _ in }
    await #expect(throws: StoreError.self) {
      try await slow.fail(stale, JobFailure(kind: "x", message: "x", isTransient: true))
    }
    try await slow.release([stale])
    #expect(try await counts()[.done] == 1)
  }

  @Test func `a heartbeat keeps a lease beyond its time`() async throws {
    try await begin(["a"])
    let worker = try await queue()
    let other = try await queue()
    let lease = try #require(try await worker.claim(of: run, limit: 1).first)
    for _ in 0..<5 {
      clock.advance(40_000)
      #expect(try await worker.heartbeat([lease]).isEmpty)
      #expect(try await other.claim(of: run, limit: 1).isEmpty)
    }
  }

  @Test(arguments: [-86_400_000, 86_400_000] as [Int64])
  func `a wall clock that jumps in a running process neither ends nor prolongs a lease`(jump: Int64) async throws {
    try await begin(["a"])
    let worker = try await queue()
    let other = try await queue()
    _ = try await worker.claim(of: run, limit: 1)
    #expect(try await other.claim(of: run, limit: 1).isEmpty)
    clock.jump(jump)
    #expect(try await other.claim(of: run, limit: 1).isEmpty)
    clock.advance(61_000)
    #expect(try await other.claim(of: run, limit: 1).count == 1)
    withExtendedLifetime(worker) {}
  }

  @Test func `a process that starts with a clock behind still sees leases end`() async throws {
    try await begin(["a"])
    let holder = try await queue()
    _ = try await holder.claim(of: run, limit: 1)
    clock.jump(-86_400_000)
    let late = try await queue()
    #expect(try await late.claim(of: run, limit: 1).isEmpty)
    clock.advance(61_000)
    #expect(try await late.claim(of: run, limit: 1).map(\.attempt) == [2])
    withExtendedLifetime(holder) {}
  }

  @Test func `what a process that ended has left is taken up at once`() async throws {
    try await begin(["a"])
    // Its queue is gone with the end of this scope, as the lock of a killed process is.
    do { _ = try await queue().claim(of: run, limit: 1) }
    let lease = try #require(try await queue().claim(of: run, limit: 1).first)
    #expect(lease.attempt == 2 && lease.job.progress.strikes == 1)
  }

  @Test func `a job that ends its processes is given up with its cause`() async throws {
    try await begin(["poison"], mostStrikes: 2)
    for _ in 0..<2 { _ = try await queue().claim(of: run, limit: 1) }
    #expect(try await queue().claim(of: run, limit: 1).isEmpty)
    let job = try #require(try await job("poison"))
    #expect(job.progress.state == .dead && job.failure?.kind == "lost")
  }

  @Test func `failures are kept with their cause and counted by kind`() async throws {
    try await begin(["a", "b", "c"])
    let queue = try await queue()
    let leases = try await queue.claim(of: run, limit: 3)
    try await queue.fail(leases[0], JobFailure(kind: "context_overflow", message: "Too long.", isTransient: false))
    try await queue.fail(leases[1], JobFailure(kind: "timed_out", message: "Late.", isTransient: true))
    try await queue.finish(leases[2]) { _ in }
    let found = try await counts()
    #expect(found.states == [.failed: 1, .queued: 1, .done: 1] && found.failures == ["context_overflow": 1])
    let retried = try await store.write { try $0.retryFailedJobs(of: run, at: .some) }
    #expect(retried == 1)
    #expect(try await counts()[.queued] == 2)
  }

  @Test func `a cancelled run refuses what is in flight`() async throws {
    try await begin(["a", "b"])
    let queue = try await queue()
    let lease = try #require(try await queue.claim(of: run, limit: 1).first)
    let cancelled = try await store.write { try $0.cancelJobs(of: run, at: .some) }
    #expect(cancelled == 2)
    #expect(try await queue.heartbeat([lease]) == [lease])
    await #expect(throws: StoreError.self) { try await queue.finish(lease) { _ in } }
    #expect(try await counts().states == [.cancelled: 2])
  }

  @Test func `without a run named, only runs that run are worked on`() async throws {
    try await begin(["a"])
    try await store.write { try $0.set(.stopped, of: run, finishedAt: nil) }
    let queue = try await queue()
    #expect(try await queue.claim(limit: 1).isEmpty)
    try await store.write { try $0.set(.running, of: run, finishedAt: nil) }
    #expect(try await queue.claim(limit: 1).count == 1)
  }

  @Test func `many workers at once take each job once`() async throws {
    let keys = (0..<200).map { "job-\($0)" }
    try await begin(keys)
    let done = try await withThrowingTaskGroup(of: [String].self) { group in
      for number in 0..<6 {
        group.addTask { [folder, clock] in
          let store = try Store(at: folder.database, now: .some)
          let queue = try await JobQueue(store, name: "worker \(number)", clock: { clock.reading })
          var done: [String] = []
          while case let leases = try await queue.claim(of: run, limit: 7), !leases.isEmpty {
            for lease in leases {
              try await queue.finish(lease) { _ in }
              done.append(lease.job.key)
            }
          }
          try await queue.close()
          try store.close()
          return done
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(done.sorted() == keys.sorted())
  }

  @Test func `a hundred thousand jobs are queued and counted`() async throws {
    try await store.write { try $0.insert(Samples.run()) }
    let began = ContinuousClock.now
    for start in stride(from: 0, to: 100_000, by: 5_000) {
      try await store.write { sql in
        try sql.enqueue(
          (start..<start + 5_000).lazy.map { NewJob(key: "tool-\($0)", kind: "verdict", rank: Int64($0)) }, run: run)
      }
    }
    let took = ContinuousClock.now - began
    print("100,000 jobs: \(took)")
    #expect(try await counts()[.queued] == 100_000)
  }
}

/// Clocks that a test sets.
final class TestClock: Sendable {
  private let now = Mutex(ClockReading(wall: .some, monotonic: 5_000))

  var reading: ClockReading { now.withLock { $0 } }
  func advance(_ milliseconds: Int64) {
    now.withLock {
      $0.wall = $0.wall.adding(milliseconds: milliseconds)
      $0.monotonic += milliseconds
    }
  }
  /// Sets the wall clock only.
  func jump(_ milliseconds: Int64) { now.withLock { $0.wall = $0.wall.adding(milliseconds: milliseconds) } }
}
