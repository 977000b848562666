/// What was read from the model for one seat, before anything is bounded or combined.
struct SeatScores: Hashable, Sendable {
  struct Item: Hashable, Sendable {
    var subject: Statement.Subject
    /// Log-odds as the model's distributions gave them, averaged over both orders of the labels.
    var raw: Double
    /// The same for the text without marketing; nil where that is the same text, and 0 weight where nothing is left.
    var neutral: Neutral?
    var isClaim: Bool
    /// By how much the log-odds differ between the orders of the labels.
    var gap = 0.0
  }

  enum Neutral: Hashable, Sendable {
    case nothing
    case raw(Double)
  }

  var items: [Item]
  /// The persona's log-odds on statements without content, which are taken off each item's.
  var leaning: Double
  /// Log-odds of the vote on the whole, and of the vote on a dossier without content; for each sample.
  var votes: [Double] = []
  var voteLeaning = 0.0
  var voteGap = 0.0
}
