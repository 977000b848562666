/// An item as the rules see it: where it stands, not what it says.
public struct DeskItem: Hashable, Sendable, Identifiable {
  public var id: Int64
  public var state: ItemState
  /// The number of the newest version; the panel's own is 1.
  public var version: Int
  /// SHA-256 of the newest version's content.
  public var contentHash: String
  /// Accounts that edited since the version that readers see, or since the panel's own.
  public var authors: Set<AccountName>
  public var claim: Claim?
  public var assignee: AccountName?
  public var approval: Approval?
  public var scheduledFor: Moment?
  /// The version that readers see; stays when a newer one is in the making.
  public var publishedVersion: Int?
  /// Why changes were requested, or why it was rejected or withdrawn.
  public var note: String?
  public var lastDecision: Decision?

  public init(
    id: Int64, state: ItemState, version: Int, contentHash: String, authors: Set<AccountName> = [],
    claim: Claim? = nil, assignee: AccountName? = nil, approval: Approval? = nil, scheduledFor: Moment? = nil,
    publishedVersion: Int? = nil, note: String? = nil, lastDecision: Decision? = nil
  ) {
    self.id = id
    self.state = state
    self.version = version
    self.contentHash = contentHash
    self.authors = authors
    self.claim = claim
    self.assignee = assignee
    self.approval = approval
    self.scheduledFor = scheduledFor
    self.publishedVersion = publishedVersion
    self.note = note
    self.lastDecision = lastDecision
  }
}

/// Somebody works on an item. It ends by itself, so that a closed laptop blocks nobody for long.
public struct Claim: Hashable, Sendable {
  public var by: AccountName
  /// From here on it counts for nothing.
  public var until: Moment

  public init(by: AccountName, until: Moment) {
    self.by = by
    self.until = until
  }

  public func isHeld(at now: Moment) -> Bool { now < until }
}

/// Somebody takes responsibility for exactly one content.
public struct Approval: Hashable, Sendable {
  public var by: AccountName
  public var at: Moment
  public var contentHash: String

  public init(by: AccountName, at: Moment, contentHash: String) {
    self.by = by
    self.at = at
    self.contentHash = contentHash
  }
}

/// The last decision on an item, with what there was before it, so that it can be undone.
public struct Decision: Hashable, Sendable {
  public var action: DeskAction.Kind
  public var by: AccountName
  public var at: Moment
  public var before: Before

  /// What a decision may change.
  public struct Before: Hashable, Sendable {
    public var state: ItemState
    public var claim: Claim?
    public var approval: Approval?
    public var scheduledFor: Moment?
    public var publishedVersion: Int?
    public var note: String?
    public var authors: Set<AccountName>

    public init(
      state: ItemState, claim: Claim?, approval: Approval?, scheduledFor: Moment?, publishedVersion: Int?,
      note: String?, authors: Set<AccountName>
    ) {
      self.state = state
      self.claim = claim
      self.approval = approval
      self.scheduledFor = scheduledFor
      self.publishedVersion = publishedVersion
      self.note = note
      self.authors = authors
    }
  }

  public init(action: DeskAction.Kind, by: AccountName, at: Moment, before: Before) {
    self.action = action
    self.by = by
    self.at = at
    self.before = before
  }
}

/// What an installation may set.
public struct DeskPolicy: Hashable, Sendable {
  /// Whether an account may approve content that it edited itself: for desks of one person.
  public var allowsOwnApproval: Bool
  public var claimSeconds: Int64
  public var undoSeconds: Int64

  public init(allowsOwnApproval: Bool = false, claimSeconds: Int64 = 900, undoSeconds: Int64 = 10) {
    self.allowsOwnApproval = allowsOwnApproval
    self.claimSeconds = claimSeconds
    self.undoSeconds = undoSeconds
  }
}
