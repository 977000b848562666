/// How the seats of one panel voted over many tools: whether they are different reviewers, and whether each of them matters.
public struct PanelAgreement: Hashable, Sendable {
  public struct Seat: Hashable, Sendable {
    public var persona: PersonaID
    /// Votes for shipping, and votes cast.
    public var ship: Int
    public var cast: Int
    /// Tools on which the panel would lean another way without this vote.
    public var decisive: Int

    /// nil where no vote was cast.
    public var shipRate: Double? { cast == 0 ? nil : Double(ship) / Double(cast) }
    /// Its vote was cast and never changed what the panel leans to.
    public var neverDecides: Bool { cast > 0 && decisive == 0 }
  }

  public var tools: Int
  /// In the order of the first tool's seats.
  public var seats: [Seat]
  /// Krippendorff's α of the votes; nil where all are equal.
  public var alpha: Double?
  /// Mean share of pairs of seats that vote alike.
  public var rawAgreement: Double?
  /// Mean correlation of two seats' votes; nil where no two seats vary.
  public var correlation: Double?
  /// What the seats' votes are worth as independent ones; see ``EffectiveVotes``.
  public var effectiveVotes: Double?

  /// - Parameter votes: for each tool the votes by persona. Abstentions and failed seats do not count.
  public init(_ votes: [[(persona: PersonaID, vote: Vote?)]]) {
    tools = votes.count
    var order: [PersonaID] = []
    for seat in votes.joined() where !order.contains(seat.persona) { order.append(seat.persona) }
    let cast = votes.map { seats in seats.filter { $0.vote == .ship || $0.vote == .skip } }
    seats = order.map { persona in
      var seat = Seat(persona: persona, ship: 0, cast: 0, decisive: 0)
      for tool in cast {
        guard let own = tool.first(where: { $0.persona == persona }) else { continue }
        seat.cast += 1
        if own.vote == .ship { seat.ship += 1 }
        if Self.leaning(tool) != Self.leaning(tool.filter { $0.persona != persona }) { seat.decisive += 1 }
      }
      return seat
    }
    let units = cast.map { $0.map { $0.vote == .ship } }
    alpha = KrippendorffAlpha.nominal(units)
    rawAgreement = RawAgreement.mean(units)
    var correlations: [Double] = []
    for (index, a) in order.enumerated() {
      for b in order[..<index] {
        let both = cast.compactMap { tool -> (Double, Double)? in
          guard let x = tool.first(where: { $0.persona == a }), let y = tool.first(where: { $0.persona == b }) else {
            return nil
          }
          return (x.vote == .ship ? 1 : 0, y.vote == .ship ? 1 : 0)
        }
        if let value = Correlation.pearson(both) { correlations.append(value) }
      }
    }
    if correlations.isEmpty {
      (correlation, effectiveVotes) = (nil, nil)
    } else {
      let mean = correlations.reduce(0, +) / Double(correlations.count)
      correlation = mean
      effectiveVotes = EffectiveVotes.count(votes: order.count, correlation: min(1, mean))
    }
  }

  /// −1, 0 or 1: more skip, as many of both, more ship.
  private static func leaning(_ seats: [(persona: PersonaID, vote: Vote?)]) -> Int {
    let ship = seats.count { $0.vote == .ship }
    return (2 * ship - seats.count).signum()
  }
}

/// Linear correlation.
public enum Correlation {
  /// Pearson's r; nil for fewer than two points, or where one side does not vary.
  public static func pearson(_ points: [(Double, Double)]) -> Double? {
    guard points.count > 1 else { return nil }
    let n = Double(points.count)
    let (x, y) = (points.reduce(0) { $0 + $1.0 } / n, points.reduce(0) { $0 + $1.1 } / n)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for point in points {
      xx += (point.0 - x) * (point.0 - x)
      yy += (point.1 - y) * (point.1 - y)
      xy += (point.0 - x) * (point.1 - y)
    }
    guard xx > 0, yy > 0 else { return nil }
    return max(-1, min(1, xy / (xx * yy).squareRoot()))
  }
}
