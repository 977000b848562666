/// How far a verdict rests on how a dossier is worded: the vote on the dossier as it was given, against the vote on the same
/// dossier without marketing words and imperatives.
public struct Swing: Hashable, Sendable {
  /// Mean over the seats of P(ship) as given − P(ship) neutralised. Above 0 the wording spoke for the tool.
  public var pShip: Double
  /// Personas whose vote is another one without the wording, in the panel's order.
  public var changed: [PersonaID]

  public init(pShip: Double, changed: [PersonaID]) {
    self.pShip = pShip
    self.changed = changed
  }

  /// From here on a swing is large: the same step that is allowed between two dossiers that say the same.
  public static let large = 0.05

  /// Whether an editor should look before this is published.
  public var isLarge: Bool { abs(pShip) >= Self.large || !changed.isEmpty }
}

extension Verdict {
  /// nil where no seat has both values.
  public var swing: Swing? {
    let seats = reviews.compactMap { review in
      review.pShip.flatMap { given in review.pShipNeutral.map { (review.persona, given, $0) } }
    }
    guard !seats.isEmpty else { return nil }
    return Swing(
      pShip: seats.reduce(0) { $0 + $1.1 - $1.2 } / Double(seats.count),
      changed: seats.filter { ($0.1 >= 0.5) != ($0.2 >= 0.5) }.map(\.0))
  }
}
