public import PanelCore

extension ComparisonDocument {
  /// The document of a comparison. The age of prices is that on the day the run started.
  public init(_ comparison: Comparison) {
    let day = CalendarDate(comparison.run.started.prefix(10))
    self.init(
      recommendation: comparison.recommendation.map {
        RecommendationPart(winner: $0.winner?.rawValue, reason: $0.reason.rawValue, text: $0.text)
      },
      verdicts: comparison.verdicts.map { VerdictDocument($0, on: day) }, run: RunPart(comparison.run))
  }
}

extension ComparisonDocument.RunPart {
  init(_ run: RunRecord) {
    self.init(
      id: run.id, backend: run.backend,
      model: Model(name: run.modelName, sha256: run.modelSHA256, tokenizerSHA256: run.tokenizerSHA256), seed: run.seed,
      personasSHA256: run.personasSHA256, promptsSHA256: run.promptsSHA256, settingsSHA256: run.settingsSHA256,
      dossierSHA256: ComparisonDocument.HashesBySlug(
        Dictionary(uniqueKeysWithValues: run.dossierSHA256.map { ($0.key.rawValue, $0.value) })),
      version: run.version, started: run.started, seconds: rounded(run.seconds, digits: 3) ?? 0,
      promptTokens: run.promptTokens, computedPromptTokens: run.computedPromptTokens,
      generatedTokens: run.generatedTokens, engine: run.engine,
      fromStore: run.fromStore.map { Reused(tool: $0.tool.rawValue, persona: $0.persona.rawValue, run: $0.run) })
  }
}

extension VerdictDocument {
  /// - Parameter day: for the age of the price; nil leaves it out.
  public init(_ verdict: Verdict, on day: CalendarDate?) {
    let dossier = verdict.dossier
    self.init(
      tool: dossier.slug.rawValue, name: dossier.name, category: dossier.category, tagline: dossier.tagline,
      description: dossier.description, version: dossier.version, purpose: dossier.purpose,
      pricing: dossier.pricing.map {
        PricingPart(label: $0.label, entry: $0.entry, read: PricingRead.sentence($0, today: day))
      },
      shipPercent: verdict.shipPercent,
      interval: verdict.interval.map { IntervalPart(low: $0.low, high: $0.high) },
      split: SplitPart(
        ship: verdict.split.ship, skip: verdict.split.skip, abstain: verdict.split.abstain,
        failed: verdict.split.failed), quorum: verdict.quorum,
      community: CommunityPart(shipPercent: verdict.community.shipPercent, votes: verdict.community.votes),
      swing: verdict.swing.map { swing in
        SwingPart(
          pShip: rounded(swing.pShip, digits: 4) ?? 0, changed: swing.changed.map(\.rawValue), large: swing.isLarge)
      }, addressed: verdict.addressed.map(\.rawValue), reviews: verdict.reviews.map { ReviewPart($0) })
  }
}

extension VerdictDocument.ReviewPart {
  init(_ review: Review) {
    self.init(
      persona: review.persona.rawValue, name: review.name, vote: review.vote?.rawValue,
      pShip: review.pShip.flatMap { rounded($0, digits: 4) },
      pShipRaw: review.pShipRaw.flatMap { rounded($0, digits: 4) },
      pShipNeutral: review.pShipNeutral.flatMap { rounded($0, digits: 4) },
      drivers: review.drivers.compactMap { driver in
        rounded(driver.weight, digits: 4).map {
          VerdictDocument.DriverPart(
            evidence: driver.evidence.rawValue, weight: $0, raw: driver.raw.flatMap { rounded($0, digits: 4) })
        }
      },
      terms: review.terms.compactMap { term in
        rounded(term.weight, digits: 4).map { VerdictDocument.TermPart(term: term.term.rawValue, weight: $0) }
      },
      moves: review.moves.map {
        VerdictDocument.MovePart(
          id: $0.id, text: $0.text, evidence: $0.evidence.map(\.rawValue), supported: $0.isSupported,
          wording: $0.wording)
      }, quote: review.quote, error: review.error)
  }
}

/// `value` with `digits` digits after the point; nil where it is not finite, which JSON cannot say.
private func rounded(_ value: Double, digits: Int) -> Double? {
  guard value.isFinite else { return nil }
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  return (value * scale).rounded() / scale
}
