public import PanelCore

/// One seat of a run: what it said, and the hash of everything that this depended on.
public struct StoredReview: Hashable, Sendable {
  public var run: RunID
  public var tool: ToolSlug
  /// From 1: a seat that failed may be tried again in the same run.
  public var attempt: Int
  /// Hash of all inputs: a review with the same key would say the same.
  public var inputKey: String
  public var dossierSHA256: String
  public var personaSHA256: String
  public var review: Review
  /// What later seats are measured by; nil where it was not kept.
  public var trace: SeatTrace?
  public var createdAt: Timestamp

  public init(
    run: RunID, tool: ToolSlug, attempt: Int = 1, inputKey: String, dossierSHA256: String, personaSHA256: String,
    review: Review, trace: SeatTrace? = nil, createdAt: Timestamp
  ) {
    self.run = run
    self.tool = tool
    self.attempt = attempt
    self.inputKey = inputKey
    self.dossierSHA256 = dossierSHA256
    self.personaSHA256 = personaSHA256
    self.review = review
    self.trace = trace
    self.createdAt = createdAt
  }

  public var reference: ReviewReference {
    ReviewReference(run: run, tool: tool, persona: review.persona, attempt: attempt)
  }
}

/// Names one stored review.
public struct ReviewReference: Hashable, Sendable {
  public var run: RunID
  public var tool: ToolSlug
  public var persona: PersonaID
  public var attempt: Int

  public init(run: RunID, tool: ToolSlug, persona: PersonaID, attempt: Int = 1) {
    self.run = run
    self.tool = tool
    self.persona = persona
    self.attempt = attempt
  }
}

extension SQLWriting {
  /// Keeps the review of a seat, failed ones too.
  ///
  /// - Throws: ``StoreError`` of code `constraint` where this seat of this run has one for this attempt.
  public func save(_ stored: StoredReview) throws {
    let review = stored.review
    let document = try ReviewText(review, trace: stored.trace).json()
    // A review that would come back as another must not be kept: it would be served as if it had been made.
    guard try ReviewText.read(document).review == review else {
      throw StoreError(
        .failed, "The review of \(stored.tool) by \(review.persona) cannot be stored as it is.",
        remedy: StoreError.reportRemedy)
    }
    try insert(
      into: "reviews",
      [
        "run_id", "tool", "persona", "attempt", "input_key", "dossier_sha256", "persona_sha256", "vote", "p_ship",
        "p_ship_raw", "error", "document", "created_at",
      ],
      CollectionOfOne<[any SQLConvertible]>([
        stored.run, stored.tool, review.persona, stored.attempt, stored.inputKey, stored.dossierSHA256,
        stored.personaSHA256, review.vote?.rawValue, review.pShip, review.pShipRaw,
        review.vote == nil ? review.error ?? "The seat failed." : nil, document, stored.createdAt,
      ]))
  }
}

extension SQLReading {
  /// The newest complete review with these inputs; nil where there is none. Failed ones are never served, nor those that
  /// cannot be read, which ``Store/check()`` names: they are computed again.
  public func review(inputKey: String) throws -> StoredReview? {
    let row = try row(
      "SELECT * FROM reviews WHERE input_key = ? AND vote IS NOT NULL ORDER BY created_at DESC, run_id LIMIT 1",
      [inputKey])
    return row.flatMap { try? StoredReview($0) }
  }

  public func review(_ reference: ReviewReference) throws -> StoredReview? {
    try row(
      "SELECT * FROM reviews WHERE run_id = ? AND tool = ? AND persona = ? AND attempt = ?",
      [reference.run, reference.tool, reference.persona, reference.attempt]
    ).map(StoredReview.init)
  }

  /// The reviews that a verdict is made of, in the order of its seats.
  public func reviews(of verdict: VerdictID) throws -> [StoredReview] {
    try rows(
      """
      SELECT r.* FROM verdict_reviews v JOIN reviews r
        ON r.run_id = v.run_id AND r.tool = v.tool AND r.persona = v.persona AND r.attempt = v.attempt
      WHERE v.tool = ? AND v.version = ? ORDER BY v.seat
      """, [verdict.tool, verdict.version]
    ).map(StoredReview.init)
  }
}

extension StoredReview {
  init(_ row: SQLRow) throws {
    let tool: ToolSlug = try row["tool"]
    let run: RunID = try row["run_id"]
    let document: String = try row["document"]
    let persona: PersonaID = try row["persona"]
    guard let text = try? ReviewText.read(document), text.review.persona == persona else {
      throw StoreError(
        .unexpectedRow, "The review of \(tool) by \(persona) in run \(run) cannot be read.",
        remedy: StoreError.checkRemedy)
    }
    self.init(
      run: run, tool: tool, attempt: try row["attempt"], inputKey: try row["input_key"],
      dossierSHA256: try row["dossier_sha256"], personaSHA256: try row["persona_sha256"], review: text.review,
      trace: text.trace, createdAt: try row["created_at"])
  }
}
