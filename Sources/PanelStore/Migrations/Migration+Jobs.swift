extension Migration {
  /// The queue of a batch.
  static let jobs = Migration(200, "jobs") { dialect in
    [
      // Processes that take jobs.
      """
      CREATE TABLE workers (
        id \(dialect.countedKey),
        name TEXT NOT NULL,
        started_at BIGINT NOT NULL,
        ended_at BIGINT
      )
      """,
      // The latest time that any lease was reckoned with, so that time never goes back between processes.
      "CREATE TABLE lease_clock (id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), now BIGINT NOT NULL)",
      "INSERT INTO lease_clock (id, now) VALUES (1, 0)",
      // attempt counts every lease and fences: a result is taken only from the newest. strikes counts the attempts that
      // ended badly, and decides when a job is given up.
      """
      CREATE TABLE jobs (
        id \(dialect.countedKey),
        run_id TEXT NOT NULL REFERENCES runs (id),
        job_key TEXT NOT NULL,
        kind TEXT NOT NULL,
        rank BIGINT NOT NULL,
        payload TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('queued', 'leased', 'done', 'failed', 'dead', 'cancelled')),
        attempt INTEGER NOT NULL DEFAULT 0,
        strikes INTEGER NOT NULL DEFAULT 0,
        most_strikes INTEGER NOT NULL,
        worker BIGINT REFERENCES workers (id),
        leased_until BIGINT,
        error_kind TEXT,
        error TEXT,
        error_is_transient INTEGER,
        result TEXT,
        finished_at BIGINT,
        UNIQUE (run_id, job_key),
        CHECK ((state = 'leased') = (leased_until IS NOT NULL))
      )
      """,
      "CREATE INDEX jobs_in_order ON jobs (run_id, state, rank, id)",
      "CREATE INDEX jobs_leased ON jobs (state, leased_until)",
    ]
  }
}
