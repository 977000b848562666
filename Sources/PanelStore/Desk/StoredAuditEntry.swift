/// One line of the audit log as its row holds it.
public struct StoredAuditEntry: Hashable, Sendable {
  public var id: Int64
  public var at: Timestamp
  public var actor: String
  public var action: String
  public var subject: String
  public var detail: String
  public var previous: String
  public var sha256: String

  public init(
    id: Int64, at: Timestamp, actor: String, action: String, subject: String, detail: String, previous: String,
    sha256: String
  ) {
    self.id = id
    self.at = at
    self.actor = actor
    self.action = action
    self.subject = subject
    self.detail = detail
    self.previous = previous
    self.sha256 = sha256
  }

  init(_ row: SQLRow) throws {
    self.init(
      id: try row["id"], at: try row["at"], actor: try row["actor"], action: try row["action"],
      subject: try row["subject"], detail: try row["detail"], previous: try row["previous"], sha256: try row["sha256"])
  }
}

extension SQLWriting {
  public func insert(_ entry: StoredAuditEntry) throws {
    try execute(
      "INSERT INTO desk_audit (id, at, actor, action, subject, detail, previous, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      [entry.id, entry.at, entry.actor, entry.action, entry.subject, entry.detail, entry.previous, entry.sha256])
  }
}

extension SQLReading {
  /// The newest entry; nil for an empty log.
  public func lastAuditEntry() throws -> StoredAuditEntry? {
    try row("SELECT * FROM desk_audit ORDER BY id DESC LIMIT 1").map(StoredAuditEntry.init)
  }

  /// All entries from the first on, one at a time.
  public func forEachAuditEntry(_ body: (StoredAuditEntry) throws -> Void) throws {
    try forEachRow("SELECT * FROM desk_audit ORDER BY id", []) { try body(StoredAuditEntry($0)) }
  }

  /// What was done to a subject, oldest first.
  public func auditEntries(about subject: String) throws -> [StoredAuditEntry] {
    try rows("SELECT * FROM desk_audit WHERE subject = ? ORDER BY id", [subject]).map(StoredAuditEntry.init)
  }

  /// The newest entries first.
  public func auditEntries(limit: Int) throws -> [StoredAuditEntry] {
    try rows("SELECT * FROM desk_audit ORDER BY id DESC LIMIT ?", [limit]).map(StoredAuditEntry.init)
  }
}
