/// One line of the log of who did what, chained to the one before it by its hash.
public struct AuditEntry: Hashable, Sendable, Identifiable {
  /// 1, 2, 3 … without gaps.
  public var id: Int64
  public var at: Moment
  /// The account's name, or `panel` for what the program does by itself.
  public var actor: String
  /// `approve`, `login`, `user.add` …
  public var action: String
  /// What it was done to: `item/12`, `user/ann`; empty where there is nothing to name.
  public var subject: String
  /// What else there is to know, as canonical JSON or plain text.
  public var detail: String
  /// Hash of the entry before; of the first, 64 zeros.
  public var previous: String
  public var hash: String

  public static let origin = String(repeating: "0", count: 64)

  /// The entry that follows `last`.
  public init(
    after last: (id: Int64, hash: String)?, at: Moment, actor: String, action: String, subject: String, detail: String
  ) {
    self.init(
      id: (last?.id ?? 0) + 1, at: at, actor: actor, action: action, subject: subject, detail: detail,
      previous: last?.hash ?? Self.origin, hash: "")
    hash = computedHash
  }

  /// An entry as it was stored; ``AuditCheck`` tells whether it is intact.
  public init(
    id: Int64, at: Moment, actor: String, action: String, subject: String, detail: String, previous: String,
    hash: String
  ) {
    self.id = id
    self.at = at
    self.actor = actor
    self.action = action
    self.subject = subject
    self.detail = detail
    self.previous = previous
    self.hash = hash
  }

  /// SHA-256 over all other parts, each with its length in front.
  public var computedHash: String {
    Hexadecimal.sha256(
      parts: ["panel.audit/1", "\(id)", "\(at.milliseconds)", actor, action, subject, detail, previous])
  }
}
