/// Verdicts of one or more tools for the same reader.
public struct Comparison: Hashable, Sendable {
  public var verdicts: [Verdict]
  /// nil for a single tool.
  public var recommendation: Recommendation?
  public var run: RunRecord

  public init(verdicts: [Verdict], recommendation: Recommendation?, run: RunRecord) {
    self.verdicts = verdicts
    self.recommendation = recommendation
    self.run = run
  }
}

/// Which tool to take, and by what rule.
public struct Recommendation: Hashable, Sendable {
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// The higher panel percentage.
    case panel
    /// Equal percentages; the personas preferred one in both orders.
    case headToHead = "head_to_head"
    case tooClose = "too_close"
    /// Equal percentages; the answer changed with the order in which the tools were named.
    case splitByOrder = "split_by_order"
    /// A tool has no percentage.
    case noQuorum = "no_quorum"
    /// Of each tool more reviewers would skip than ship it.
    case noMajority = "no_majority"
  }

  /// nil where there is none; never the first in the list for want of a better one.
  public var winner: ToolSlug?
  public var reason: Reason
  /// The recommendation in a sentence or two, for readers.
  public var text: String

  public init(winner: ToolSlug?, reason: Reason, text: String) {
    self.winner = winner
    self.reason = reason
    self.text = text
  }
}
