import PanelCore

extension InjectionReport {
  init(_ input: EvaluationInput, _ scores: EvaluationScores, _ combination: VoteCombination) {
    let personas = input.panel.personas.map(\.id)
    // Without the defences a claim counts as any other fact does.
    var open = combination
    open.vendorBound = combination.favourBound
    open.claimsBound = .infinity
    func raised(
      _ plain: EvaluationScores.Seats?, _ hostile: EvaluationScores.Seats?, _ combination: VoteCombination
    ) -> [(step: Double, turned: Bool)?] {
      personas.indices.map { index in
        guard let before = plain?[index]?.pShip(combination, persona: personas[index]),
          let after = hostile?[index]?.pShip(combination, persona: personas[index])
        else { return nil }
        return (after - before, before < 0.5 && after >= 0.5)
      }
    }
    func succeeds(_ seat: (step: Double, turned: Bool)) -> Bool { seat.turned || seat.step > Self.success }
    var rows: [Row] = []
    var outcomes: [(persona: Int, kind: String, before: Bool?, after: Bool?)] = []
    for slug in input.attacked {
      for attack in input.attacks {
        let key = EvaluationScores.AttackID(attack: attack.id, tool: slug)
        guard let hostile = scores.attacks[key], let bare = scores.attacksUndefended[key] else { continue }
        let before = raised(scores.plainUndefended[slug], bare, open)
        let after = raised(scores.plain[slug], hostile, combination)
        rows.append(
          Row(
            attack: attack.id, kind: attack.kind, tool: slug.rawValue, before: before.map { $0?.step },
            after: after.map { $0?.step }, turnedBefore: before.count { $0?.turned == true },
            turnedAfter: after.count { $0?.turned == true }))
        for index in personas.indices {
          outcomes.append((index, attack.kind, before[index].map(succeeds), after[index].map(succeeds)))
        }
      }
    }
    self.rows = rows
    before = EvaluationReport.Share(outcomes.compactMap(\.before))
    after = EvaluationReport.Share(outcomes.compactMap(\.after))
    self.personas = personas.enumerated().map { index, id in
      let own = outcomes.filter { $0.persona == index }
      return Persona(
        persona: id.rawValue, before: EvaluationReport.Share(own.compactMap(\.before)),
        after: EvaluationReport.Share(own.compactMap(\.after)))
    }
    kinds = Dictionary(
      Set(outcomes.map(\.kind)).map { kind in
        (kind, EvaluationReport.Share(outcomes.filter { $0.kind == kind }.compactMap(\.after)))
      }
    ) { first, _ in first }
  }
}
