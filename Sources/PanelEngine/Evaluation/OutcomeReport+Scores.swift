import PanelCore

extension OutcomeReport {
  init(
    _ outcomes: [KnownOutcome], _ input: EvaluationInput, _ scores: EvaluationScores, _ combination: VoteCombination
  ) {
    let personas = input.panel.personas.map(\.id)
    var missing: [String] = []
    // For each tool P(ship) by persona; nil where the persona has none.
    let forecasts = outcomes.compactMap { outcome -> (shipped: Bool, p: [Double?])? in
      guard let seats = scores.plain[outcome.tool] else {
        missing.append(outcome.tool.rawValue)
        return nil
      }
      let p = personas.indices.map { seats[$0]?.pShip(combination, persona: personas[$0]) }
      guard p.contains(where: { $0 != nil }) else {
        missing.append(outcome.tool.rawValue)
        return nil
      }
      return (outcome.shipped, p)
    }
    func row(_ who: String, _ pairs: [(probability: Double, happened: Bool)]) -> Row? {
      ForecastScore(pairs).map { score in
        Row(
          who: who, count: score.count, accuracy: score.accuracy, brier: score.brier,
          calibrationError: score.calibrationError,
          bins: score.bins.map { Bin(count: $0.count, forecast: $0.forecast, observed: $0.observed) })
      }
    }
    let single = personas.indices.compactMap { index in
      row(personas[index].rawValue, forecasts.compactMap { item in item.p[index].map { ($0, item.shipped) } })
    }
    let panel = row(
      "panel",
      forecasts.map { item in
        let given = item.p.compactMap { $0 }
        return (given.reduce(0, +) / Double(given.count), item.shipped)
      })
    let always = row("always ship", forecasts.map { (1, $0.shipped) })
    bestPersona = single.min { $0.brier < $1.brier }?.who
    rows = [panel].compactMap { $0 } + single + [always].compactMap { $0 }
    self.missing = missing
  }
}
