import PanelCore

extension Samples {
  /// One tool: a verdict without a comparison.
  static func single() throws -> Comparison {
    let verdict = try textforge()
    return Comparison(verdicts: [verdict], recommendation: nil, run: run([verdict.dossier.slug], backend: "http"))
  }

  /// Three tools: one without a quorum, with an abstention and failed seats, one without a price and with a seat of its
  /// own.
  static func three() throws -> Comparison {
    var thin = try textforge()
    thin.dossier = Dossier(
      slug: try slug("driftwood"), name: "Driftwood", tagline: "", category: "Databases",
      facts: [fact(1, "A README of one line.", "README.md", nil)], description: "")
    thin.reviews = [
      review("dx", "DX reviewer", .abstain, nil, [], []),
      review("competitor", "Competitor analyst", .skip, 0.2, [], [("breaks", "It breaks at once.", [1, 9], true)]),
      review(
        "futurist", "Futurist", nil, nil, [], [], error: "The answer was cut off after 60 words; ask for fewer moves."),
      review("business", "Business reviewer", nil, nil, [], []),
      review("security", "Security reviewer", .skip, 0.1, [], [("exposed", "Nothing says who may call it.", [], true)]),
    ]
    thin.community = CommunityVote(ship: 0, skip: 1)
    let verdicts = [try pocketlens(), thin, try textforge()]
    return Comparison(
      verdicts: verdicts, recommendation: Recommendation(winner: nil, reason: .noQuorum, text: ""),
      run: run(verdicts.map(\.dossier.slug)))
  }

  /// Text that is hard to lay out: a word of 300 letters, long addresses, Arabic and Hebrew, wide characters, emoji.
  static func awkward() throws -> Comparison {
    let long = String(repeating: "antidisestablishmentarianism", count: 11)
    let address = "https://docs.example/" + String(repeating: "a-very-long-path/", count: 12)
    func verdict(_ slug: String, _ name: String, _ text: String) throws -> Verdict {
      Verdict(
        dossier: Dossier(
          slug: try self.slug(slug), name: name, tagline: text, category: text, homepage: address, licence: text,
          pricing: Pricing(label: text, entry: text, plans: [text, address], source: address, retrieved: nil),
          facts: [fact(1, text, address, nil, vendor: true), fact(2, text, text, CalendarDate("2026-01-02"))],
          description: text),
        reviews: [
          review("dx", text, .ship, 0.5, [(1, 0.4), (2, -9)], [("primitive", text, [1, 2], false)]),
          review("business", "محلل الأعمال", nil, nil, [], [], error: text),
        ], quorum: 1)
    }
    let verdicts = [
      try verdict("long", long, long),
      try verdict("rtl", "أداة سريعة", "هذه أداة للمطورين (v2.1) تعمل على الجهاز. זה כלי למפתחים, גרסה 3."),
      try verdict("wide", "速い道具箱", "端末の上で動く画像言語モデルです。家族👨‍👩‍👧‍👦と旗🇯🇵、そして①も。"),
    ]
    return Comparison(
      verdicts: verdicts,
      recommendation: Recommendation(winner: verdicts[0].dossier.slug, reason: .headToHead, text: long),
      run: run(verdicts.map(\.dossier.slug)))
  }

  /// A comparison with `text` in every place that takes text from outside.
  static func filled(with text: String) throws -> Comparison {
    let slug = try slug("tool")
    let fact = Evidence(id: EvidenceID(1), text: text, source: text, retrieved: nil, isVendorText: true)
    let other = Evidence(id: EvidenceID(2), text: text, source: "https://ok.example/" + text, retrieved: nil)
    var run = run([slug], backend: text)
    run.id = text
    run.modelName = text
    run.modelSHA256 = text
    run.personasSHA256 = text
    run.promptsSHA256 = text
    run.dossierSHA256 = [slug: text]
    run.version = text
    run.started = text
    let verdict = Verdict(
      dossier: Dossier(
        slug: slug, name: text, tagline: text, category: text, homepage: text, licence: text,
        version: text, purpose: text,
        pricing: Pricing(label: text, entry: text, plans: [text], source: text, retrieved: CalendarDate("2020-01-01")),
        facts: [fact, other], description: text + "\n\n" + text),
      reviews: [
        review("dx", text, .ship, 0.5, [(1, 1), (2, -1)], [("primitive", text, [1, 2, 3], false)]),
        review("business", text, nil, nil, [], [("buyer", text, [1], true)], error: text),
      ], quorum: 1)
    return Comparison(
      verdicts: [verdict, verdict], recommendation: Recommendation(winner: slug, reason: .panel, text: text), run: run)
  }
}
