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
          seat.inOrder = try choice(
            phase, .headToHead(pair: index, persona: persona, flipped: false), first, second)
          seat.reversed = try choice(
            phase, .headToHead(pair: index, persona: persona, flipped: true), second, first)
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

  /// The tool that a request's answer names; nil where it names both alike.
  private func choice(
    _ phase: PhaseRun, _ key: RequestKey, _ first: ToolSlug, _ second: ToolSlug
  ) throws(InferenceError) -> ToolSlug? {
    let odds = try session.options.labels.tools.logOdds(try phase.response(key))
    return odds == 0 ? nil : odds > 0 ? first : second
  }

  /// Ordered by pair and order, since the two dossiers are what these requests share.
  func headToHeadRequests(_ pairs: [(Int, Int)]) -> [KeyedRequest] {
    var requests: [KeyedRequest] = []
    for (index, pair) in pairs.enumerated() {
      for flipped in [false, true] {
        let (first, second) = flipped ? (pair.1, pair.0) : pair
        let dossiers = (session.dossiers[first], session.dossiers[second])
        for (number, persona) in session.panel.personas.enumerated() {
          let id = "head_to_head/\(dossiers.0.original.slug)/\(dossiers.1.original.slug)/\(persona.id)"
          requests.append(
            KeyedRequest(
              key: .headToHead(pair: index, persona: number, flipped: flipped),
              request: InferenceRequest(
                id: RequestID(id),
                messages: session.prompts.headToHead(dossiers.0, dossiers.1, persona: persona),
                fields: session.options.labels.tools.fields(flipped: false), sampling: .distributionOnly)))
        }
      }
    }
    return requests
  }
}
