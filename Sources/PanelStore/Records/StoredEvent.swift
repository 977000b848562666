/// Something that happened, as the log keeps it. The log is only ever added to.
public struct StoredEvent: Hashable, Sendable {
  /// Counts up; nil before it is in the log.
  public var id: Int64?
  public var at: Timestamp
  /// `job.done`, `verdict.saved` …
  public var kind: String
  public var run: RunID?
  /// What it happened to: `caddy`, `caddy@3`, a job's key.
  public var subject: String
  /// JSON.
  public var detail: String

  public init(at: Timestamp, kind: String, run: RunID? = nil, subject: String, detail: String = "{}") {
    self.at = at
    self.kind = kind
    self.run = run
    self.subject = subject
    self.detail = detail
  }
}

extension SQLWriting {
  public func log(_ event: StoredEvent) throws {
    try execute(
      "INSERT INTO events (at, kind, run_id, subject, detail) VALUES (?, ?, ?, ?, ?)",
      [event.at, event.kind, event.run, event.subject, event.detail])
  }
}

extension SQLReading {
  /// Events in the order in which they happened.
  ///
  /// - Parameter after: only those after the event of this id.
  public func forEachEvent(of run: RunID, after: Int64 = 0, _ body: (StoredEvent) throws -> Void) throws {
    try forEachRow("SELECT * FROM events WHERE run_id = ? AND id > ? ORDER BY id", [run, after]) {
      try body(StoredEvent($0))
    }
  }

  public func events(about subject: String) throws -> [StoredEvent] {
    try rows("SELECT * FROM events WHERE subject = ? ORDER BY id", [subject]).map(StoredEvent.init)
  }
}

extension StoredEvent {
  init(_ row: SQLRow) throws {
    self.init(
      at: try row["at"], kind: try row["kind"], run: try row["run_id"], subject: try row["subject"],
      detail: try row["detail"])
    id = try row["id"]
  }
}
