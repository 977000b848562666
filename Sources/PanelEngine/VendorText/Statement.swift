public import PanelCore

/// Something about a tool that is weighed on its own: a fact, or what the dossier's head says where no fact says it.
public struct Statement: Hashable, Sendable {
  public enum Subject: Hashable, Sendable {
    case fact(EvidenceID)
    case licence
    case price

    /// As it stands in the ids of requests.
    var name: String {
      switch self {
      case .fact(let id): String(id.rawValue)
      case .licence: "licence"
      case .price: "price"
      }
    }
  }

  public var subject: Subject
  /// As it is weighed: the tool's own name is taken out.
  public var text: String
  /// Without marketing words and imperatives; empty where nothing else is in it, nil where it is the same as ``text``.
  public var neutral: String?
  /// Written by the vendor, or reads as if it were: praise, text that is no plain sentence, text that held chat markers.
  /// It counts for the tool within tighter bounds.
  public var isClaim: Bool
}
