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
    let against = Set(kinds.filter(\.isAgainst).map(\.id))
    let reasons = zip(verdicts, facts).enumerated().compactMap { number, pair -> String? in
      let (verdict, own) = pair
      let findings = own.filter { !$0.isVendorText }
      let others = facts.indices.filter { $0 != number }.flatMap { facts[$0] }
      func kind(_ fact: Evidence) -> String {
        index.kind(of: fact.text, isFirst: fact.id == findings.first?.id, readOn: fact.retrieved) ?? ""
      }
      // A fault is no point in favour, whatever a model made of it.
      let sound = findings.filter { !against.contains(kind($0)) }
      let apart = sound.filter { fact in
        !common.contains(kind(fact)) && !others.contains { MoveFacts.sayTheSame(fact.text, $0.text) }
      }
      guard let fact = strongest(verdict, apart) ?? strongest(verdict, sound) else { return nil }
      return "\(verdict.dossier.name), “\(ended(fact.text))” \(fact.id)"
    }
    if let readers = readers(of: verdicts, isRefused: recommendation.reason == .noMajority) {
      recommendation.text = readers + " " + recommendation.text
    }
    if let faults = faults(of: recommendation, verdicts, facts, index) { recommendation.text += " " + faults }
    // With a reason for one tool alone the sentence would argue for that tool.
    guard reasons.count == verdicts.count, reasons.count > 1 else { return recommendation }
    recommendation.text +=
      " The weightiest point in favour of each that is not said of the other\(reasons.count > 2 ? "s" : ""): "
      + "\(reasons.joined(separator: "; "))."
    return recommendation
  }

  /// What to read before taking the tool that was picked, or any of them where most would skip each; nil where there is
  /// nothing.
  private static func faults(
    of recommendation: Recommendation, _ verdicts: [Verdict], _ facts: [[Evidence]], _ index: KindIndex
  ) -> String? {
    if recommendation.reason == .noMajority {
      let faults = verdicts.indices.compactMap { place in
        fault(verdicts[place], facts[place], index).map { "\(verdicts[place].dossier.name), \($0)" }
      }
      // With a fault of one tool alone the sentence would argue for the other.
      guard faults.count == verdicts.count else { return nil }
      return "Read this before you take one all the same: \(faults.joined(separator: "; "))."
    }
    guard let place = verdicts.firstIndex(where: { $0.dossier.slug == recommendation.winner }) else { return nil }
    return fault(verdicts[place], facts[place], index).map {
      "Read this before you take \(verdicts[place].dossier.name): \($0)."
    }
  }

  /// A fault that shows at run time, or else what weighed most against a tool and is not what many tools have; nil where
  /// there is neither.
  private static func fault(_ verdict: Verdict, _ facts: [Evidence], _ index: KindIndex) -> String? {
    let kinds = Dictionary(index.kinds.map { ($0.id, $0) }) { first, _ in first }
    let findings = facts.filter { !$0.isVendorText }
    func kind(_ fact: Evidence) -> FactKind? {
      index.kind(of: fact.text, isFirst: fact.id == findings.first?.id, readOn: fact.retrieved).flatMap { kinds[$0] }
    }
    let known = findings.filter { kind($0)?.isAgainst ?? false }
    let apart = findings.filter { kind($0).map { !$0.isCommon } ?? false }
    let fact = weakest(verdict, known, below: .infinity) ?? weakest(verdict, apart, below: 0)
    return fact.map { "“\(ended($0.text))” \($0.id)" }
  }

  /// Which work each tool is for, where they are for different work; nil where they are not, or one does not say.
  private static func readers(of verdicts: [Verdict], isRefused: Bool) -> String? {
    let purposes = verdicts.compactMap { verdict in
      verdict.dossier.purpose.map { (name: verdict.dossier.name, text: $0) }
    }
    guard Recommendation.areForDifferentWork(verdicts) else { return nil }
    let reader =
      isRefused
      ? "The tools are for different work: "
        + purposes.map { "\($0.name) is software to \($0.text)" }.joined(separator: "; ")
      : "If you need software " + purposes.map { "to \($0.text), look at \($0.name)" }.joined(separator: "; ")
    return reader
      + ". Each was judged by its own facts for its own work, so the percentages do not say that one can stand in for "
      + "another."
  }

  /// The fact with the highest mean weight over the seats that weighed, if that is above zero.
  private static func strongest(_ verdict: Verdict, _ facts: [Evidence]) -> Evidence? {
    weighed(verdict, facts).filter { $0.weight > 0 }.max { $0.weight < $1.weight }?.fact
  }

  /// The fact with the lowest mean weight, if that is below `limit`.
  private static func weakest(_ verdict: Verdict, _ facts: [Evidence], below limit: Double) -> Evidence? {
    weighed(verdict, facts).filter { $0.weight < limit }.min { $0.weight < $1.weight }?.fact
  }

  /// Facts with their mean weights over the seats that weighed; none where no seat did.
  private static func weighed(_ verdict: Verdict, _ facts: [Evidence]) -> [(fact: Evidence, weight: Double)] {
    let seats = verdict.reviews.filter { !$0.drivers.isEmpty }
    if seats.isEmpty { return [] }
    return facts.map { fact in
      let sum = seats.reduce(0) { sum, review in
        sum + (review.drivers.first { $0.evidence == fact.id }?.weight ?? 0)
      }
      return (fact, sum / Double(seats.count))
    }
  }

  private static func ended(_ text: String) -> String {
    // The models saw dates with their age.
    var text = DatedText.unaged(text)[...]
    while let last = text.last, last == "." { text.removeLast() }
    return String(text)
  }
}
