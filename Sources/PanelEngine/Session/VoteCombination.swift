import Foundation
public import PanelCore

/// How evidence weighed piece by piece and the vote on the whole become P(ship).
///
///     P(ship) = 1 / (1 + exp(−(evidence · Σ wᵢ + vote · v + bias)))
///
/// wᵢ is the weight of statement i: log-odds of the label that argues for the tool over the one that argues against it,
/// averaged over both orders of the labels, minus the same for statements without content, then bounded:
/// w = bound · tanh(y / bound) with y = x·|x| / (|x| + quiet), so that what hardly differs from a statement without content
/// counts less than it measures: there the wording decides. v is the same for the vote on the whole after the moves, measured against a dossier
/// without content. What a vendor says for its tool has a tighter bound of its own, and all such claims together have
/// another, so that text under review can move a vote only so far however it is written.
///
/// The parameters of a model are fitted on the published suite by `panel eval --fit`, see docs/method.md; those here hold
/// for a model without any.
public struct VoteCombination: Hashable, Sendable, Codable {
  /// Factor of the sum of evidence weights.
  public var evidence: Double
  /// Factor of the vote's log-odds.
  public var vote: Double
  /// Added for every persona.
  public var bias: Double
  /// Added for one persona: where it stands between “ships everything” and “ships nothing” on the suite's dossiers.
  /// By the persona's id.
  public var personaBias: [String: Double]
  /// Log-odds around 0 in which a weight says more about wording than about content; 0 takes weights as they are.
  public var quiet: Double
  /// Most that one fact can weigh against the tool, in log-odds.
  public var factBound: Double
  /// Most that one fact can weigh for the tool.
  public var favourBound: Double
  /// Most that one claim of the vendor can weigh for the tool. What a vendor says against its own tool is believed as
  /// any other fact is.
  public var vendorBound: Double
  /// Most that all claims together can weigh for the tool, beside enough statements that are none. A dossier made of
  /// claims alone, as a README is, has nothing else to go by; there each has its own bound only.
  public var claimsBound: Double
  /// Most that the vote on the whole can weigh before its factor.
  public var voteBound: Double

  public init(
    evidence: Double = 0.2, vote: Double = 0.1, bias: Double = 0, personaBias: [String: Double] = [:],
    quiet: Double = 0.3, factBound: Double = 1, favourBound: Double = 1, vendorBound: Double = 0.1,
    claimsBound: Double = 0.2, voteBound: Double = 2
  ) {
    self.evidence = evidence
    self.vote = vote
    self.bias = bias
    self.personaBias = personaBias
    self.quiet = quiet
    self.factBound = factBound
    self.favourBound = favourBound
    self.vendorBound = vendorBound
    self.claimsBound = claimsBound
    self.voteBound = voteBound
  }

  /// The weight of one statement from its calibrated log-odds.
  public func weight(_ logOdds: Double, isClaim: Bool) -> Double {
    guard logOdds != 0 else { return 0 }
    let heard = logOdds * abs(logOdds) / (abs(logOdds) + max(0, quiet))
    return Self.bounded(heard, by: logOdds < 0 ? factBound : isClaim ? vendorBound : favourBound)
  }

  /// The weights of statements that stand together, claims for the tool within their common bound.
  func weights(_ items: [(logOdds: Double, isClaim: Bool)]) -> [Double] {
    let single = items.map { weight($0.logOdds, isClaim: $0.isClaim) }
    let claimed = zip(items, single).reduce(0) { $0 + ($1.0.isClaim ? max(0, $1.1) : 0) }
    let findings = items.count { !$0.isClaim }
    guard claimed > claimsBound, claimed > 0, findings >= AbstainRule.fewestFacts else { return single }
    let share = claimsBound / claimed
    return zip(items, single).map { $0.isClaim && $1 > 0 ? $1 * share : $1 }
  }

  /// The weight of the vote on the whole, in the unit of the evidence weights.
  func wholeWeight(voteLogOdds: Double) -> Double {
    evidence > 0 ? vote * Self.bounded(voteLogOdds, by: voteBound) / evidence : 0
  }

  /// P(ship).
  public func probability(weights: [Double], voteLogOdds: Double, persona: PersonaID? = nil) -> Double {
    let sum = weights.reduce(0, +)
    let own = persona.flatMap { personaBias[$0.rawValue] } ?? 0
    return Self.logistic(evidence * sum + vote * Self.bounded(voteLogOdds, by: voteBound) + bias + own)
  }

  static func bounded(_ value: Double, by bound: Double) -> Double { bound > 0 ? bound * tanh(value / bound) : 0 }
  static func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
}

/// When a dossier cannot carry a vote.
public enum AbstainRule {
  /// A persona abstains on fewer facts than this: its four or five moves rest on three facts each, and would all rest on
  /// the same ones.
  public static let fewestFacts = 5

  /// Fewest judged facts on which a persona votes: as many as it has moves, and ``fewestFacts`` at least.
  public static func fewestFacts(for persona: Persona) -> Int { max(fewestFacts, persona.moves.count) }
}
