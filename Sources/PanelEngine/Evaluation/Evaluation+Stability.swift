import Inference
import PanelCore

extension Evaluation {
  /// Tools whose dossiers are read again under other seeds.
  private static let seededTools = 3
  private static let otherSeeds: [UInt64] = [2, 3]

  func stability(_ scorer: Scorer, _ state: inout EvaluationState) async throws -> StabilityReport {
    try await readPlain(Set(input.dossiers.map(\.slug)), scorer, &state)
    let personas = input.panel.personas.map(\.id)
    func pShip(_ seats: EvaluationScores.Seats?, _ index: Int) -> Double? {
      seats?[index]?.pShip(combination, persona: personas[index])
    }
    let seats = state.scores.plain.values.joined().compactMap { $0 }
    let gaps = seats.flatMap { $0.items.map(\.gap) }

    var orders: [Double] = []
    for pair in input.pairs where pair.edits.allSatisfy({ if case .order = $0 { true } else { false } }) {
      guard let dossier = input.dossier(pair.tool)?.edited(pair.edits) else { continue }
      emit(EvaluationProgress(.stability, done: orders.count, of: orders.count + 1, what: pair.id))
      if state.scores.pairs[pair.id] == nil {
        state.scores.pairs[pair.id] = try await scorer.scores(dossier, &state.report.requests)
      }
      for index in personas.indices {
        guard let before = pShip(state.scores.plain[pair.tool], index),
          let after = pShip(state.scores.pairs[pair.id], index)
        else { continue }
        orders.append(abs(after - before))
      }
    }

    var seeds: [Double] = []
    var kept: [Bool] = []
    for dossier in input.dossiers.prefix(Self.seededTools) {
      for seed in Self.otherSeeds {
        emit(EvaluationProgress(.stability, done: seeds.count, of: seeds.count + 1, what: "seed \(seed)"))
        let other = try await scorer.scores(dossier, seed: seed, &state.report.requests)
        for index in personas.indices {
          guard let a = pShip(state.scores.plain[dossier.slug], index), let b = pShip(other, index) else { continue }
          seeds.append(abs(a - b))
          kept.append((a >= 0.5) == (b >= 0.5))
        }
      }
    }

    let (consistent, agrees) = try await headToHeads(scorer, &state)
    func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }
    return StabilityReport(
      labelGap: mean(gaps), voteLabelGap: mean(seats.map(\.voteGap)), orderMean: mean(orders),
      orderLargest: orders.max() ?? 0, orderSeats: orders.count, seedMean: mean(seeds), seedLargest: seeds.max() ?? 0,
      seedVotes: EvaluationReport.Share(kept), headToHead: EvaluationReport.Share(consistent),
      headToHeadAgrees: EvaluationReport.Share(agrees))
  }

  /// Tools of the same category side by side, always; readers compare those.
  private func headToHeads(
    _ scorer: Scorer, _ state: inout EvaluationState
  ) async throws -> (consistent: [Bool], agrees: [Bool]) {
    var byCategory: [String: [Dossier]] = [:]
    for dossier in input.dossiers { byCategory[dossier.category, default: []].append(dossier) }
    var options = input.options
    options.headToHead = .always
    var consistent: [Bool] = []
    var agrees: [Bool] = []
    let groups = byCategory.sorted { $0.key < $1.key }.map(\.value).filter { $0.count > 1 }
    for (index, group) in groups.enumerated() {
      let pair = Array(group.prefix(2))
      emit(EvaluationProgress(.stability, done: index, of: groups.count, what: "\(pair[0].slug) or \(pair[1].slug)"))
      var run = SessionRun(try scorer.session(pair, options: options)) { _ in }
      try await run.weigh()
      try await run.vote()
      let verdicts = run.verdicts
      for seat in try await run.compare(verdicts).flatMap(\.seats) {
        guard case .consistent(let winner) = seat.outcome else {
          if seat.outcome == .split { consistent.append(false) }
          continue
        }
        consistent.append(true)
        let p = verdicts.map { verdict in
          (verdict.dossier.slug, verdict.reviews.first { $0.persona == seat.persona }?.pShip)
        }
        if let a = p[0].1, let b = p[1].1, a != b { agrees.append((a > b ? p[0].0 : p[1].0) == winner) }
      }
      state.report.requests.add(run)
    }
    return (consistent, agrees)
  }
}
