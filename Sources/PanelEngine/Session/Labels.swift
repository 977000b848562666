import Inference

/// The labels of the session's choices, and how answers to them begin.
enum Labels {
  static let weigh = LabelPair(positive: "for", negative: "against", leadIn: "")
  static let vote = LabelPair(positive: "ship", negative: "skip", leadIn: "")
  static let tools = LabelPair(positive: "A", negative: "B", leadIn: "")
  /// Id of the field that holds a choice.
  static let field = "choice"
}

/// Two labels that are asked for in both orders.
struct LabelPair: Sendable {
  let positive: String
  let negative: String
  let leadIn: String

  /// The labels in the order asked; `flipped` puts the negative one first.
  func ordered(flipped: Bool) -> [String] { flipped ? [negative, positive] : [positive, negative] }

  func fields(flipped: Bool) -> [ResponseField] {
    [ResponseField(id: Labels.field, leadIn: leadIn, kind: .choice(ordered(flipped: flipped)))]
  }

  /// ln(P(positive) / P(negative)).
  ///
  /// - Throws: ``InferenceError`` where the response holds no finite distribution over the two labels.
  func logOdds(_ response: InferenceResponse) throws(InferenceError) -> Double {
    guard case .choice(let distribution)? = response[Labels.field],
      let yes = distribution.logProbability(of: positive), let no = distribution.logProbability(of: negative)
    else {
      throw InferenceError(.invalidOutput, "The backend gave no distribution over “\(positive)” and “\(negative)”.")
    }
    // A probability of 0 is as far as a backend's arithmetic reaches; ±30 stands for it.
    let odds = yes - no
    guard !odds.isNaN else {
      throw InferenceError(
        .invalidOutput, "The backend's distribution over “\(positive)” and “\(negative)” is no number.")
    }
    return min(30, max(-30, odds))
  }
}

/// Stand-ins for content when a persona's leaning without content is measured (arXiv 2102.09690).
enum ContentFree {
  /// Statements that say nothing for or against a tool; the leaning is averaged over them.
  static let statements = ["N/A", "This is a statement about the tool."]
  static let toolName = "the tool"
  static let category = "tool"
  static let move = "N/A"
}
