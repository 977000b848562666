extension Recommendation {
  /// Which tool to take: the highest panel percentage; of equal ones, the tool that wins its head-to-head against each of
  /// the others; else nobody, and the reason says why. Where most would skip each of them none is named either: which of
  /// two is the better says nothing for taking it.
  ///
  /// Percentages are compared as readers see them, in whole percents.
  ///
  /// - Parameters:
  ///   - verdicts: of the compared tools; their order does not matter.
  ///   - headToHead: direct comparisons, at least of the tools that are level. One that is missing decides nothing.
  /// - Returns: nil for fewer than two verdicts.
  public static func decide(verdicts: [Verdict], headToHead: [HeadToHead]) -> Recommendation? {
    guard verdicts.count > 1 else { return nil }
    let ranked = verdicts.compactMap { verdict in verdict.shipPercent.map { (verdict: verdict, percent: $0) } }
    guard ranked.count == verdicts.count, let best = ranked.map(\.percent).max() else {
      return noQuorum(verdicts)
    }
    if isRefused(verdicts) { return refused(verdicts) }
    let leaders = ranked.filter { $0.percent == best }.map(\.verdict)
    if leaders.count == 1, let leader = leaders.first {
      return byPanel(leader, others: verdicts.filter { $0.dossier.slug != leader.dossier.slug })
    }
    return level(leaders, percent: best, headToHead: headToHead)
  }

  /// Whether each of the tools is for work of its own, as their dossiers say: then none can take another's place.
  public static func areForDifferentWork(_ verdicts: [Verdict]) -> Bool {
    let purposes = verdicts.compactMap { $0.dossier.purpose?.lowercased() }
    return verdicts.count > 1 && purposes.count == verdicts.count && Set(purposes).count == purposes.count
  }

  /// Whether of each tool more reviewers would skip than ship it.
  public static func isRefused(_ verdicts: [Verdict]) -> Bool {
    verdicts.allSatisfy { $0.split.skip > $0.split.ship }
  }

  private static func refused(_ verdicts: [Verdict]) -> Recommendation {
    let one = verdicts.count == 2 ? "neither" : "none"
    let shares = verdicts.map { "\($0.split.ship) of \($0.split.cast) would ship \($0.dossier.name)" }
    var text =
      verdicts.allSatisfy { $0.split.ship == 0 }
      ? "No reviewer would ship \(list(verdicts.map(\.dossier.name), "or")), so the panel names \(one) of them."
      : "The panel names \(one) of them, as most reviewers would skip each: \(list(shares))."
    let means = verdicts.compactMap { verdict in
      verdict.meanPShip.map { "\(hundredths($0)) for \(verdict.dossier.name)" }
    }
    if means.count == verdicts.count { text += " Their mean P(ship) is \(list(means))." }
    return Recommendation(winner: nil, reason: .noMajority, text: text)
  }

  private static func noQuorum(_ verdicts: [Verdict]) -> Recommendation {
    let missing = verdicts.filter { $0.shipPercent == nil }
    let reasons = missing.map { verdict in
      "\(verdict.dossier.name) got \(verdict.split.cast) of the \(max(1, verdict.quorum)) votes that a percentage needs"
    }
    return Recommendation(
      winner: nil, reason: .noQuorum, text: "No recommendation: \(reasons.joined(separator: "; ")).")
  }

  private static func byPanel(_ leader: Verdict, others: [Verdict]) -> Recommendation {
    let rest = others.map { "\($0.shipPercent ?? 0)% for \($0.dossier.name)" }.joined(separator: ", ")
    var text = "The panel prefers \(leader.dossier.name): \(leader.shipPercent ?? 0)% ship, against \(rest)."
    if leader.split.ship == leader.split.skip {
      text += " Half of the panel would skip it all the same."
    }
    let overlaps = others.contains { other in
      guard let a = leader.interval, let b = other.interval else { return false }
      return b.high >= a.low
    }
    if let mean = leader.meanPShip, let rest = others.compactMap(\.meanPShip).max() {
      let middle = isNearMiddle(mean) ? ", hardly above one half," : ""
      text += " Their mean P(ship) is \(hundredths(mean))\(middle) against \(hundredths(rest))\(lead(mean, over: rest))"
    }
    // Seats of one model err together, so intervals of so few votes that do not meet prove little more.
    text +=
      overlaps
      ? " With so few votes the 95% intervals overlap, so take it as a lean."
      : " The votes are few and come from one model, so take it as a lean all the same."
    return Recommendation(winner: leader.dossier.slug, reason: .panel, text: text)
  }

  /// Means of P(ship) that are nearer to each other are said to be. A grave flaw in the place of an ordinary fact moves a
  /// seat's P(ship) by 0.05 to 0.1 on the published suite.
  private static let clearStep = 0.1

  /// A mean that is no higher than one half by as much rests on votes that a little would have turned.
  private static let nearMiddle = 0.05

  private static func isNearMiddle(_ mean: Double) -> Bool { mean >= 0.5 && mean < 0.5 + nearMiddle }

  /// Whether a verdict is clear enough to be called a pick: more would ship than skip it, and their mean P(ship) is not hardly
  /// above one half.
  public static func isClear(_ verdict: Verdict) -> Bool {
    verdict.split.ship > verdict.split.skip && !(verdict.meanPShip.map(isNearMiddle) ?? false)
  }

  private static func lead(_ mean: Double, over rest: Double) -> String {
    if mean <= rest { return ", so it leads by the votes alone." }
    return mean - rest < clearStep ? ", a narrow lead whatever the percentages look like." : "."
  }

  private static func hundredths(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return hundredths >= 100 ? "1.00" : "0.\(hundredths < 10 ? "0" : "")\(hundredths)"
  }

  private static func level(_ leaders: [Verdict], percent: Int, headToHead: [HeadToHead]) -> Recommendation {
    func result(_ a: Verdict, _ b: Verdict) -> HeadToHead.Result? {
      headToHead.first { $0.isBetween(a.dossier.slug, b.dossier.slug) }?.result
    }
    let names = list(leaders.map(\.dossier.name))
    let opening = "\(names) have \(percent)% each."
    for leader in leaders {
      let others = leaders.filter { $0.dossier.slug != leader.dossier.slug }
      guard others.allSatisfy({ result(leader, $0) == .winner(leader.dossier.slug) }), !others.isEmpty else { continue }
      let counts = others.compactMap { other in
        headToHead.first { $0.isBetween(leader.dossier.slug, other.dossier.slug) }.map { duel in
          "\(duel.wins(of: leader.dossier.slug)) to \(duel.wins(of: other.dossier.slug)) against \(other.dossier.name)"
        }
      }
      return Recommendation(
        winner: leader.dossier.slug, reason: .headToHead,
        text: "\(opening) Asked directly, in both orders, the personas prefer \(leader.dossier.name): "
          + "\(counts.joined(separator: ", ")).")
    }
    var isSplit = false
    for (i, a) in leaders.enumerated() {
      for b in leaders[(i + 1)...] where result(a, b) == .splitByOrder { isSplit = true }
    }
    if isSplit {
      return Recommendation(
        winner: nil, reason: .splitByOrder,
        text: "\(opening) Asked directly, the answer changes with the order in which the tools are named, so it counts "
          + "for none of them.")
    }
    return Recommendation(
      winner: nil, reason: .tooClose, text: "\(opening) Asked directly, the personas do not settle on one either.")
  }

  private static func list(_ names: [String], _ word: String = "and") -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " \(word) " + last
  }
}
