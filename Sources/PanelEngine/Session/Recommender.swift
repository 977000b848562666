import PanelCore

/// For whom each of the compared tools is the right one, from what weighed most for it; no model writes this.
enum Recommender {
  /// Adds to a recommendation's text, tool by tool, the fact that spoke most for it.
  ///
  /// - Parameter facts: the judged facts of each verdict, in the same order, with their text as the models saw it.
  ///   Vendor-written facts are passed over: a recommendation quotes findings, not claims.
  static func addingReaders(
    to recommendation: Recommendation, verdicts: [Verdict], facts: [[Evidence]]
  ) -> Recommendation {
    var recommendation = recommendation
    let reasons = zip(verdicts, facts).compactMap { verdict, facts -> String? in
      guard let fact = strongest(verdict, facts.filter { !$0.isVendorText }) else { return nil }
      return "\(verdict.dossier.name) \(fact.id), “\(ended(fact.text))”"
    }
    // With a reason for one tool alone the sentence would argue for that tool.
    guard reasons.count == verdicts.count, reasons.count > 1 else { return recommendation }
    recommendation.text += " Take the one whose strongest point is yours: \(reasons.joined(separator: "; "))."
    return recommendation
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
