public import PanelStore

/// The editorial desk on a database: each call is one transaction that checks the rules, changes what they allow and
/// writes it into the audit log. The pages of the server and the commands of the terminal are two faces of it.
public struct Desk: Sendable {
  public let store: Store
  public let policy: DeskPolicy
  /// As many bytes as asked for, that nobody can guess.
  let randomBytes: @Sendable (Int) -> [UInt8]

  public init(
    store: Store, policy: DeskPolicy = DeskPolicy(),
    randomBytes: @escaping @Sendable (Int) -> [UInt8] = { count in
      var generator = SystemRandomNumberGenerator()
      return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
  ) {
    self.store = store
    self.policy = policy
    self.randomBytes = randomBytes
  }
}

extension Moment {
  init(_ timestamp: Timestamp) { self.init(milliseconds: timestamp.rawValue) }
  var timestamp: Timestamp { Timestamp(rawValue: milliseconds) }
}

/// An item with all that a page about it needs.
public struct DeskEntry: Hashable, Sendable {
  public var item: DeskItem
  /// Its row: title, category, need and times.
  public var row: StoredItem
  public var content: ItemContent
  public var baseHash: String

  public var need: Need {
    Need(
      disagreement: row.disagreement, swing: row.swing, unsupported: row.unsupported, since: Moment(row.judgedAt))
  }
}
