public import PanelCore

/// One text of an item that an editor may change.
public enum FieldPath: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The recommendation's sentences.
  case recommendation
  /// What a persona answered to one move about one tool.
  case move(tool: ToolSlug, persona: PersonaID, id: String)

  /// `recommendation`, or `tool/persona/move`.
  public var description: String {
    switch self {
    case .recommendation: "recommendation"
    case .move(let tool, let persona, let id): "\(tool)/\(persona)/\(id)"
    }
  }

  /// Reads what ``description`` writes.
  public init?(_ text: some StringProtocol) {
    if text == "recommendation" {
      self = .recommendation
      return
    }
    let parts = String(text).split(separator: "/" as Character, maxSplits: 2, omittingEmptySubsequences: false).map(
      String.init)
    guard parts.count == 3, let tool = ToolSlug(parts[0]), let persona = PersonaID(parts[1]), !parts[2].isEmpty else {
      return nil
    }
    self = .move(tool: tool, persona: persona, id: parts[2])
  }

  public static func < (a: Self, b: Self) -> Bool { a.description < b.description }
}

/// One persona's seat in the verdict on one tool.
public struct SeatPath: Hashable, Sendable, Comparable, CustomStringConvertible {
  public var tool: ToolSlug
  public var persona: PersonaID

  public init(tool: ToolSlug, persona: PersonaID) {
    self.tool = tool
    self.persona = persona
  }

  /// `tool/persona`
  public var description: String { "\(tool)/\(persona)" }

  /// Reads what ``description`` writes.
  public init?(_ text: some StringProtocol) {
    let parts = String(text).split(separator: "/" as Character, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let tool = ToolSlug(parts[0]), let persona = PersonaID(parts[1]) else { return nil }
    self.init(tool: tool, persona: persona)
  }

  public static func < (a: Self, b: Self) -> Bool { a.description < b.description }
}
