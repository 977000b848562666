public import PanelCore

/// A seat whose review is there already, so that a session need not compute it again.
///
/// A review depends on its persona, its tool, and what the seats before it wrote about the same tool: an answer that
/// repeats an earlier one is written again, and a fact that was quoted is quoted less. Nothing else of a session changes
/// it, so a review that was made with the same inputs, and after the same personas, is the one that this session would
/// make.
public struct ReadySeat: Hashable, Sendable {
  public var seat: Seat
  public var review: Review
  /// What ``ReviewEvent/traced(_:_:)`` told of it.
  public var trace: SeatTrace
  /// Id of the run that made it.
  public var run: String

  public init(seat: Seat, review: Review, trace: SeatTrace, run: String) {
    self.seat = seat
    self.review = review
    self.trace = trace
    self.run = run
  }
}

extension ReviewSession {
  /// Counts up whenever the session's own code changes what is asked, or what is made of the answers, so that reviews of
  /// earlier versions of it are not taken for its own.
  public static let answersVersion = 8
}
