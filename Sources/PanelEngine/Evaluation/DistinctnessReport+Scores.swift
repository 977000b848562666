import PanelCore

extension DistinctnessReport {
  init(_ input: EvaluationInput, _ scores: EvaluationScores, _ combination: VoteCombination) {
    let personas = input.panel.personas.map(\.id)
    let plain = scores.plain.sorted { $0.key < $1.key }.map(\.value)
    func pShip(_ seats: EvaluationScores.Seats, _ index: Int) -> Double? {
      seats[index]?.pShip(combination, persona: personas[index])
    }
    let agreement = PanelAgreement(
      plain.map { seats in
        personas.indices.map { index in
          (personas[index], pShip(seats, index).map { $0 >= 0.5 ? Vote.ship : .skip } ?? .abstain)
        }
      })
    tools = plain.count
    seats = agreement.seats.map {
      Seat(
        persona: $0.persona.rawValue, ship: EvaluationReport.Share($0.ship, of: $0.cast), decisive: $0.decisive)
    }
    alpha = agreement.alpha
    rawAgreement = agreement.rawAgreement
    effectiveVotes = agreement.effectiveVotes
    neverDecisive = agreement.seats.filter(\.neverDecides).map(\.persona.rawValue)
    var pairs: [Pair] = []
    for a in personas.indices {
      for b in personas.indices where b > a {
        let weights = plain.flatMap { seats -> [(Double, Double)] in
          guard let x = seats[a], let y = seats[b] else { return [] }
          return zip(x.items, y.items).map { ($0.raw - x.leaning, $1.raw - y.leaning) }
        }
        let votes = plain.compactMap { seats in pShip(seats, a).flatMap { x in pShip(seats, b).map { (x, $0) } } }
        pairs.append(
          Pair(
            first: personas[a].rawValue, second: personas[b].rawValue, weights: Correlation.pearson(weights),
            pShip: Correlation.pearson(votes)))
      }
    }
    self.pairs = pairs
  }
}
