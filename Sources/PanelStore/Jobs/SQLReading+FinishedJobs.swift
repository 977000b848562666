public import PanelCore

/// A job that is done, with its place in the log.
public struct FinishedJob: Hashable, Sendable {
  /// Of the event that says so: the order in which results were committed.
  public var event: Int64
  public var job: Job
  /// What the one who did it noted of its cost, as JSON; see ``SQLWriting/noteCost(_:of:at:)``.
  public var cost: String?
}

extension SQLReading {
  /// The jobs of a run that were done after an event, in the order in which they were.
  ///
  /// - Parameter event: 0 begins with the first.
  public func finishedJobs(of run: RunID, after event: Int64, limit: Int) throws -> [FinishedJob] {
    let rows = try rows(
      """
      SELECT e.id AS event, e.subject AS subject FROM events e
      WHERE e.run_id = ? AND e.id > ? AND e.kind = 'job.done' ORDER BY e.id LIMIT ?
      """, [run, event, limit])
    return try rows.compactMap { row in
      let key: String = try row["subject"]
      guard let job = try job(key, of: run) else { return nil }
      let cost: String? = try self.row(
        "SELECT detail FROM events WHERE subject = ? AND run_id = ? AND kind = 'job.cost' ORDER BY id DESC LIMIT 1",
        [key, run])?["detail"]
      return FinishedJob(event: try row["event"], job: job, cost: cost)
    }
  }

  /// The subjects of a run's events of one kind, with their details, oldest first.
  public func events(of run: RunID, kind: String, limit: Int) throws -> [StoredEvent] {
    try rows("SELECT * FROM events WHERE run_id = ? AND kind = ? ORDER BY id LIMIT ?", [run, kind, limit])
      .map(StoredEvent.init)
  }

  /// Slugs and categories of the tools that a run judges, by category and slug.
  public func toolsOfJobs(of run: RunID, kind: String) throws -> [(tool: ToolSlug, category: String)] {
    try rows(
      """
      SELECT j.job_key AS tool, t.category AS category FROM jobs j JOIN tools t ON t.slug = j.job_key
      WHERE j.run_id = ? AND j.kind = ? ORDER BY t.category, t.slug
      """, [run, kind]
    ).map { (try $0["tool"], try $0["category"]) }
  }
}

extension SQLWriting {
  /// Notes what a job cost, in the transaction that finishes it.
  public func noteCost(_ detail: String, of lease: JobLease, at now: Timestamp) throws {
    try log(StoredEvent(at: now, kind: "job.cost", run: lease.job.run, subject: lease.job.key, detail: detail))
  }

  /// Replaces what a run's kind knows of it.
  public func setDetail(_ detail: String, of run: RunID) throws {
    let changed = try execute("UPDATE runs SET detail = ? WHERE id = ?", [detail, run])
    if changed == 0 { throw StoreError(.notFound, "There is no run \(run) in the store.") }
  }
}

extension SQLReading {
  /// Jobs of one kind that are queued or held.
  public func openJobs(of run: RunID, kind: String) throws -> Int {
    try count(
      "SELECT COUNT(*) AS n FROM jobs WHERE run_id = ? AND kind = ? AND state IN ('queued', 'leased')", [run, kind])
  }
}
