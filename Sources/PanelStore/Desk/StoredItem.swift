/// An item of the desk as its row holds it; what the words mean is for the rules to say.
public struct StoredItem: Hashable, Sendable {
  public var id: Int64
  /// Where it came from: `comparison:RUN:TOOLS`, `verdict:TOOL@3`, `file:HASH`. Unique, so that nothing is taken in twice.
  public var source: String
  public var subject: String
  public var title: String
  public var category: String
  /// Ids with a space before and after each.
  public var personas: String
  public var state: String
  public var isOpen: Bool
  public var version: Int
  public var contentSHA256: String
  /// Names with spaces between them.
  public var authors: String
  public var claimBy: String?
  public var claimUntil: Timestamp?
  public var assignee: String?
  public var approvedBy: String?
  public var approvedAt: Timestamp?
  public var approvedSHA256: String?
  public var scheduledFor: Timestamp?
  public var publishedVersion: Int?
  public var publishedAt: Timestamp?
  public var supersededBy: Int64?
  public var note: String?
  /// The last decision, with what was before it, as JSON.
  public var decision: String?
  public var need: Double
  public var disagreement: Double
  public var swing: Double?
  public var unsupported: Double
  public var judgedAt: Timestamp
  public var createdAt: Timestamp
  public var updatedAt: Timestamp

  /// A draft that nobody has touched.
  public init(
    source: String, subject: String, title: String, category: String, personas: String, contentSHA256: String,
    need: Double, disagreement: Double, swing: Double?, unsupported: Double, judgedAt: Timestamp, createdAt: Timestamp
  ) {
    id = 0
    self.source = source
    self.subject = subject
    self.title = title
    self.category = category
    self.personas = personas
    state = "draft"
    isOpen = true
    version = 1
    self.contentSHA256 = contentSHA256
    authors = ""
    self.need = need
    self.disagreement = disagreement
    self.swing = swing
    self.unsupported = unsupported
    self.judgedAt = judgedAt
    self.createdAt = createdAt
    updatedAt = createdAt
  }
}

extension StoredItem {
  static let columns = [
    "source", "subject", "title", "category", "personas", "state", "is_open", "version", "content_sha256", "authors",
    "claim_by", "claim_until", "assignee", "approved_by", "approved_at", "approved_sha256", "scheduled_for",
    "published_version", "published_at", "superseded_by", "note", "decision", "need", "disagreement", "swing",
    "unsupported", "judged_at", "created_at", "updated_at",
  ]

  /// In the order of ``columns``.
  var values: [any SQLConvertible] {
    [
      source, subject, title, category, personas, state, isOpen, version, contentSHA256, authors, claimBy, claimUntil,
      assignee, approvedBy, approvedAt, approvedSHA256, scheduledFor, publishedVersion, publishedAt, supersededBy,
      note, decision, need, disagreement, swing, unsupported, judgedAt, createdAt, updatedAt,
    ]
  }

  init(_ row: SQLRow) throws {
    self.init(
      source: try row["source"], subject: try row["subject"], title: try row["title"], category: try row["category"],
      personas: try row["personas"], contentSHA256: try row["content_sha256"], need: try row["need"],
      disagreement: try row["disagreement"], swing: try row["swing"], unsupported: try row["unsupported"],
      judgedAt: try row["judged_at"], createdAt: try row["created_at"])
    id = try row["id"]
    state = try row["state"]
    isOpen = try row["is_open"]
    version = try row["version"]
    authors = try row["authors"]
    claimBy = try row["claim_by"]
    claimUntil = try row["claim_until"]
    assignee = try row["assignee"]
    approvedBy = try row["approved_by"]
    approvedAt = try row["approved_at"]
    approvedSHA256 = try row["approved_sha256"]
    scheduledFor = try row["scheduled_for"]
    publishedVersion = try row["published_version"]
    publishedAt = try row["published_at"]
    supersededBy = try row["superseded_by"]
    note = try row["note"]
    decision = try row["decision"]
    updatedAt = try row["updated_at"]
  }
}

extension SQLWriting {
  /// Adds an item with its first version, unless one of the same source is there.
  ///
  /// - Returns: Its id; nil where it was there.
  public func insert(_ item: StoredItem) throws -> Int64? {
    let marks = Array(repeating: "?", count: StoredItem.columns.count).joined(separator: ", ")
    return try row(
      "INSERT INTO desk_items (\(StoredItem.columns.joined(separator: ", "))) VALUES (\(marks)) "
        + "ON CONFLICT (source) DO NOTHING RETURNING id", item.values)?["id"]
  }

  /// Writes all of an item's row.
  public func update(_ item: StoredItem) throws {
    let assignments = StoredItem.columns.map { "\($0) = ?" }.joined(separator: ", ")
    try execute("UPDATE desk_items SET \(assignments) WHERE id = ?", item.values + [item.id])
  }
}

extension SQLReading {
  public func item(_ id: Int64) throws -> StoredItem? {
    try row("SELECT * FROM desk_items WHERE id = ?", [id]).map(StoredItem.init)
  }

  /// Published items about the same tools, but this one.
  public func publishedItems(subject: String, except id: Int64) throws -> [StoredItem] {
    try rows(
      "SELECT * FROM desk_items WHERE subject = ? AND state = 'published' AND id <> ?", [subject, id]
    ).map(StoredItem.init)
  }

  /// Items that another one took the place of.
  public func items(supersededBy id: Int64, subject: String) throws -> [StoredItem] {
    try rows(
      "SELECT * FROM desk_items WHERE subject = ? AND state = 'superseded' AND superseded_by = ?", [subject, id]
    ).map(StoredItem.init)
  }

  /// Scheduled items whose time has come.
  public func itemsDue(at now: Timestamp) throws -> [StoredItem] {
    try rows(
      "SELECT * FROM desk_items WHERE scheduled_for <= ? AND state = 'scheduled' ORDER BY scheduled_for, id", [now]
    ).map(StoredItem.init)
  }

  /// Items that readers see, the newest first.
  public func publishedItems(limit: Int) throws -> [StoredItem] {
    try rows(
      "SELECT * FROM desk_items WHERE published_version IS NOT NULL ORDER BY published_at DESC, id LIMIT ?", [limit]
    ).map(StoredItem.init)
  }

  /// How many items there are in each state.
  public func itemCounts() throws -> [String: Int] {
    var counts: [String: Int] = [:]
    try forEachRow("SELECT state, n FROM desk_counts", []) { counts[try $0["state"]] = try $0["n"] }
    return counts
  }
}
