import Inference
import PanelCore

extension SessionRun {
  /// Pairs of tools that are put to the personas directly: those that tie for the highest percentage, or all.
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

  /// Asks each persona about each pair in both orders.
  mutating func compare(_ verdicts: [Verdict]) async throws -> [HeadToHead] {
    let pairs = pairs(verdicts)
    let known = pairs.compactMap { pair in
      session.headToHeads.first {
        $0.first == verdicts[pair.0].dossier.slug && $0.second == verdicts[pair.1].dossier.slug
      }
    }
    if known.count == pairs.count { return known }
    guard let phase = try await run(.headToHead, headToHeadRequests(pairs)) else { return [] }
    let results = pairs.enumerated().map { index, pair in
      let (first, second) = (verdicts[pair.0].dossier.slug, verdicts[pair.1].dossier.slug)
      let seats = session.panel.personas.indices.map { persona in
        var seat = HeadToHead.Seat(persona: session.panel.personas[persona].id, inOrder: nil, reversed: nil)
        do throws(InferenceError) {
          let leaning = try leaning(phase, persona)
          seat.inOrder = try choice(
            phase, .headToHead(pair: index, persona: persona, flipped: false), leaning, first, second)
          seat.reversed = try choice(
            phase, .headToHead(pair: index, persona: persona, flipped: true), leaning, second, first)
        } catch {
          seat.error = error.description
        }
        return seat
      }
      return HeadToHead(first: first, second: second, seats: seats)
    }
    emit(.compared(results))
    return results
  }

  /// How far a persona leans to tool 1 whatever is said: two tools of which nothing is said for or against, asked in both
  /// orders. They differ, because of two that are the same a model says something else than of any other two.
  private func leaning(_ phase: PhaseRun, _ persona: Int) throws(InferenceError) -> Double {
    let labels = session.options.labels.tools
    let given = try labels.logOdds(try phase.response(.headToHeadOfNothing(persona: persona, flipped: false)))
    let flipped = try labels.logOdds(try phase.response(.headToHeadOfNothing(persona: persona, flipped: true)))
    return (given + flipped) / 2
  }

  /// The tool that a request's answer names once the leaning to a place is taken off; nil where it names both alike.
  private func choice(
    _ phase: PhaseRun, _ key: RequestKey, _ leaning: Double, _ first: ToolSlug, _ second: ToolSlug
  ) throws(InferenceError) -> ToolSlug? {
    let odds = try session.options.labels.tools.logOdds(try phase.response(key)) - leaning
    return odds == 0 ? nil : odds > 0 ? first : second
  }

  /// Facts of each tool that a persona is shown: those that weighed most for it. Shown all of them, Qwen2.5-Coder 1.5B
  /// names the tool in the second place always (12 of 12).
  static let factsShown = 4

  /// Ordered by persona, then pair; then each persona's leaning.
  func headToHeadRequests(_ pairs: [(Int, Int)]) -> [KeyedRequest] {
    if pairs.isEmpty { return [] }
    var requests: [KeyedRequest] = []
    for (number, persona) in session.panel.personas.enumerated() {
      func request(_ key: RequestKey, _ id: String, _ facts: ([String], [String])) -> KeyedRequest {
        KeyedRequest(
          key: key,
          request: InferenceRequest(
            id: RequestID("head_to_head/\(id)/\(persona.id)"),
            messages: session.prompts.headToHead(facts.0, facts.1, persona: persona),
            fields: session.options.labels.tools.fields(flipped: false), sampling: .distributionOnly))
      }
      for (index, pair) in pairs.enumerated() {
        for flipped in [false, true] {
          let (first, second) = flipped ? (pair.1, pair.0) : pair
          requests.append(
            request(
              .headToHead(pair: index, persona: number, flipped: flipped),
              "\(session.dossiers[first].original.slug)/\(session.dossiers[second].original.slug)",
              (strongestFacts(first, number), strongestFacts(second, number))))
        }
      }
      for flipped in [false, true] {
        let nothing = (ContentFree.statements, ContentFree.otherStatements)
        requests.append(
          request(
            .headToHeadOfNothing(persona: number, flipped: flipped), flipped ? "-/flipped" : "-/-",
            flipped ? (nothing.1, nothing.0) : nothing))
      }
    }
    return requests
  }

  /// As they were weighed, so without the tool's name; in the dossier's order where nothing was weighed.
  private func strongestFacts(_ tool: Int, _ persona: Int) -> [String] {
    let dossier = session.dossiers[tool]
    let statements = dossier.statements.filter { if case .fact = $0.subject { true } else { false } }
    let state = self[SeatIndex(tool: tool, persona: persona)]
    let drivers = state.ready?.review.drivers ?? state.scores?.drivers(session.combination) ?? []
    guard !drivers.isEmpty else { return statements.prefix(Self.factsShown).map(\.text) }
    let shown = Set(drivers.prefix(Self.factsShown).map { Statement.Subject.fact($0.evidence) })
    return statements.filter { shown.contains($0.subject) }.map(\.text)
  }
}
