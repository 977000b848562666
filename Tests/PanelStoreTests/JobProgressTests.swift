import PanelStore
import Testing

struct JobProgressTests {
  let worker = WorkerID(rawValue: 1)
  let other = WorkerID(rawValue: 2)

  @Test func `a job is leased, kept alive and finished`() throws {
    var job = JobProgress(mostStrikes: 3)
    try job.lease(to: worker, until: 100)
    try job.extend(attempt: 1, until: 200)
    #expect(job.state == .leased && job.leasedUntil == 200 && job.worker == worker)
    try job.finish(attempt: 1)
    #expect(job == JobProgress(state: .done, attempt: 1, mostStrikes: 3))
  }

  @Test func `a holder whose lease went to another can do nothing more`() throws {
    var job = JobProgress(mostStrikes: 3)
    try job.lease(to: worker, until: 100)
    job.expire(now: 100)
    try job.lease(to: other, until: 200)
    let now = job
    #expect(throws: JobProgress.Refusal.stale) { try job.finish(attempt: 1) }
    #expect(throws: JobProgress.Refusal.stale) { try job.fail(attempt: 1, isTransient: true) }
    #expect(throws: JobProgress.Refusal.stale) { try job.release(attempt: 1) }
    #expect(throws: JobProgress.Refusal.stale) { try job.extend(attempt: 1, until: 900) }
    #expect(job == now)
    try job.finish(attempt: 2)
    #expect(job.state == .done)
  }

  @Test func `two workers cannot hold the same job`() throws {
    var job = JobProgress(mostStrikes: 3)
    try job.lease(to: worker, until: 100)
    #expect(throws: JobProgress.Refusal.wrongState) { try job.lease(to: other, until: 100) }
  }

  @Test func `a job that keeps failing dies after its strikes, one that cannot go well fails at once`() throws {
    var job = JobProgress(mostStrikes: 2)
    try job.lease(to: worker, until: 1)
    try job.fail(attempt: 1, isTransient: true)
    #expect(job.state == .queued)
    try job.lease(to: worker, until: 1)
    try job.fail(attempt: 2, isTransient: true)
    #expect(job.state == .dead)
    var hopeless = JobProgress(mostStrikes: 2)
    try hopeless.lease(to: worker, until: 1)
    try hopeless.fail(attempt: 1, isTransient: false)
    #expect(hopeless.state == .failed)
  }

  @Test func `letting a job go is no strike, losing it is one`() throws {
    var job = JobProgress(mostStrikes: 2)
    for attempt in 1...5 {
      try job.lease(to: worker, until: 100)
      try job.release(attempt: attempt)
    }
    #expect(job.state == .queued && job.strikes == 0 && job.attempt == 5)
    try job.lease(to: worker, until: 100)
    job.expire(now: 99)
    #expect(job.state == .leased)
    job.expire(now: 99, holderIsGone: true)
    #expect(job.state == .queued && job.strikes == 1)
    try job.lease(to: worker, until: 100)
    job.expire(now: 100)
    #expect(job.state == .dead)
  }

  @Test func `a dead job can be tried again, and its attempts go on counting`() throws {
    var job = JobProgress(state: .dead, attempt: 3, strikes: 3, mostStrikes: 3)
    try job.retry()
    try job.lease(to: worker, until: 1)
    #expect(job.attempt == 4 && job.strikes == 0)
    #expect(throws: JobProgress.Refusal.wrongState) { try job.retry() }
  }

  @Test func `a cancelled job takes no result`() throws {
    var job = JobProgress(mostStrikes: 3)
    try job.lease(to: worker, until: 100)
    try job.cancel()
    #expect(throws: JobProgress.Refusal.stale) { try job.finish(attempt: 1) }
    job.expire(now: 1_000)
    #expect(job.state == .cancelled)
  }

  /// Whatever is done in whatever order, these hold.
  @Test func `attempts never go down, a lease always has an end, and strikes stay within their limit`() {
    var generator = SplitMix(state: 7)
    for _ in 0..<2_000 {
      var job = JobProgress(mostStrikes: Int.random(in: 1...3, using: &generator))
      var finished = 0
      for now in 0..<Int64(40) {
        let before = job
        let attempt = max(0, job.attempt - Int.random(in: 0...1, using: &generator))
        switch Int.random(in: 0..<8, using: &generator) {
        case 0, 1: try? job.lease(to: worker, until: now + 3)
        case 2: try? job.extend(attempt: attempt, until: now + 3)
        case 3:
          try? job.finish(attempt: attempt)
          if job.state == .done, before.state != .done { finished += 1 }
        case 4: try? job.fail(attempt: attempt, isTransient: .random(using: &generator))
        case 5: try? job.release(attempt: attempt)
        case 6: job.expire(now: now)
        default: if Int.random(in: 0..<6, using: &generator) == 0 { try? job.retry() }
        }
        #expect(job.attempt >= before.attempt && job.attempt <= before.attempt + 1)
        #expect((job.state == .leased) == (job.leasedUntil != nil) && (job.state == .leased) == (job.worker != nil))
        #expect(job.strikes <= job.mostStrikes && (job.state != .queued || job.strikes < job.mostStrikes))
        if before.state == .done { #expect(job == before) }
      }
      #expect(finished <= 1)
    }
  }
}

/// The same numbers in every run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
