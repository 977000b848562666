/// What a person does to an item as a whole.
public enum DeskAction: Hashable, Sendable {
  /// - Parameter takeOver: also where somebody else's claim still holds.
  case claim(takeOver: Bool)
  case release
  /// - Parameter contentHash: of the content that the approver has read.
  case approve(contentHash: String)
  case requestChanges(note: String)
  case reject(reason: String)
  case schedule(at: Moment)
  case unschedule
  /// - Parameter contentHash: of the content that the publisher has read.
  case publish(contentHash: String)
  case withdraw(reason: String)
  case reopen
  /// A newer item about the same tools was published.
  case supersede
  /// The content became a new version.
  case edit

  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case claim, release, approve
    case requestChanges = "request-changes"
    case reject, schedule, unschedule, publish, withdraw, reopen, supersede, edit

    /// As in "cannot be approved".
    public var participle: String {
      switch self {
      case .claim: "claimed"
      case .release: "released"
      case .approve: "approved"
      case .requestChanges: "sent back for changes"
      case .reject: "rejected"
      case .schedule: "scheduled"
      case .unschedule: "taken off the schedule"
      case .publish: "published"
      case .withdraw: "withdrawn"
      case .reopen: "reopened"
      case .supersede: "superseded"
      case .edit: "edited"
      }
    }
  }

  public var kind: Kind {
    switch self {
    case .claim: .claim
    case .release: .release
    case .approve: .approve
    case .requestChanges: .requestChanges
    case .reject: .reject
    case .schedule: .schedule
    case .unschedule: .unschedule
    case .publish: .publish
    case .withdraw: .withdraw
    case .reopen: .reopen
    case .supersede: .supersede
    case .edit: .edit
    }
  }
}
