import PanelCore

extension MetamorphicReport {
  init(_ input: EvaluationInput, _ scores: EvaluationScores, _ combination: VoteCombination) {
    let personas = input.panel.personas.map(\.id)
    func pShip(_ seats: EvaluationScores.Seats?) -> [Double?] {
      personas.indices.map { index in
        seats?[index]?.pShip(combination, persona: personas[index])
      }
    }
    rows = input.pairs.compactMap { pair in
      guard let edited = scores.pairs[pair.id], let plain = scores.plain[pair.tool] else { return nil }
      return Row(
        id: pair.id, tool: pair.tool.rawValue, relation: pair.relation.rawValue, change: pair.change,
        before: pShip(plain), after: pShip(edited))
    }
    let all = rows
    func share(_ relations: [MetamorphicPair.Relation], persona: Int? = nil, change: String? = nil)
      -> EvaluationReport.Share
    {
      let chosen = all.filter { row in
        relations.contains { $0.rawValue == row.relation } && (change == nil || row.change == change)
      }
      return EvaluationReport.Share(
        chosen.flatMap { row -> [Bool] in
          zip(row.before, row.after).enumerated().compactMap { index, values in
            guard persona == nil || persona == index, let before = values.0, let after = values.1 else { return nil }
            return Self.isRight(row.relation, after - before)
          }
        })
    }
    func panel(_ relations: [MetamorphicPair.Relation]) -> EvaluationReport.Share {
      EvaluationReport.Share(
        all.filter { row in relations.contains { $0.rawValue == row.relation } }.compactMap { row in
          row.steps.isEmpty
            ? nil : Self.isRight(row.relation, row.steps.reduce(0, +) / Double(row.steps.count))
        })
    }
    worse = share([.worse])
    better = share([.better])
    same = share([.same])
    panelDirection = panel([.worse, .better])
    panelSteady = panel([.same])
    let steps = all.filter { $0.relation != MetamorphicPair.Relation.same.rawValue }.flatMap(\.steps).map { abs($0) }
    let drifts = all.filter { $0.relation == MetamorphicPair.Relation.same.rawValue }.flatMap(\.steps).map { abs($0) }
    meanStep = steps.isEmpty ? 0 : steps.reduce(0, +) / Double(steps.count)
    meanDrift = drifts.isEmpty ? 0 : drifts.reduce(0, +) / Double(drifts.count)
    self.personas = personas.enumerated().map { index, id in
      Persona(
        persona: id.rawValue, direction: share([.worse, .better], persona: index),
        steady: share([.same], persona: index))
    }
    changes = Dictionary(
      Set(all.map(\.change)).map { ($0, share(MetamorphicPair.Relation.allCases, change: $0)) }
    ) { first, _ in first }
  }

  /// A step of nothing is no step the right way.
  static func isRight(_ relation: String, _ step: Double) -> Bool {
    switch MetamorphicPair.Relation(rawValue: relation) {
    case .worse: step < 0
    case .better: step > 0
    case .same, nil: abs(step) <= tolerance
    }
  }
}
