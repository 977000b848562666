import PanelCore

/// Fits the few parameters of ``VoteCombination`` on the suite's pairs, and says what they do on pairs left out.
///
/// There are no labels, so the fit asks for what is known: dossiers that say the same have to stay within the tolerance in
/// nineteen of twenty seats, and within that a plain change for the worse or the better is to be as visible as can be. A
/// model whose weights follow the wording gets a small factor and stays near one half: that is what its answers are worth.
/// Attacks take no part: the bounds on claims follow from the scale. Each persona's bias puts the middle of the suite's
/// dossiers, the widest gap there, at one half; a model's own zero means nothing.
struct CombinationFit {
  let combination: VoteCombination
  let report: FitReport

  private static let folds = 5

  init(_ input: EvaluationInput, _ scores: EvaluationScores, from before: VoteCombination) {
    let tools = Set(input.pairs.map(\.tool)).sorted()
    let all = Set(tools)
    combination = Self.best(input, scores, tools: all, from: before)
    var direction = EvaluationReport.Share()
    var steady = EvaluationReport.Share()
    var ship = EvaluationReport.Share()
    for fold in 0..<Self.folds {
      // Whole tools are left out: pairs of one tool share most of their facts.
      let held = Set(tools.enumerated().filter { $0.offset % Self.folds == fold }.map(\.element))
      let fitted = Self.best(input, scores, tools: all.subtracting(held), from: before)
      let sample = Sample(input, scores, tools: held)
      direction.add(sample.direction(fitted))
      steady.add(sample.steady(fitted))
      ship.add(sample.shipRate(fitted))
    }
    let whole = Sample(input, scores, tools: all)
    report = FitReport(
      folds: Self.folds, direction: direction, steady: steady, shipRate: ship,
      directionBefore: whole.direction(before), steadyBefore: whole.steady(before), parameters: combination.named)
  }

  /// The middle of the widest gap between neighbours in the middle fifth: at the median itself a tool would stand on the
  /// edge between two votes, and a breath would turn it.
  ///
  /// - Parameter values: ascending.
  static func middle(_ values: [Double]) -> Double? {
    guard values.count > 1 else { return values.first }
    let low = min(values.count - 2, Int(0.4 * Double(values.count)))
    let high = max(low, min(values.count - 2, Int(0.6 * Double(values.count))))
    let gaps = (low...high).map { (below: values[$0], above: values[$0 + 1]) }
    let widest = gaps.max { $0.above - $0.below < $1.above - $1.below }
    return widest.map { ($0.below + $0.above) / 2 }
  }

  /// The best point of a grid; a few parameters with few sensible values each need no gradient.
  private static func best(
    _ input: EvaluationInput, _ scores: EvaluationScores, tools: Set<ToolSlug>, from before: VoteCombination
  ) -> VoteCombination {
    let sample = Sample(input, scores, tools: tools)
    var best = before
    var highest = -Double.infinity
    for quiet in [0, 0.3, 0.6] {
      for factBound in [0.75, 1, 1.5] {
        for favourBound in [0.75, 1, 1.5] where favourBound <= factBound {
          var shape = before
          (shape.quiet, shape.factBound, shape.favourBound) = (quiet, factBound, favourBound)
          // The claims' bounds take the scale from the evidence factor, so the sums are taken for each.
          for evidence in [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5] {
            shape.evidence = evidence
            shape.limitClaims()
            let sums = sample.sums(shape)
            // A review's vote reads its moves, which the fit does not see and which move it by about as much as content does:
            // with a factor of 0.2 reading them moved P(ship) by 0.04 and turned 2 of 12 votes (measured, 1.5B).
            for vote in [0.05, 0.1] {
              var tried = shape
              tried.vote = vote
              tried.personaBias = sample.biases(tried, sums)
              let value = sample.value(tried, sums)
              if value > highest { (best, highest) = (tried, value) }
            }
          }
        }
      }
    }
    return best
  }
}

extension VoteCombination {
  /// Bounds all claims together so that they move P(ship) by at most a fifth of the tolerance where it is steepest, and a
  /// single one by half of that.
  mutating func limitClaims() {
    // The logistic function rises by at most a quarter of the step of its argument.
    claimsBound = evidence > 0 ? min(1, 0.2 * MetamorphicReport.tolerance * 4 / evidence) : 0
    vendorBound = min(favourBound, claimsBound / 2)
  }
}

