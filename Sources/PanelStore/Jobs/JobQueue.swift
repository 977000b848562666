import Synchronization

/// The queue of jobs as one process sees it. Any number of processes may work on the same database.
///
///     let queue = try await JobQueue(store, name: "panel batch", clock: clock)
///     while case let leases = try await queue.claim(of: run, limit: 8), !leases.isEmpty {
///       …work, with a heartbeat every third of the lease's time…
///       try await queue.finish(lease, result: "caddy@3") { sql in try sql.save(verdict, at: now) }
///     }
///     try await queue.close()
///
/// Whatever is stored for a job is stored in the transaction that finishes it, and only where the lease still holds: a
/// result is there once or not at all.
public final class JobQueue: Sendable {
  public let store: Store
  public let worker: WorkerID
  /// How long a job is held without a sign of life.
  public let leaseTime: Duration
  private let clock: @Sendable () -> ClockReading
  private let leaseClock = Mutex(LeaseClock())
  private let presence: WorkerPresence
  private let held: Mutex<WorkerPresence.Held?>

  /// Enters this process as a worker.
  ///
  /// - Parameters:
  ///   - name: of the process, for people.
  ///   - clock: reads the process's clocks.
  public init(
    _ store: Store, name: String, leaseTime: Duration = .seconds(60), clock: @escaping @Sendable () -> ClockReading
  ) async throws {
    self.store = store
    self.leaseTime = leaseTime
    self.clock = clock
    let now = clock().wall
    worker = try await store.write { sql in
      let row = try sql.row("INSERT INTO workers (name, started_at) VALUES (?, ?) RETURNING id", [name, now])
      guard let row else { throw StoreError(.failed, "A worker could not be entered.") }
      return try row["id"]
    }
    presence = WorkerPresence(database: store.file)
    held = Mutex(presence.begin(worker))
  }

  /// Takes the next jobs, after having taken back those whose holders are gone.
  ///
  /// - Parameters:
  ///   - run: nil takes jobs of any run that is running.
  ///   - kinds: empty takes all kinds.
  public func claim(of run: RunID? = nil, kinds: [String] = [], limit: Int) async throws -> [JobLease] {
    let reading = clock()
    let time = Int64(leaseTime / .milliseconds(1))
    return try await store.write { [self] sql in
      let now = try tick(sql, reading)
      try takeBack(sql, of: run, now: now, at: reading.wall)
      var leases: [JobLease] = []
      for var job in try sql.queuedJobs(of: run, kinds: kinds, limit: limit) {
        try job.progress.lease(to: worker, until: now + time)
        try sql.update(job)
        try sql.log(
          job, "job.leased", at: reading.wall, detail: "{\"attempt\":\(job.progress.attempt),\"worker\":\(worker)}")
        leases.append(JobLease(job: job, attempt: job.progress.attempt, worker: worker))
      }
      return leases
    }
  }

  /// Gives signs of life.
  ///
  /// - Returns: The leases that are lost, whose work is in vain: stop it.
  public func heartbeat(_ leases: [JobLease]) async throws -> [JobLease] {
    if leases.isEmpty { return [] }
    let reading = clock()
    let time = Int64(leaseTime / .milliseconds(1))
    return try await store.write { [self] sql in
      let until = try tick(sql, reading) + time
      return try leases.filter { lease in
        guard var job = try sql.job(lease.job.id) else { return true }
        do { try job.progress.extend(attempt: lease.attempt, until: until) } catch { return true }
        try sql.update(job)
        return false
      }
    }
  }

  /// Ends a job with its result; what `storing` writes is in the same transaction.
  ///
  /// - Throws: ``StoreError`` of code `staleLease` where the job was given to another meanwhile; nothing is stored then.
  @discardableResult
  public func finish<Stored: Sendable>(
    _ lease: JobLease, result: String? = nil,
    storing: @escaping @Sendable (any SQLWriting) throws -> Stored
  ) async throws -> Stored {
    let now = clock().wall
    return try await store.write { sql in
      var job = try sql.job(of: lease)
      try lease.guarded { () throws(JobProgress.Refusal) in try job.progress.finish(attempt: lease.attempt) }
      let stored = try storing(sql)
      job.result = result ?? (stored as? VerdictID)?.description
      job.failure = nil
      job.finishedAt = now
      try sql.update(job)
      try sql.log(job, "job.done", at: now, detail: "{\"attempt\":\(lease.attempt)}")
      return stored
    }
  }

