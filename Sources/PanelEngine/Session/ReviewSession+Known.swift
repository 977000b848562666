import Inference
public import PanelCore

extension ReviewSession {
  /// Compares tools whose verdicts are known: asks the personas directly where the session's rule says so, and recommends.
  ///
  /// - Parameter verdicts: of the session's tools, in their order.
  public func comparison(of verdicts: [Verdict]) async throws -> Comparison {
    var run = SessionRun(self) { _ in }
    return try await run.comparison(of: verdicts)
  }
}

extension SessionRun {
  /// The comparison of verdicts that are there.
  mutating func comparison(of verdicts: [Verdict]) async throws -> Comparison {
    let headToHeads = try await compare(verdicts)
    let recommendation = Recommendation.decide(verdicts: verdicts, headToHead: headToHeads).map {
      Recommender.addingReaders(to: $0, verdicts: verdicts, facts: session.dossiers.map(\.facts))
    }
    return Comparison(verdicts: verdicts, recommendation: recommendation, run: record())
  }
}
