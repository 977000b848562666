import PanelCore

/// One persona's review of one tool: a row of the display.
struct LiveSeat: Hashable, Sendable {
  var tool: ToolSlug
  var persona: PersonaID
}

/// What the display of a review follows.
enum LiveEvent: Sendable {
  /// Work without a measure, such as loading the model.
  case status(String)
  /// A phase begins, with so many requests.
  case phase(String, requests: Int)
  case progress(done: Int, of: Int)
  /// Tokens so far.
  case tokens(prompt: Int, computedPrompt: Int, generated: Int)
  case working(LiveSeat)
  /// More text of a move.
  case text(LiveSeat, move: String, delta: String)
  case voted(LiveSeat, Vote, pShip: Double?)
  case failed(LiveSeat, cause: String)
  /// Something the user should know, in a sentence.
  case note(String)
}
