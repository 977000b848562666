/// What an item said at one version. Never changed.
public struct StoredItemVersion: Hashable, Sendable {
  public var item: Int64
  /// From 1.
  public var version: Int
  public var baseSHA256: String
  /// JSON of the edits on top of the base.
  public var edits: String
  public var contentSHA256: String
  /// nil for the panel.
  public var author: String?
  /// `panel`, `edit`, `override`, `rerun`, `restore`.
  public var kind: String
  public var note: String
  public var createdAt: Timestamp

  public init(
    item: Int64, version: Int, baseSHA256: String, edits: String, contentSHA256: String, author: String?, kind: String,
    note: String = "", createdAt: Timestamp
  ) {
    self.item = item
    self.version = version
    self.baseSHA256 = baseSHA256
    self.edits = edits
    self.contentSHA256 = contentSHA256
    self.author = author
    self.kind = kind
    self.note = note
    self.createdAt = createdAt
  }
}

/// What the panel said.
public struct StoredBase: Hashable, Sendable {
  public var sha256: String
  /// A comparison as the contract writes it, on one line.
  public var document: String
  /// Slug and hash of each dossier, as JSON.
  public var dossiers: String

  public init(sha256: String, document: String, dossiers: String) {
    self.sha256 = sha256
    self.document = document
    self.dossiers = dossiers
  }
}

/// What somebody says about an item, to others of the desk.
public struct StoredComment: Hashable, Sendable {
  public var item: Int64
  public var version: Int
  public var author: String
  public var text: String
  public var createdAt: Timestamp

  public init(item: Int64, version: Int, author: String, text: String, createdAt: Timestamp) {
    self.item = item
    self.version = version
    self.author = author
    self.text = text
    self.createdAt = createdAt
  }
}

extension SQLWriting {
  public func insert(_ version: StoredItemVersion) throws {
    try insert(
      into: "desk_versions",
      ["item_id", "version", "base_sha256", "edits", "content_sha256", "author", "kind", "note", "created_at"],
      CollectionOfOne<[any SQLConvertible]>([
        version.item, version.version, version.baseSHA256, version.edits, version.contentSHA256, version.author,
        version.kind, version.note, version.createdAt,
      ]))
  }

  public func save(_ base: StoredBase) throws {
    try execute(
      "INSERT INTO desk_bases (sha256, document, dossiers) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
      [base.sha256, base.document, base.dossiers])
  }

  public func insert(_ comment: StoredComment) throws {
    try execute(
      "INSERT INTO desk_comments (item_id, version, author, text, created_at) VALUES (?, ?, ?, ?, ?)",
      [comment.item, comment.version, comment.author, comment.text, comment.createdAt])
  }
}

extension SQLReading {
  public func itemVersion(_ version: Int, of item: Int64) throws -> StoredItemVersion? {
    try row("SELECT * FROM desk_versions WHERE item_id = ? AND version = ?", [item, version])
      .map(StoredItemVersion.init)
  }

  /// All versions, oldest first.
  public func itemVersions(of item: Int64) throws -> [StoredItemVersion] {
    try rows("SELECT * FROM desk_versions WHERE item_id = ? ORDER BY version", [item]).map(StoredItemVersion.init)
  }

  public func base(_ sha256: String) throws -> StoredBase? {
    try row("SELECT * FROM desk_bases WHERE sha256 = ?", [sha256]).map {
      StoredBase(sha256: try $0["sha256"], document: try $0["document"], dossiers: try $0["dossiers"])
    }
  }

  /// Comments on an item, oldest first.
  public func comments(on item: Int64) throws -> [StoredComment] {
    try rows("SELECT * FROM desk_comments WHERE item_id = ? ORDER BY id", [item]).map {
      StoredComment(
        item: try $0["item_id"], version: try $0["version"], author: try $0["author"], text: try $0["text"],
        createdAt: try $0["created_at"])
    }
  }
}

extension StoredItemVersion {
  init(_ row: SQLRow) throws {
    self.init(
      item: try row["item_id"], version: try row["version"], baseSHA256: try row["base_sha256"],
      edits: try row["edits"], contentSHA256: try row["content_sha256"], author: try row["author"],
      kind: try row["kind"], note: try row["note"], createdAt: try row["created_at"])
  }
}
