import PanelCore

/// For whom each of the compared tools is the right one, from what weighed most for it; no model writes this.
enum Recommender {
  /// Adds to a recommendation's text, tool by tool, the fact that spoke most for it.
  ///
  /// - Parameters:
  ///   - facts: the judged facts of each verdict, in the same order, with their text as the models saw it. Vendor-written
  ///     facts are passed over: a recommendation quotes findings, not claims.
  ///   - kinds: by which facts are told apart. One that many tools have, a licence say, is a tool's strongest point only
  ///     where nothing else spoke for it, and so is what the tool is, or what is said of another tool too.
  static func addingReaders(
    to recommendation: Recommendation, verdicts: [Verdict], facts: [[Evidence]], kinds: [FactKind] = []
  ) -> Recommendation {
    var recommendation = recommendation
    let index = KindIndex(kinds: kinds)
    let common = Set(kinds.filter(\.isCommon).map(\.id) + [FactKind.identity])
    let reasons = zip(verdicts, facts).enumerated().compactMap { number, pair -> String? in
      let (verdict, own) = pair
      let findings = own.filter { !$0.isVendorText }
      let others = facts.indices.filter { $0 != number }.flatMap { facts[$0] }
      let apart = findings.filter { fact in
        !common.contains(index.kind(of: fact.text, isFirst: fact.id == findings.first?.id) ?? "")
          && !others.contains { sayTheSame(fact.text, $0.text) }
      }
      guard let fact = strongest(verdict, apart) ?? strongest(verdict, findings) else { return nil }
      return "\(verdict.dossier.name) for this: “\(ended(fact.text))” \(fact.id)"
    }
    // With a reason for one tool alone the sentence would argue for that tool.
    guard reasons.count == verdicts.count, reasons.count > 1 else { return recommendation }
    recommendation.text += " What may decide: \(reasons.joined(separator: "; "))."
    return recommendation
  }

  /// Whether most of what one of two facts says stands in the other, by their words.
  private static func sayTheSame(_ first: String, _ second: String) -> Bool {
    let (a, b) = (MoveFacts.stems(of: first), MoveFacts.stems(of: second))
    let least = min(a.count, b.count)
    return least > 1 && Double(a.intersection(b).count) > 0.5 * Double(least)
  }

  /// The fact with the highest mean weight over the seats that weighed, if that is above zero.
  private static func strongest(_ verdict: Verdict, _ facts: [Evidence]) -> Evidence? {
    let seats = verdict.reviews.filter { !$0.drivers.isEmpty }
    if seats.isEmpty { return nil }
    var best: (fact: Evidence, weight: Double)?
    for fact in facts {
      let sum = seats.reduce(0) { sum, review in
        sum + (review.drivers.first { $0.evidence == fact.id }?.weight ?? 0)
      }
      let mean = sum / Double(seats.count)
      if mean > best?.weight ?? 0 { best = (fact, mean) }
    }
    return best?.fact
  }

  private static func ended(_ text: String) -> String {
    var text = text[...]
    while let last = text.last, last == "." { text.removeLast() }
    return String(text)
  }
}
