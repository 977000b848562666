import Inference
public import PanelCore

extension ReviewSession {
  /// Compares tools whose verdicts are known: asks the personas directly where the session's rule says so, and recommends.
  ///
  /// - Parameter verdicts: of the session's tools, in their order.
  /// - Returns: The comparison, and the direct answers that it rests on, those that the session was given among them.
  public func comparison(of verdicts: [Verdict]) async throws -> (comparison: Comparison, headToHeads: [HeadToHead]) {
    var run = SessionRun(self) { _ in }
    return try await run.compared(verdicts)
  }
}

extension SessionRun {
  /// The comparison of verdicts that are there.
  mutating func comparison(of verdicts: [Verdict]) async throws -> Comparison {
    try await compared(verdicts).comparison
  }

  mutating func compared(_ verdicts: [Verdict]) async throws -> (comparison: Comparison, headToHeads: [HeadToHead]) {
    let headToHeads = try await compare(verdicts)
    let recommendation = Recommendation.decide(verdicts: verdicts, headToHead: headToHeads).map {
      Recommender.addingReaders(
        to: $0, verdicts: verdicts, facts: session.dossiers.map(\.facts),
        kinds: session.panel.personas.first?.kinds ?? [])
    }
    return (Comparison(verdicts: verdicts, recommendation: recommendation, run: record()), headToHeads)
  }
}
