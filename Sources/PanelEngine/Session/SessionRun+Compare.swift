import Inference
import PanelCore

extension SessionRun {
  /// Pairs of tools that are put to the personas directly: those that tie for the highest percentage, or all. Which of the
  /// tools is better is not asked where most would skip each.
  func pairs(_ verdicts: [Verdict]) -> [(Int, Int)] {
    let rule = session.options.headToHead
    guard verdicts.count > 1, rule != .never else { return [] }
    let percents = verdicts.map(\.shipPercent)
    var candidates = Array(verdicts.indices)
    if rule == .onTie {
      guard !percents.contains(nil), !Recommendation.isRefused(verdicts),
        let best = percents.compactMap({ $0 }).max()
      else { return [] }
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
          func choice(_ flipped: Bool, _ one: ToolSlug, _ two: ToolSlug) throws(InferenceError) -> ToolSlug? {
            let odds = try meanOdds(phase) { .headToHead(pair: index, persona: persona, flipped: flipped, swapped: $0) }
            return odds == leaning ? nil : odds > leaning ? one : two
          }
          seat.inOrder = try choice(false, first, second)
          seat.reversed = try choice(true, second, first)
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

  /// How far a persona leans to tool 1 whatever is said.
  private func leaning(_ phase: PhaseRun, _ persona: Int) throws(InferenceError) -> Double {
    var sum = 0.0
    for index in ReferencePair.all.indices {
      for flipped in [false, true] {
        sum += try meanOdds(phase) {
          .headToHeadOfReference(index, persona: persona, flipped: flipped, swapped: $0)
        }
      }
    }
    return sum / Double(2 * ReferencePair.all.count)
  }

  /// Log-odds of tool 1 over tool 2, averaged over which of them is listed and named first.
  private func meanOdds(_ phase: PhaseRun, _ key: (_ swapped: Bool) -> RequestKey) throws(InferenceError) -> Double {
    let labels = session.options.labels.tools
    return try (labels.logOdds(phase.response(key(false))) + labels.logOdds(phase.response(key(true)))) / 2
  }

  /// Facts of each tool that a persona is shown: those that weighed most for it. Of two to twelve, with six and with eight most
  /// answers of Qwen2.5-Coder 1.5B held in both orders.
  static let factsShown = 6

  /// Ordered by persona.
  func headToHeadRequests(_ pairs: [(Int, Int)]) -> [KeyedRequest] {
    if pairs.isEmpty { return [] }
    var requests: [KeyedRequest] = []
    for (number, persona) in session.panel.personas.enumerated() {
      func ask(_ key: (_ flipped: Bool, _ swapped: Bool) -> RequestKey, _ tools: [(name: String, facts: [String])]) {
        for flipped in [false, true] {
          let (one, two) = flipped ? (tools[1], tools[0]) : (tools[0], tools[1])
          for swapped in [false, true] {
            requests.append(
              KeyedRequest(
                key: key(flipped, swapped),
                request: InferenceRequest(
                  id: RequestID("head_to_head/\(one.name)/\(two.name)/\(persona.id)\(swapped ? "/swapped" : "")"),
                  messages: session.prompts.headToHead(one.facts, two.facts, persona: persona, swapped: swapped),
                  fields: session.options.labels.tools.fields(flipped: swapped), sampling: .distributionOnly)))
          }
        }
      }
      for (index, pair) in pairs.enumerated() {
        ask(
          { .headToHead(pair: index, persona: number, flipped: $0, swapped: $1) },
          [pair.0, pair.1].map { ("\(session.dossiers[$0].original.slug)", strongestFacts($0, number)) })
      }
      for (index, pair) in ReferencePair.all.enumerated() {
        ask(
          { .headToHeadOfReference(index, persona: number, flipped: $0, swapped: $1) },
          [("-\(index)a", pair.first), ("-\(index)b", pair.second)])
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
