/// How many independent votes a panel's votes are worth.
public enum EffectiveVotes {
  /// *n* ÷ (1 + (*n* − 1)ρ): votes that agree with each other anyway tell less than as many independent ones (L. Kish,
  /// "Survey Sampling", 1965, the design effect of a cluster sample).
  ///
  /// - Parameters:
  ///   - votes: *n*, at least 0.
  ///   - correlation: ρ, the correlation of two votes on the same tool, at most 1. Below 0, which a small sample can
  ///     give by chance, it counts as 0, so that a panel is never worth more than its seats.
  /// - Returns: between 1 and `votes`; 0 for no votes.
  public static func count(votes: Int, correlation: Double) -> Double {
    precondition(votes >= 0 && correlation <= 1)
    guard votes > 0 else { return 0 }
    return Double(votes) / (1 + Double(votes - 1) * max(0, correlation))
  }
}
