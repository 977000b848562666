import Inference
import PanelCore

/// What a persona answered about a pair of tools in one order and the other.
struct HeadToHeadAnswer: Hashable, Sendable {
  var persona: PersonaID
  var first: ToolSlug
  var second: ToolSlug
  /// Log-odds of `first` over `second` with `first` named first.
  var asNamed: Double
  /// The same with `second` named first.
  var flipped: Double

  /// The tool preferred in both orders; nil where the order decides.
  var preferred: ToolSlug? {
    if asNamed > 0, flipped > 0 { return first }
    if asNamed < 0, flipped < 0 { return second }
    return nil
  }
}

extension SessionRun {
  /// Asks each persona, in both orders, about every pair of tools that ties for the highest percentage.
  func pairs(_ verdicts: [Verdict]) -> [(Int, Int)] {
    let rule = session.options.headToHead
    guard verdicts.count > 1, rule != .never else { return [] }
    let percents = verdicts.map(\.shipPercent)
    var candidates = Array(verdicts.indices)
    if rule == .onTie {
      guard !percents.contains(nil), let best = percents.compactMap({ $0 }).max() else { return [] }
      candidates = candidates.filter { percents[$0] == best }
    }
    return candidates.enumerated().flatMap { index, a in candidates[(index + 1)...].map { (a, $0) } }
  }

  mutating func compare(_ verdicts: [Verdict]) async throws -> [HeadToHeadAnswer] {
    let pairs = pairs(verdicts)
    guard let phase = try await run(.headToHead, headToHeadRequests(pairs)) else { return [] }
    var answers: [HeadToHeadAnswer] = []
    for (index, pair) in pairs.enumerated() {
      for persona in session.panel.personas.indices {
        // A persona that could not answer has no say; the recommendation counts answers, not seats.
        guard
          let asNamed = try? Labels.tools.logOdds(
            phase.response(.headToHead(pair: index, persona: persona, flipped: false))),
          let flipped = try? Labels.tools.logOdds(
            phase.response(.headToHead(pair: index, persona: persona, flipped: true)))
        else { continue }
        answers.append(
          HeadToHeadAnswer(
            persona: session.panel.personas[persona].id, first: verdicts[pair.0].dossier.slug,
            second: verdicts[pair.1].dossier.slug, asNamed: asNamed, flipped: -flipped))
      }
    }
    return answers
  }

  /// Ordered by pair and order, since the two dossiers are what these requests share.
  private func headToHeadRequests(_ pairs: [(Int, Int)]) -> [KeyedRequest] {
    var requests: [KeyedRequest] = []
    for (index, pair) in pairs.enumerated() {
      for flipped in [false, true] {
        let (first, second) = flipped ? (pair.1, pair.0) : (pair.0, pair.1)
        for (number, persona) in session.panel.personas.enumerated() {
          let slugs = [first, second].map { session.dossiers[$0].original.slug.rawValue }
          requests.append(
            KeyedRequest(
              key: .headToHead(pair: index, persona: number, flipped: flipped),
              request: InferenceRequest(
                id: RequestID("head_to_head/\(slugs[0])/\(slugs[1])/\(persona.id)"),
                messages: session.prompts.headToHead(
                  session.dossiers[first], session.dossiers[second], persona: persona),
                fields: Labels.tools.fields(flipped: false), sampling: .distributionOnly)))
        }
      }
    }
    return requests
  }
}
