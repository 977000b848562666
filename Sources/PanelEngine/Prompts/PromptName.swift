/// The prompts that a session is made of, each a file `<name>.mustache`.
public enum PromptName: String, Hashable, Sendable, CaseIterable {
  /// The system message; the same for every request of a session.
  case rules
  /// One tool's facts.
  case dossier
  /// Who judges.
  case persona
  /// One question of a review.
  case move
  /// The vote after the moves.
  case vote
  /// Whether an answer follows from its facts.
  case check
  /// Weighs one fact on its own.
  case evidence
  /// Two tools side by side.
  case headToHead = "head_to_head"

  /// The file's name in `prompts/`.
  public var fileName: String { rawValue + ".mustache" }
}
