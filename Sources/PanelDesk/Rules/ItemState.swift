/// Where an item of the desk stands between the panel and its readers.
public enum ItemState: String, Hashable, Sendable, CaseIterable {
  /// As the panel wrote it, or reopened; nobody has taken it up.
  case draft
  /// Somebody reads it, or its text was edited since the last decision.
  case inReview = "in_review"
  /// A person takes responsibility for exactly this content.
  case approved
  /// Approved, and published by itself at a set time.
  case scheduled
  /// Readers see it.
  case published
  /// An editor asks for changes and says which.
  case changesRequested = "changes_requested"
  /// Not for publication; the reason is on record.
  case rejected
  /// Was published and was taken back; the reason is on record.
  case withdrawn
  /// Was published until a newer item about the same tools took its place.
  case superseded

  /// As people read it: `in review`.
  public var title: String { rawValue.replacing("_", with: " ") }

  /// Whether the item waits for a person.
  public var isOpen: Bool {
    switch self {
    case .draft, .inReview, .changesRequested, .approved: true
    case .scheduled, .published, .rejected, .withdrawn, .superseded: false
    }
  }
}
