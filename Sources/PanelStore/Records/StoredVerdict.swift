import Foundation
public import PanelCore
public import PanelFormats

/// A version of a tool's verdict. Versions are never changed: a re-review, or an editor's change, makes a further one.
public struct StoredVerdict: Hashable, Sendable {
  public enum Origin: Hashable, Sendable {
    case panel
    /// Changed by hand, from an earlier version.
    case editor(name: String, note: String, basedOn: Int)
  }

  public var id: VerdictID
  public var run: RunID
  public var origin: Origin
  public var dossierSHA256: String
  /// The verdict as the contract writes it.
  public var document: VerdictDocument
  /// Of the document's one line of JSON.
  public var documentSHA256: String
  public var createdAt: Timestamp
}

/// A verdict that is to become a version.
public struct NewVerdict: Sendable {
  public var tool: ToolSlug
  public var run: RunID
  public var origin: StoredVerdict.Origin
  public var dossierSHA256: String
  public var document: VerdictDocument
  /// Its seats in order; for an editor's change those of the version it is based on.
  public var reviews: [ReviewReference]

  public init(
    tool: ToolSlug, run: RunID, origin: StoredVerdict.Origin = .panel, dossierSHA256: String,
    document: VerdictDocument, reviews: [ReviewReference]
  ) {
    self.tool = tool
    self.run = run
    self.origin = origin
    self.dossierSHA256 = dossierSHA256
    self.document = document
    self.reviews = reviews
  }
}

extension SQLWriting {
  /// Adds a version to a tool's verdicts. Its dossier, run and reviews have to be in the store.
  public func save(_ verdict: NewVerdict, at now: Timestamp) throws -> VerdictID {
    let last: Int =
      try row("SELECT COALESCE(MAX(version), 0) AS n FROM verdicts WHERE tool = ?", [verdict.tool])?["n"] ?? 0
    let id = VerdictID(tool: verdict.tool, version: last + 1)
    let line = try StableJSON.line(verdict.document)
    let document = verdict.document
    var origin = "panel"
    var editor: String?
    var note = ""
    var basedOn: Int?
    if case .editor(let name, let why, let base) = verdict.origin {
      (origin, editor, note, basedOn) = ("editor", name, why, base)
    }
    try insert(
      into: "verdicts",
      [
        "tool", "version", "run_id", "origin", "editor", "note", "based_on", "dossier_sha256", "category",
        "ship_percent", "ship", "skip", "abstain", "failed", "quorum", "document", "document_sha256", "created_at",
      ],
      CollectionOfOne<[any SQLConvertible]>([
        id.tool, id.version, verdict.run, origin, editor, note, basedOn, verdict.dossierSHA256, document.category,
        document.shipPercent, document.split.ship, document.split.skip, document.split.abstain, document.split.failed,
        document.quorum, line, ContentHash.ofText(line), now,
      ]))
    try insert(
      into: "verdict_reviews", ["tool", "version", "seat", "run_id", "persona", "attempt"],
      verdict.reviews.enumerated().map { seat, review in
        [id.tool, id.version, seat, review.run, review.persona, review.attempt]
      })
    return id
  }
}

extension SQLReading {
  public func verdict(_ id: VerdictID) throws -> StoredVerdict? {
    try row("SELECT * FROM verdicts WHERE tool = ? AND version = ?", [id.tool, id.version]).map(StoredVerdict.init)
  }

  /// The tool's newest version; nil where it was never judged.
  public func latestVerdict(of tool: ToolSlug) throws -> StoredVerdict? {
    try row("SELECT * FROM verdicts WHERE tool = ? ORDER BY version DESC LIMIT 1", [tool]).map(StoredVerdict.init)
  }

  /// All versions of a tool, oldest first.
  public func verdictVersions(of tool: ToolSlug) throws -> [StoredVerdict] {
    try rows("SELECT * FROM verdicts WHERE tool = ? ORDER BY version", [tool]).map(StoredVerdict.init)
  }

  /// The verdicts of a run, in the order of the tools.
  public func forEachVerdict(of run: RunID, _ body: (StoredVerdict) throws -> Void) throws {
    try forEachRow("SELECT * FROM verdicts WHERE run_id = ? ORDER BY tool, version", [run]) {
      try body(StoredVerdict($0))
    }
  }

  /// Newest versions of all tools, newest first.
  public func latestVerdicts(limit: Int = .max, category: String? = nil) throws -> [StoredVerdict] {
    try rows(
      """
      SELECT v.* FROM verdicts v
      WHERE v.version = (SELECT MAX(w.version) FROM verdicts w WHERE w.tool = v.tool)
        \(category == nil ? "" : "AND v.category = ?")
      ORDER BY v.created_at DESC, v.tool LIMIT ?
      """, (category.map { [$0] } ?? []) + [limit]
    ).map(StoredVerdict.init)
  }
}

extension StoredVerdict {
  init(_ row: SQLRow) throws {
    let id = VerdictID(tool: try row["tool"], version: try row["version"])
    let line: String = try row["document"]
    do {
      document = try VerdictDocument.read(Data(line.utf8), file: "\(id)")
    } catch {
      throw StoreError(.unexpectedRow, "The verdict \(id) cannot be read: \(error)", remedy: StoreError.checkRemedy)
    }
    self.id = id
    run = try row["run_id"]
    let editor: String? = try row["editor"]
    let basedOn: Int? = try row["based_on"]
    origin = editor.map { .editor(name: $0, note: (try? row["note"]) ?? "", basedOn: basedOn ?? 0) } ?? .panel
    dossierSHA256 = try row["dossier_sha256"]
    documentSHA256 = try row["document_sha256"]
    createdAt = try row["created_at"]
  }
}