  /// Ends an attempt with its cause. What `storing` writes, such as failed reviews, is in the same transaction.
  ///
  /// - Returns: The job's state: queued again, failed or dead.
  @discardableResult
  public func fail(
    _ lease: JobLease, _ failure: JobFailure,
    storing: @escaping @Sendable (any SQLWriting) throws -> Void = { _ in }
  ) async throws -> JobProgress.State {
    let now = clock().wall
    return try await store.write { sql in
      var job = try sql.job(of: lease)
      try lease.guarded { () throws(JobProgress.Refusal) in
        try job.progress.fail(attempt: lease.attempt, isTransient: failure.isTransient)
      }
      try storing(sql)
      job.failure = failure
      job.finishedAt = job.progress.state.isFinal ? now : nil
      try sql.update(job)
      try sql.log(
        job, job.progress.state == .queued ? "job.tried" : "job.\(job.progress.state.rawValue)", at: now,
        detail: "{\"attempt\":\(lease.attempt)}")
      return job.progress.state
    }
  }

  /// Lets jobs go, as when the program is asked to stop; leases that are lost already are passed over.
  public func release(_ leases: [JobLease]) async throws {
    if leases.isEmpty { return }
    let now = clock().wall
    try await store.write { sql in
      for lease in leases {
        guard var job = try sql.job(lease.job.id) else { continue }
        do { try job.progress.release(attempt: lease.attempt) } catch { continue }
        try sql.update(job)
        try sql.log(job, "job.released", at: now, detail: "{\"attempt\":\(lease.attempt)}")
      }
    }
  }

  /// Takes no more part. Leases that are still held are not let go: ``release(_:)`` them first.
  public func close() async throws {
    let now = clock().wall
    try await store.write { [worker] sql in
      try sql.execute("UPDATE workers SET ended_at = ? WHERE id = ?", [now, worker])
    }
    held.withLock { $0 = nil }
  }

  /// The time of leases, which no process falls behind.
  private func tick(_ sql: any SQLWriting, _ reading: ClockReading) throws -> Int64 {
    let stored: Int64 = try sql.row("SELECT now FROM lease_clock WHERE id = 1")?["now"] ?? 0
    let now = leaseClock.withLock { $0.now(reading, stored: stored) }
    if now > stored { try sql.execute("UPDATE lease_clock SET now = ? WHERE id = 1", [now]) }
    return now
  }

  /// Queues what was held by processes that have ended or gave no sign of life.
  private func takeBack(_ sql: any SQLWriting, of run: RunID?, now: Int64, at wall: Timestamp) throws {
    var gone: [WorkerID: Bool] = [worker: false]
    for var job in try sql.leasedJobs(of: run) {
      guard let holder = job.progress.worker else { continue }
      let isGone = gone[holder] ?? presence.isGone(holder)
      gone[holder] = isGone
      let attempt = job.progress.attempt
      guard job.progress.expire(now: now, holderIsGone: isGone) else { continue }
      if job.progress.state == .dead {
        job.failure = JobFailure(
          kind: "lost", message: "\(job.progress.strikes) processes ended or hung while they worked on it.",
          isTransient: true)
        job.finishedAt = wall
      }
      try sql.update(job)
      try sql.log(
        job, job.progress.state == .dead ? "job.dead" : "job.expired", at: wall,
        detail: "{\"attempt\":\(attempt),\"worker\":\(holder)}")
    }
  }
}

extension JobLease {
  func guarded(_ change: () throws(JobProgress.Refusal) -> Void) throws {
    do { try change() } catch {
      throw StoreError(
        .staleLease,
        "The job \(job.key) was taken from this process, which gave no sign of life in time, or it was cancelled.",
        remedy: "Nothing is lost: what it came to is left to the process that has it now.")
    }
  }
}
