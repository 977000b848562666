public import PanelCore

extension ComparisonDocument {
  /// The comparison that the document tells of.
  ///
  /// The document does not carry the facts. A dossier that the caller has is taken as it is; of others there is name,
  /// category, tagline, description and price. The readers' votes come back as counts that give the same percentage.
  ///
  /// - Parameter dossiers: by slug; ``ContentHash/of(_:)-(Dossier)`` against `run.dossier_sha256` tells whether they are
  ///   the same that were reviewed.
  /// - Returns: nil where the document breaks its own schema, which ``read(_:file:)`` would have refused.
  public func comparison(dossiers: [ToolSlug: Dossier] = [:]) -> Comparison? {
    var restored: [Verdict] = []
    for document in verdicts {
      guard let verdict = document.verdict(dossiers: dossiers) else { return nil }
      restored.append(verdict)
    }
    var chosen: Recommendation?
    if let recommendation {
      guard let reason = Recommendation.Reason(rawValue: recommendation.reason) else { return nil }
      chosen = Recommendation(
        winner: recommendation.winner.flatMap { ToolSlug($0) }, reason: reason, text: recommendation.text)
    }
    return Comparison(verdicts: restored, recommendation: chosen, run: run.record)
  }
}

extension VerdictDocument {
  /// The verdict that the document tells of; see ``ComparisonDocument/comparison(dossiers:)``.
  public func verdict(dossiers: [ToolSlug: Dossier] = [:]) -> Verdict? {
    guard let slug = ToolSlug(tool) else { return nil }
    let dossier =
      dossiers[slug]
      ?? Dossier(
        slug: slug, name: name, tagline: tagline, category: category, version: version, purpose: purpose,
        pricing: pricing.map { Pricing(label: $0.label, entry: $0.entry, source: "", retrieved: nil) }, facts: [],
        description: description)
    var restored: [Review] = []
    for part in reviews {
      guard let review = part.review else { return nil }
      restored.append(review)
    }
    let votes = min(max(0, community.votes), Self.mostVotes)
    let ship = min(votes, (max(0, min(100, community.shipPercent ?? 0)) * votes + 50) / 100)
    return Verdict(
      dossier: dossier, reviews: restored, quorum: quorum,
      community: CommunityVote(ship: ship, skip: votes - ship), addressed: addressed.map { EvidenceID($0) })
  }
}

extension VerdictDocument.ReviewPart {
  /// nil where the persona's id or the vote is none.
  fileprivate var review: Review? {
    guard let persona = PersonaID(persona) else { return nil }
    let vote = vote.flatMap { Vote(rawValue: $0) }
    guard (vote == nil) == (self.vote == nil) else { return nil }
    return Review(
      persona: persona, name: name, vote: vote, pShip: pShip, pShipRaw: pShipRaw,
      pShipNeutral: pShipNeutral,
      drivers: drivers.map { Driver(evidence: EvidenceID($0.evidence), weight: $0.weight, raw: $0.raw) },
      terms: terms.compactMap { part in
        TermWeight.Term(rawValue: part.term).map { TermWeight(term: $0, weight: part.weight) }
      },
      moves: moves.map {
        MoveAnswer(
          id: $0.id, text: $0.text, evidence: $0.evidence.map { EvidenceID($0) }, isSupported: $0.supported,
          wording: $0.wording)
      }, error: error)
  }
}

extension ComparisonDocument.RunPart {
  fileprivate var record: RunRecord {
    var hashes: [ToolSlug: String] = [:]
    for (slug, hash) in dossierSHA256.hashes {
      if let slug = ToolSlug(slug) { hashes[slug] = hash }
    }
    return RunRecord(
      id: id, backend: backend, modelName: model.name, modelSHA256: model.sha256,
      tokenizerSHA256: model.tokenizerSHA256,
      engine: engine, settingsSHA256: settingsSHA256, seed: seed,
      personasSHA256: personasSHA256, promptsSHA256: promptsSHA256, dossierSHA256: hashes, version: version,
      started: started, seconds: seconds, promptTokens: promptTokens, computedPromptTokens: computedPromptTokens,
      generatedTokens: generatedTokens,
      fromStore: fromStore.compactMap { seat in
        guard let tool = ToolSlug(seat.tool), let persona = PersonaID(seat.persona) else { return nil }
        return ReusedSeat(tool: tool, persona: persona, run: seat.run)
      })
  }
}