/// The seats of some tools' pairs and dossiers.
private struct Sample {
  private let personas: [PersonaID]
  private var steps: [(relation: MetamorphicPair.Relation, persona: Int, before: SeatScores, after: SeatScores)] = []
  private var plain: [(persona: Int, scores: SeatScores)] = []

  init(_ input: EvaluationInput, _ scores: EvaluationScores, tools: Set<ToolSlug>) {
    personas = input.panel.personas.map(\.id)
    for pair in input.pairs where tools.contains(pair.tool) {
      guard let before = scores.plain[pair.tool], let after = scores.pairs[pair.id] else { continue }
      for index in personas.indices {
        if let a = before[index], let b = after[index] { steps.append((pair.relation, index, a, b)) }
      }
    }
    for slug in tools.sorted() {
      for (index, seat) in (scores.plain[slug] ?? []).enumerated() {
        if let seat { plain.append((index, seat)) }
      }
    }
  }

  /// What the statements of each seat come to, before their factor.
  struct Sums {
    var before: [Double]
    var after: [Double]
    var plain: [Double]
  }

  func sums(_ combination: VoteCombination) -> Sums {
    func sum(_ scores: SeatScores) -> Double { scores.weights(combination).reduce(0, +) }
    return Sums(
      before: steps.map { sum($0.before) }, after: steps.map { sum($0.after) }, plain: plain.map { sum($0.scores) })
  }

  func biases(_ combination: VoteCombination, _ sums: Sums) -> [String: Double] {
    var biases: [String: Double] = [:]
    for (index, id) in personas.enumerated() {
      let values = plain.indices.filter { plain[$0].persona == index }.map {
        logOdds(plain[$0].scores, sums.plain[$0], combination)
      }.sorted()
      guard let middle = CombinationFit.middle(values) else { continue }
      biases[id.rawValue] = -(middle * 1000).rounded() / 1000
    }
    return biases
  }

  private func logOdds(_ scores: SeatScores, _ sum: Double, _ combination: VoteCombination) -> Double {
    let vote = (scores.votes.first ?? 0) - scores.voteLeaning
    return combination.evidence * sum + combination.vote * VoteCombination.bounded(vote, by: combination.voteBound)
  }

  /// What is to be as large as possible: how visible plain changes are, as long as equivalent dossiers stay together.
  func value(_ combination: VoteCombination, _ sums: Sums) -> Double {
    var visible = (sum: 0.0, count: 0.0)
    var drifts: [Double] = []
    for (index, step) in steps.enumerated() {
      let bias = combination.personaBias[personas[step.persona].rawValue] ?? 0
      let change =
        VoteCombination.logistic(logOdds(step.after, sums.after[index], combination) + bias)
        - VoteCombination.logistic(logOdds(step.before, sums.before[index], combination) + bias)
      if step.relation == .same {
        drifts.append(abs(change))
      } else {
        // Beyond twice the tolerance a change is visible enough; one the wrong way counts in full.
        visible.sum += min(step.relation == .worse ? -change : change, 2 * MetamorphicReport.tolerance)
        visible.count += 1
      }
    }
    guard visible.count > 0, !drifts.isEmpty else { return -.infinity }
    let drift = drifts.sorted()[min(drifts.count - 1, Int(0.95 * Double(drifts.count)))]
    // Some room is left for pairs that are not in the suite.
    let room = 0.8 * MetamorphicReport.tolerance
    return drift <= room ? visible.sum / visible.count : -drift
  }

  private func change(_ index: Int, _ combination: VoteCombination) -> Double {
    let step = steps[index]
    let id = personas[step.persona]
    return (step.after.pShip(combination, persona: id) ?? 0) - (step.before.pShip(combination, persona: id) ?? 0)
  }

  func direction(_ combination: VoteCombination) -> EvaluationReport.Share {
    EvaluationReport.Share(
      steps.indices.filter { steps[$0].relation != .same }.map {
        MetamorphicReport.isRight(steps[$0].relation.rawValue, change($0, combination))
      })
  }

  func steady(_ combination: VoteCombination) -> EvaluationReport.Share {
    EvaluationReport.Share(
      steps.indices.filter { steps[$0].relation == .same }.map {
        MetamorphicReport.isRight(steps[$0].relation.rawValue, change($0, combination))
      })
  }

  func shipRate(_ combination: VoteCombination) -> EvaluationReport.Share {
    EvaluationReport.Share(
      plain.map { ($0.scores.pShip(combination, persona: personas[$0.persona]) ?? 0) >= 0.5 })
  }
}

extension EvaluationReport.Share {
  mutating func add(_ other: Self) {
    count += other.count
    of += other.of
  }
}
