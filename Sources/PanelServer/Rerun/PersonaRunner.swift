public import PanelCore
public import PanelDesk

/// Lets a persona judge a tool once more. The server knows nothing of models: who starts it hands this in.
public struct PersonaRunner: Sendable {
  public enum Progress: Hashable, Sendable {
    /// What is done now, for people.
    case phase(String)
    /// Text of a move as it is written; of a move that is written again in a later phase it begins anew.
    case text(move: String, delta: String)
    /// A move as it will stand.
    case answer(MoveAnswer)
  }

  public struct Answer: Sendable {
    public var review: Review
    /// Model, seed and number of the run, for the history and for readers.
    public var run: String

    public init(review: Review, run: String) {
      self.review = review
      self.run = run
    }
  }

  public typealias Run =
    @Sendable (RerunQuestion, _ tell: @escaping @Sendable (Progress) -> Void) async throws -> Answer

  /// Stops where its task is cancelled. Errors are told to the person who asked, as they describe themselves.
  public var run: Run

  public init(run: @escaping Run) { self.run = run }
}

/// Whether personas can be run again here.
public enum PersonaRunning: Sendable {
  case here(PersonaRunner)
  /// Why not, as a sentence.
  case notHere(String)
}
