public import Inference
public import PanelCore

/// One persona's review of one tool, as a session names it.
public struct Seat: Hashable, Sendable {
  public var tool: ToolSlug
  public var persona: PersonaID

  public init(tool: ToolSlug, persona: PersonaID) {
    self.tool = tool
    self.persona = persona
  }
}

/// What a session does one after the other; each phase hands all of its requests to the backend at once.
public enum ReviewPhase: String, Hashable, Sendable, CaseIterable {
  /// Each fact on its own, by each persona.
  case weighing
  /// The closed questions among the moves.
  case choices
  /// The texts.
  case moves
  /// Which of two texts follows from its facts.
  case checking
  /// Texts that did not pass their check, once more.
  case repair
  case votes
  case headToHead = "head_to_head"
}

/// What happens in a session, for a display that follows it.
public enum ReviewEvent: Sendable {
  /// A phase begins, with so many requests. Phases without requests are not told.
  case phase(ReviewPhase, requests: Int)
  /// Facts of a tool beyond the limits, which will not be judged.
  case leftOut(tool: ToolSlug, facts: [EvidenceID])
  /// Facts of a tool of which sentences were taken out because they address whoever judges.
  case addressed(tool: ToolSlug, facts: [EvidenceID])
  /// A request of a phase ended, in whatever way.
  case progress(ReviewPhase, done: Int, of: Int)
  /// Tokens of the session so far.
  case usage(TokenUsage)
  /// A seat's share of a phase is in the works.
  case working(Seat, ReviewPhase)
  /// Text of a move as it is written, its lead-in first. A move that is written again begins anew with its lead-in.
  case text(Seat, move: String, delta: String)
  /// A move passed its check, or was kept in spite of it.
  case answered(Seat, MoveAnswer)
  /// What a seat leaves for those after it, for ``ReadySeat/trace``.
  case traced(Seat, SeatTrace)
  /// A seat has its vote.
  case reviewed(Seat, Review)
  /// What the personas answered when tools were put to them directly.
  case compared([HeadToHead])
  /// A seat failed; the cause is in the review.
  case failed(Seat, Review)
  /// The last event.
  case finished(Comparison)
}
