import Inference
import PanelCore

/// Two labels that are asked for in both orders, and how the answer to them begins.
public struct LabelPair: Hashable, Sendable, Codable {
  /// The label that argues for the tool, or names the first of two.
  public var positive: String
  public var negative: String
  /// Opens the answer; prefilled. Empty, or without a space at its end.
  public var leadIn: String

  public init(positive: String, negative: String, leadIn: String = "") {
    self.positive = positive
    self.negative = negative
    self.leadIn = leadIn
  }

  /// Id of the field that holds the choice.
  static let field = "choice"

  /// The labels in the order asked; `flipped` puts the negative one first.
  func ordered(flipped: Bool) -> [String] { flipped ? [negative, positive] : [positive, negative] }

  func fields(flipped: Bool) -> [ResponseField] {
    [ResponseField(id: Self.field, leadIn: leadIn, kind: .choice(ordered(flipped: flipped)))]
  }

  /// ln(P(positive) / P(negative)).
  ///
  /// - Throws: ``InferenceError`` where the response holds no distribution over the two labels.
  func logOdds(_ response: InferenceResponse) throws(InferenceError) -> Double {
    guard case .choice(let distribution)? = response[Self.field],
      let yes = distribution.logProbability(of: positive), let no = distribution.logProbability(of: negative)
    else {
      throw InferenceError(.invalidOutput, "The backend gave no distribution over “\(positive)” and “\(negative)”.")
    }
    let odds = yes - no
    guard !odds.isNaN else {
      throw InferenceError(.invalidOutput, "The distribution over “\(positive)” and “\(negative)” is no number.")
    }
    // A probability of 0 is as far as a backend's arithmetic reaches; ±30 stands for it.
    return min(30, max(-30, odds))
  }
}

/// The labels of a session's choices. The templates name them, so the two are changed together.
///
/// `good` and `bad` stand for a fact's weight and for ship and skip: with them Qwen2.5-Coder 1.5B's log-odds differ by at
/// most 0.9 between the orders of the labels, with `ship` and `skip` by 2 and more (measured on 36 facts and 24 planted
/// flaws).
public struct SessionLabels: Hashable, Sendable, Codable {
  /// One fact.
  public var evidence: LabelPair
  /// Whether an answer follows from its facts.
  public var support: LabelPair
  /// The vote.
  public var vote: LabelPair
  /// Two tools; the labels are the numbers that the template shows.
  public var tools: LabelPair

  public init(
    evidence: LabelPair = LabelPair(positive: "good", negative: "bad", leadIn: "For them, this is"),
    support: LabelPair = LabelPair(
      positive: "true", negative: "false", leadIn: "Going by the facts, the statement is"),
    vote: LabelPair = LabelPair(positive: "good", negative: "bad", leadIn: "Taken as a whole, it is a"),
    tools: LabelPair = LabelPair(positive: "1", negative: "2", leadIn: "The better choice is tool")
  ) {
    self.evidence = evidence
    self.support = support
    self.vote = vote
    self.tools = tools
  }
}

/// Stand-ins for content when a persona's leaning without content is measured (arXiv 2102.09690).
enum ContentFree {
  /// Statements that say nothing for or against a tool; the leaning is averaged over them. They are ordinary sentences:
  /// measured against “N/A”, every ordinary fact would count for its tool by 0.4 to 0.7.
  static let statements = [
    "It is a library.", "The project was started in 2015.", "The package consists of three modules.",
    "Settings are read from a file.",
  ]

  static let toolName = "the tool"
  static let category = "tool"

  static let facts = statements.enumerated().map {
    Evidence(id: EvidenceID($0 + 1), text: $1, source: "", retrieved: nil, isVendorText: false)
  }

  /// As many findings without content as a persona has moves.
  static func findings(_ count: Int) -> [String] { (0..<count).map { statements[$0 % statements.count] } }
}
