public import Foundation
import PanelCore

extension ComparisonDocument {
  /// Reads a document and checks it as far as its schema does.
  ///
  /// - Parameters:
  ///   - data: UTF-8 JSON.
  ///   - file: its name in messages.
  /// - Throws: ``FormatErrors``.
  public static func read(_ data: Data, file: String) throws(FormatErrors) -> ComparisonDocument {
    let document = try JSONReading.decode(ComparisonDocument.self, from: data, file: file)
    let log = ProblemLog(file: file)
    document.check(log)
    return try log.result(document)
  }

  /// The JSON text, indented.
  public func json() throws -> String { try StableJSON.pretty(self) }

  private func check(_ log: ProblemLog) {
    func expect(_ holds: Bool, _ path: String, _ found: String, _ expected: String) {
      if !holds { log.add(.invalidValue, at: nil, path, found: found, expected: expected) }
    }
    expect(schema == Self.schemaName, "schema", quoted(schema), quoted(Self.schemaName))
    expect(!verdicts.isEmpty, "verdicts", "an empty list", "at least one verdict")
    if let recommendation {
      let reasons = Recommendation.Reason.allCases.map(\.rawValue)
      expect(
        reasons.contains(recommendation.reason), "recommendation.reason", quoted(recommendation.reason),
        "one of \(reasons.joined(separator: ", "))")
      if let winner = recommendation.winner { expectSlug(winner, "recommendation.winner") }
    }
    func expectSlug(_ slug: String, _ path: String) {
      expect(ToolSlug(slug) != nil, path, quoted(slug), "a slug of a–z, 0–9, “-”, “.” and “_”")
    }
    func expectHash(_ hash: String, _ path: String) {
      let isHash = hash.utf8.count == 64 && hash.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
      expect(isHash, path, quoted(hash), "64 lower-case hexadecimal digits")
    }
    for (i, verdict) in verdicts.enumerated() { verdict.check("verdicts[\(i + 1)]", expect) }
    if let hash = run.model.sha256 { expectHash(hash, "run.model.sha256") }
    expectHash(run.personasSHA256, "run.personas_sha256")
    expectHash(run.promptsSHA256, "run.prompts_sha256")
    for (slug, hash) in run.dossierSHA256.hashes.sorted(by: { $0.key < $1.key }) {
      expectSlug(slug, "run.dossier_sha256")
      expectHash(hash, "run.dossier_sha256.\(slug)")
    }
    expect(run.seconds >= 0, "run.seconds", "\(run.seconds)", "0 or more")
    let tokens = [
      ("prompt_tokens", run.promptTokens), ("computed_prompt_tokens", run.computedPromptTokens),
      ("generated_tokens", run.generatedTokens),
    ]
    for (key, count) in tokens { expect(count >= 0, "run.\(key)", "\(count)", "0 or more") }
  }
}

extension VerdictDocument {
  /// Most votes of any kind that a document may tell of.
  static let mostVotes = 1_000_000_000

  /// Reads one verdict, as it stands on a line of a JSONL file.
  public static func read(_ data: Data, file: String) throws(FormatErrors) -> VerdictDocument {
    let document = try JSONReading.decode(VerdictDocument.self, from: data, file: file)
    let log = ProblemLog(file: file)
    document.check("") { holds, path, found, expected in
      if !holds { log.add(.invalidValue, at: nil, path, found: found, expected: expected) }
    }
    return try log.result(document)
  }

  fileprivate func check(_ path: String, _ expect: (Bool, String, String, String) -> Void) {
    let prefix = path.isEmpty ? "" : path + "."
    func expectRange<Number: Comparable>(_ value: Number?, _ range: ClosedRange<Number>, _ key: String) {
      guard let value else { return }
      expect(range.contains(value), prefix + key, "\(value)", "\(range.lowerBound) to \(range.upperBound)")
    }
    expect(ToolSlug(tool) != nil, prefix + "tool", quoted(tool), "a slug of a–z, 0–9, “-”, “.” and “_”")
    expectRange(shipPercent, 0...100, "ship_percent")
    expectRange(interval?.low, 0...100, "interval.low")
    expectRange(interval?.high, 0...100, "interval.high")
    expectRange(community.shipPercent, 0...100, "community.ship_percent")
    let counts = [
      ("split.ship", split.ship), ("split.skip", split.skip), ("split.abstain", split.abstain),
      ("split.failed", split.failed), ("quorum", quorum), ("community.votes", community.votes),
    ]
    for (key, count) in counts { expectRange(count, 0...Self.mostVotes, key) }
    for (i, review) in reviews.enumerated() {
      let key = "reviews[\(i + 1)]."
      expect(
        PersonaID(review.persona) != nil, prefix + key + "persona", quoted(review.persona), "a persona's id")
      if let vote = review.vote {
        expect(Vote(rawValue: vote) != nil, prefix + key + "vote", quoted(vote), "ship, skip, abstain or null")
      }
      expectRange(review.pShip, 0...1, key + "p_ship")
      expectRange(review.pShipRaw, 0...1, key + "p_ship_raw")
      let numbers = review.drivers.map(\.evidence) + review.moves.flatMap(\.evidence)
      for number in numbers { expect(number >= 1, prefix + key + "evidence", "\(number)", "1 or more") }
    }
  }
}
