public import PanelCore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How much an item needs a person: the order of the queue.
///
/// Need is a product, (1 + 3·disagreement) · (1 + 3·swing) · (1 + 3·unsupported) · 2^(age / 30 days): each of the first
/// three at most quadruples it, as two months of waiting do. Because all items age alike, the order of two items never
/// changes with time, so that the store can keep it in an index: ``key`` is the logarithm of the need at 1970.
public struct Need: Hashable, Sendable {
  /// 0 for a unanimous panel, 1 for an even split or for one without a quorum; the highest of the tools.
  public var disagreement: Double
  /// How far the dossier's marketing words move the panel, 0 to 1: of the tool that they move most the larger of the
  /// step in P(ship) and the share of seats whose vote turns; nil where it was not measured, which counts as 0.
  public var swing: Double?
  /// The share of moves whose numbers or names the evidence does not hold.
  public var unsupported: Double
  /// When the panel judged.
  public var since: Moment

  public init(disagreement: Double, swing: Double?, unsupported: Double, since: Moment) {
    self.disagreement = disagreement
    self.swing = swing
    self.unsupported = unsupported
    self.since = since
  }

  public init(_ comparison: Comparison, since: Moment) {
    let moves = comparison.verdicts.flatMap(\.reviews).flatMap(\.moves)
    self.init(
      disagreement: comparison.verdicts.map(Self.disagreement).max() ?? 0,
      swing: comparison.verdicts.compactMap(Self.swing).max(),
      unsupported: moves.isEmpty ? 0 : Double(moves.count { !$0.isSupported }) / Double(moves.count), since: since)
  }

  /// Higher comes first. Never changes with time.
  public var key: Double {
    let days = Double(since.milliseconds) / 86_400_000
    return log2(1 + 3 * Self.unit(disagreement)) + log2(1 + 3 * Self.unit(swing ?? 0))
      + log2(1 + 3 * Self.unit(unsupported)) - days / 30
  }

  /// The need as a number for people: 1 is an item of today that nothing speaks against.
  public func value(at now: Moment) -> Double { exp2(key + Double(now.milliseconds) / 86_400_000 / 30) }

  private static func disagreement(_ verdict: Verdict) -> Double {
    let split = verdict.split
    guard verdict.shipPercent != nil else { return 1 }
    return 4 * Double(split.ship * split.skip) / Double(split.cast * split.cast)
  }

  private static func swing(_ verdict: Verdict) -> Double? {
    verdict.swing.map { swing in
      let seats = verdict.reviews.count { $0.pShip != nil && $0.pShipNeutral != nil }
      return max(abs(swing.pShip), Double(swing.changed.count) / Double(max(1, seats)))
    }
  }

  private static func unit(_ value: Double) -> Double { value.isFinite ? min(1, max(0, value)) : 0 }
}
