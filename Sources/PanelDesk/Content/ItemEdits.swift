public import PanelCore

/// What people changed of what the panel wrote: texts, and votes that somebody overrode with a reason.
public struct ItemEdits: Hashable, Sendable {
  /// A vote that a person set in place of the panel's. Readers are shown the reason.
  public struct Override: Hashable, Sendable {
    public var vote: Vote
    public var reason: String
    public var by: AccountName

    public init(vote: Vote, reason: String, by: AccountName) {
      self.vote = vote
      self.reason = reason
      self.by = by
    }
  }

  /// Longest text of a field, in bytes of UTF-8.
  public static let mostBytes = 10_000

  /// Only texts that differ from the panel's.
  public var texts: [FieldPath: String]
  public var overrides: [SeatPath: Override]
  /// Seats whose persona was asked again, with the run that their review is from: model, seed and number.
  public var reruns: [SeatPath: String]

  public init(
    texts: [FieldPath: String] = [:], overrides: [SeatPath: Override] = [:], reruns: [SeatPath: String] = [:]
  ) {
    self.texts = texts
    self.overrides = overrides
    self.reruns = reruns
  }

  public var isEmpty: Bool { texts.isEmpty && overrides.isEmpty && reruns.isEmpty }
}
