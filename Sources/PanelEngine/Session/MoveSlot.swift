import PanelCore

/// One answer that a seat writes: a move as it is put to the model.
///
/// A move that rests on the vote takes two, one for each vote, of which the review keeps the one of the vote that was
/// cast. The vote reads neither, so that the reason follows the vote and does not make it.
struct MoveSlot: Hashable, Sendable {
  /// With the lead-in and the facts of its side.
  var move: Move
  /// The vote whose reason it gives; nil for every other move.
  var side: Vote?

  /// Names the slot among the seat's requests.
  var id: String { side.map { "\(move.id)/\($0.rawValue)" } ?? move.id }

  static func slots(of persona: Persona) -> [MoveSlot] {
    persona.moves.flatMap { move -> [MoveSlot] in
      guard move.restOn == .vote else { return [MoveSlot(move: move, side: nil)] }
      var (strength, weakness) = (move, move)
      strength.restOn = .strengths
      weakness.restOn = .weaknesses
      if let against = move.against { weakness.open(with: against) }
      return [MoveSlot(move: strength, side: .ship), MoveSlot(move: weakness, side: .skip)]
    }
  }
}
