import Foundation

/// Labels as sequences of tokens, for scoring each label whole with as few questions to the model as there are points at
/// which labels part.
///
/// P(label) is the product of its tokens' probabilities from the point on at which the labels first part; what all
/// labels share says nothing about them. Where one label is the beginning of another (`1` and `12`), it gets what is
/// left of the probability after the longer ones took theirs.
public struct LabelTrie: Hashable, Sendable {
  /// A point at which the model is asked for its distribution over the next token.
  public struct Question: Hashable, Sendable {
    /// Tokens of the label so far.
    public var prefix: [Int]
    /// Tokens with which labels go on.
    public var continuations: Set<Int>

    public init(prefix: [Int], continuations: Set<Int>) {
      self.prefix = prefix
      self.continuations = continuations
    }
  }

  /// Tokens of each label, none of them empty and no two equal.
  public let labels: [[Int]]
  private let shared: Int

  /// nil where a label has no tokens or two labels have the same.
  public init?(_ labels: [[Int]]) {
    guard let first = labels.first, !labels.contains([]), Set(labels).count == labels.count else { return nil }
    self.labels = labels
    var shared = 0
    while labels.count > 1, labels.allSatisfy({ $0.count > shared + 1 && $0[shared] == first[shared] }) { shared += 1 }
    self.shared = labels.count == 1 ? first.count : shared
  }

  /// What has to be asked, parents before children.
  public var questions: [Question] {
    var found: [[Int]: Set<Int>] = [:]
    for label in labels where label.count > shared {
      for length in shared..<label.count { found[Array(label[..<length]), default: []].insert(label[length]) }
    }
    return found.map { Question(prefix: $0.key, continuations: $0.value) }
      .sorted { ($0.prefix.count, $0.prefix.description) < ($1.prefix.count, $1.prefix.description) }
  }

  /// Normalised natural logarithms of the labels' probabilities, in their order.
  ///
  /// - Parameter answers: For each question's prefix the natural logarithms of its continuations' probabilities.
  public func logProbabilities(_ answers: [[Int]: [Int: Double]]) -> [Double] {
    let scores = labels.map { label -> Double in
      var score = 0.0
      for length in shared..<max(shared, label.count) {
        score += answers[Array(label[..<length])]?[label[length]] ?? -.infinity
      }
      if let longer = answers[label] {
        score += log(max(1 - longer.values.reduce(0) { $0 + exp($1) }, .leastNormalMagnitude))
      }
      return score
    }
    return Self.normalised(scores)
  }

  /// `scores` less the logarithm of the sum of their exponentials; equal shares where all are impossible.
  public static func normalised(_ scores: [Double]) -> [Double] {
    guard let best = scores.max(), best > -.infinity else {
      return scores.map { _ in -log(Double(max(1, scores.count))) }
    }
    let sum = best + log(scores.reduce(0) { $0 + exp($1 - best) })
    return scores.map { $0 - sum }
  }
}
