import PanelCore

/// Everything that an evaluation reads from a model without writing moves. Reports and fits are arithmetic on it.
struct EvaluationScores: Sendable {
  struct AttackID: Hashable, Sendable {
    var attack: String
    var tool: ToolSlug
  }

  /// For each persona in the panel's order; nil where it abstained or failed.
  typealias Seats = [SeatScores?]

  var plain: [ToolSlug: Seats] = [:]
  var pairs: [String: Seats] = [:]
  var attacks: [AttackID: Seats] = [:]
  /// Plain dossiers and attacks with all defences of the text off.
  var plainUndefended: [ToolSlug: Seats] = [:]
  var attacksUndefended: [AttackID: Seats] = [:]
}
