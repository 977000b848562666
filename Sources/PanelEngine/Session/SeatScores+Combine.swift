import PanelCore

extension SeatScores {
  /// Weights of the items, in their order.
  ///
  /// - Parameter isNeutral: of the texts without marketing.
  func weights(_ combination: VoteCombination, isNeutral: Bool = false) -> [Double] {
    let read = items.map { item -> Double? in
      guard isNeutral, let neutral = item.neutral else { return item.raw - leaning }
      if case .raw(let raw) = neutral { return raw - leaning }
      return nil
    }
    let present = read.indices.filter { read[$0] != nil }
    let weights = combination.weights(present.map { (read[$0] ?? 0, items[$0].isClaim) })
    var all = [Double](repeating: 0, count: items.count)
    for (index, weight) in zip(present, weights) { all[index] = weight }
    return all
  }

  /// P(ship), averaged over the samples of the vote; nil before the vote.
  func pShip(_ combination: VoteCombination, persona: PersonaID, isNeutral: Bool = false) -> Double? {
    guard !votes.isEmpty else { return nil }
    let weights = weights(combination, isNeutral: isNeutral)
    let sum = votes.reduce(0) {
      $0 + combination.probability(weights: weights, voteLogOdds: $1 - voteLeaning, persona: persona)
    }
    return sum / Double(votes.count)
  }

  /// P(ship) as the model's own distribution over the vote gave it.
  var pShipRaw: Double? {
    votes.isEmpty ? nil : votes.reduce(0) { $0 + VoteCombination.logistic($1) } / Double(votes.count)
  }

  /// Facts by what they weigh, strongest first.
  func drivers(_ combination: VoteCombination) -> [Driver] {
    zip(items, weights(combination)).compactMap { item, weight -> Driver? in
      guard case .fact(let id) = item.subject else { return nil }
      return Driver(evidence: id, weight: weight, raw: item.raw)
    }.sorted { (abs($0.weight), $1.evidence) > (abs($1.weight), $0.evidence) }
  }

  /// What else weighed, strongest first.
  func terms(_ combination: VoteCombination) -> [TermWeight] {
    var terms = zip(items, weights(combination)).compactMap { item, weight -> TermWeight? in
      switch item.subject {
      case .fact: nil
      case .licence: TermWeight(term: .licence, weight: weight)
      case .price: TermWeight(term: .price, weight: weight)
      }
    }
    if !votes.isEmpty {
      let mean = votes.reduce(0) { $0 + combination.wholeWeight(voteLogOdds: $1 - voteLeaning) } / Double(votes.count)
      terms.append(TermWeight(term: .whole, weight: mean))
    }
    return terms.sorted { abs($0.weight) > abs($1.weight) }
  }
}
