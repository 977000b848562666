import Foundation

/// How evidence weighed piece by piece and the vote on the whole become P(ship).
///
///     P(ship) = 1 / (1 + exp(−(evidence · Σ wᵢ + vote · v + bias)))
///
/// wᵢ is the weight of fact i: log-odds of the label that argues for the tool over the one that argues against it,
/// averaged over both orders of the labels, minus the same for statements without content, then bounded:
/// w = bound · tanh(x / bound). v is the same for the vote on the whole after the moves, measured against a dossier
/// without content.
///
/// The defaults were set by hand after looking at Qwen2.5-Coder 1.5B on eight dossiers, so that a grave flaw in the place
/// of an ordinary fact moves P(ship) by about 0.2 and no persona votes one way only. They are not yet fitted; that will
/// be done on the published suite only.
public struct VoteCombination: Hashable, Sendable, Codable {
  /// Factor of the sum of evidence weights.
  public var evidence: Double
  /// Factor of the vote's log-odds.
  public var vote: Double
  public var bias: Double
  /// Most that one fact can weigh, in log-odds.
  public var factBound: Double
  /// Most that one vendor-written fact can weigh for the tool. What a vendor says against its own tool is believed as
  /// any other fact is.
  public var vendorBound: Double
  /// Most that the vote on the whole can weigh before its factor.
  public var voteBound: Double

  public init(
    evidence: Double = 0.6, vote: Double = 0.5, bias: Double = 0, factBound: Double = 1, vendorBound: Double = 0.3,
    voteBound: Double = 2
  ) {
    self.evidence = evidence
    self.vote = vote
    self.bias = bias
    self.factBound = factBound
    self.vendorBound = vendorBound
    self.voteBound = voteBound
  }

  /// The weight of a fact from its calibrated log-odds.
  public func weight(_ logOdds: Double, isVendorText: Bool) -> Double {
    Self.bounded(logOdds, by: isVendorText && logOdds > 0 ? vendorBound : factBound)
  }

  /// P(ship).
  public func probability(weights: [Double], voteLogOdds: Double) -> Double {
    let sum = weights.reduce(0, +)
    return Self.logistic(evidence * sum + vote * Self.bounded(voteLogOdds, by: voteBound) + bias)
  }

  static func bounded(_ value: Double, by bound: Double) -> Double { bound > 0 ? bound * tanh(value / bound) : 0 }
  static func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
}

/// When a dossier cannot carry a vote.
public enum AbstainRule {
  /// A persona abstains on fewer facts than this: its four or five moves rest on three facts each, and would all rest on
  /// the same ones.
  public static let fewestFacts = 5
}
