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
        !common.contains(
          index.kind(of: fact.text, isFirst: fact.id == findings.first?.id, readOn: fact.retrieved) ?? "")
          && !others.contains { MoveFacts.sayTheSame(fact.text, $0.text) }
      }
      guard let fact = strongest(verdict, apart) ?? strongest(verdict, findings) else { return nil }
      return "\(verdict.dossier.name), “\(ended(fact.text))” \(fact.id)"
    }
    if let readers = readers(of: verdicts) { recommendation.text += " " + readers }
    // With a reason for one tool alone the sentence would argue for that tool.
    guard reasons.count == verdicts.count, reasons.count > 1 else { return recommendation }
    recommendation.text +=
      " What weighed most for each and is not said of the other\(reasons.count > 2 ? "s" : ""): "
      + reasons.joined(separator: "; ") + "."
    return recommendation
  }

  /// Which work each tool is for, where they are for different work; nil where they are not, or one does not say.
  private static func readers(of verdicts: [Verdict]) -> String? {
    let purposes = verdicts.compactMap { verdict in
      verdict.dossier.purpose.map { (name: verdict.dossier.name, text: $0) }
    }
    guard purposes.count == verdicts.count, purposes.count > 1,
      Set(purposes.map { $0.text.lowercased() }).count == purposes.count
    else { return nil }
    return "They are for different work: "
      + purposes.map { "\($0.name) to \($0.text)" }.joined(separator: "; ") + "."
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
