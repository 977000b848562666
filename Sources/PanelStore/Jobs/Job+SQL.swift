extension SQLWriting {
  /// Queues jobs; those whose key the run knows already are passed over.
  ///
  /// - Returns: How many are new.
  @discardableResult
  public func enqueue(_ jobs: some Sequence<NewJob>, run: RunID) throws -> Int {
    try insert(
      into: "jobs", ["run_id", "job_key", "kind", "rank", "payload", "state", "most_strikes"],
      jobs.lazy.map { [run, $0.key, $0.kind, $0.rank, $0.payload, JobProgress.State.queued, $0.mostStrikes] },
      ending: "ON CONFLICT (run_id, job_key) DO NOTHING")
  }

  /// Ends all jobs of a run that have not ended. What is in flight is refused when it comes.
  ///
  /// - Returns: How many there were.
  @discardableResult
  public func cancelJobs(of run: RunID, at now: Timestamp) throws -> Int {
    let cancelled = try execute(
      """
      UPDATE jobs SET state = 'cancelled', worker = NULL, leased_until = NULL, finished_at = ?
      WHERE run_id = ? AND state IN ('queued', 'leased')
      """, [now, run])
    try log(
      StoredEvent(at: now, kind: "jobs.cancelled", run: run, subject: "\(run)", detail: "{\"jobs\":\(cancelled)}"))
    return cancelled
  }

  /// Queues again what failed or was given up.
  ///
  /// - Returns: How many there were.
  @discardableResult
  public func retryFailedJobs(of run: RunID, at now: Timestamp) throws -> Int {
    let retried = try execute(
      """
      UPDATE jobs SET state = 'queued', strikes = 0, finished_at = NULL
      WHERE run_id = ? AND state IN ('failed', 'dead')
      """, [run])
    try log(StoredEvent(at: now, kind: "jobs.retried", run: run, subject: "\(run)", detail: "{\"jobs\":\(retried)}"))
    return retried
  }

  func update(_ job: Job) throws {
    let progress = job.progress
    try execute(
      """
      UPDATE jobs SET state = ?, attempt = ?, strikes = ?, worker = ?, leased_until = ?, error_kind = ?, error = ?,
        error_is_transient = ?, result = ?, finished_at = ? WHERE id = ?
      """,
      [
        progress.state, progress.attempt, progress.strikes, progress.worker, progress.leasedUntil, job.failure?.kind,
        job.failure?.message, job.failure?.isTransient, job.result, job.finishedAt, job.id,
      ])
  }

  func log(_ job: Job, _ kind: String, at now: Timestamp, detail: String) throws {
    try log(StoredEvent(at: now, kind: kind, run: job.run, subject: job.key, detail: detail))
  }
}

/// How many jobs of a run are in each state.
public struct JobCounts: Hashable, Sendable {
  public var states: [JobProgress.State: Int]
  /// Of failed and dead jobs, by the kind of their cause.
  public var failures: [String: Int]

  public subscript(state: JobProgress.State) -> Int { states[state] ?? 0 }
  public var total: Int { states.values.reduce(0, +) }
  /// Queued or leased.
  public var open: Int { self[.queued] + self[.leased] }
}

extension SQLReading {
  public func jobCounts(of run: RunID) throws -> JobCounts {
    var counts = JobCounts(states: [:], failures: [:])
    try forEachRow("SELECT state, COUNT(*) AS n FROM jobs WHERE run_id = ? GROUP BY state", [run]) {
      counts.states[try $0["state"]] = try $0["n"]
    }
    try forEachRow(
      """
      SELECT COALESCE(error_kind, 'unknown') AS kind, COUNT(*) AS n FROM jobs
      WHERE run_id = ? AND state IN ('failed', 'dead') GROUP BY error_kind
      """, [run]
    ) { counts.failures[try $0["kind"]] = try $0["n"] }
    return counts
  }

  public func job(_ id: JobID) throws -> Job? {
    try row("SELECT * FROM jobs WHERE id = ?", [id]).map(Job.init)
  }

  public func job(_ key: String, of run: RunID) throws -> Job? {
    try row("SELECT * FROM jobs WHERE run_id = ? AND job_key = ?", [run, key]).map(Job.init)
  }

  /// Jobs in the order in which they are taken.
  ///
  /// - Parameter states: empty takes all.
  public func forEachJob(
    of run: RunID, in states: [JobProgress.State] = [], _ body: (Job) throws -> Void
  ) throws {
    let marks = states.map { _ in "?" }.joined(separator: ", ")
    try forEachRow(
      "SELECT * FROM jobs WHERE run_id = ? \(states.isEmpty ? "" : "AND state IN (\(marks))") ORDER BY rank, id",
      [run] + states
    ) { try body(Job($0)) }
  }

  func job(of lease: JobLease) throws -> Job {
    guard let job = try job(lease.job.id) else {
      throw StoreError(.notFound, "The job \(lease.job.key) is no longer in the store.")
    }
    return job
  }

  func queuedJobs(of run: RunID?, kinds: [String], limit: Int) throws -> [Job] {
    var condition = "state = 'queued'"
    var arguments: [any SQLConvertible] = []
    if let run {
      condition += " AND run_id = ?"
      arguments.append(run)
    } else {
      condition += " AND run_id IN (SELECT id FROM runs WHERE state = 'running')"
    }
    if !kinds.isEmpty {
      condition += " AND kind IN (\(kinds.map { _ in "?" }.joined(separator: ", ")))"
      arguments += kinds
    }
    return try rows(
      "SELECT * FROM jobs WHERE \(condition) ORDER BY run_id, rank, id LIMIT ?\(dialect.skipLocked)",
      arguments + [limit]
    ).map(Job.init)
  }

  func leasedJobs(of run: RunID?) throws -> [Job] {
    try rows(
      "SELECT * FROM jobs WHERE state = 'leased'\(run == nil ? "" : " AND run_id = ?") ORDER BY id"
        + dialect.skipLocked, run.map { [$0] } ?? []
    ).map(Job.init)
  }
}

extension Job {
  init(_ row: SQLRow) throws {
    let kind: String? = try row["error_kind"]
    let message: String? = try row["error"]
    let isTransient: Bool? = try row["error_is_transient"]
    self.init(
      id: try row["id"], run: try row["run_id"], key: try row["job_key"], kind: try row["kind"],
      rank: try row["rank"], payload: try row["payload"],
      progress: JobProgress(
        state: try row["state"], attempt: try row["attempt"], strikes: try row["strikes"],
        mostStrikes: try row["most_strikes"], worker: try row["worker"], leasedUntil: try row["leased_until"]),
      failure: kind.map { JobFailure(kind: $0, message: message ?? "", isTransient: isTransient ?? false) },
      result: try row["result"], finishedAt: try row["finished_at"])
  }
}
