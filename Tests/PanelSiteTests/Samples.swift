import PanelCore
import Testing

/// Comparisons that the page tests lay out. The tools are invented; addresses end in `.example`.
enum Samples {
  static func slug(_ text: String) throws -> ToolSlug { try #require(ToolSlug(text)) }

  static func run(_ slugs: [ToolSlug], backend: String = "kernel") -> RunRecord {
    RunRecord(
      id: "2026-11-22T19-20-11Z-5f3a", backend: backend, modelName: "qwen2.5-coder-1.5b-instruct",
      modelSHA256: "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046", seed: 7,
      personasSHA256: "6f0d6a0c3a5d1f8c7d6a0f5ce0a4ab8a3d2d6b8b8a1c0d9e5f4b3a2918070605",
      promptsSHA256: "0b1a2938475665748392a1b0cfdeed0c1b2a394857667584930211203f4e5d6c",
      dossierSHA256: Dictionary(
        uniqueKeysWithValues: slugs.map { ($0, "91c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6") }),
      version: "0.1.0", started: "2026-11-22T19:20:11Z", seconds: 74.25, promptTokens: 12_804,
      computedPromptTokens: 4_117, generatedTokens: 1_322)
  }

  /// Two tools as a good model would review them: full rows, a skip, a sentence that its evidence does not carry.
  static func two() throws -> Comparison {
    let verdicts = [try pocketlens(), try textforge()]
    return Comparison(
      verdicts: verdicts,
      recommendation: Recommendation(
        winner: verdicts[1].dossier.slug, reason: .panel,
        text: "If the product has to read pictures on a phone, take Pocketlens Mini: TextForge 8B cannot see. "
          + "For everything that is text, TextForge 8B asks for less trust, because its licence is settled."),
      run: run(verdicts.map(\.dossier.slug)))
  }

  static func pocketlens() throws -> Verdict {
    let page = "https://pocketlens.example/docs/overview"
    let day = CalendarDate(year: 2026, month: 11, day: 20)
    return Verdict(
      dossier: Dossier(
        slug: try slug("pocketlens-mini"), name: "Pocketlens Mini",
        tagline: "Reads pictures and text inside a phone app", category: "Developer Tools",
        homepage: "https://pocketlens.example/", licence: "open weights, licence not named",
        pricing: Pricing(label: "Free", entry: "$0", plans: [], source: page, retrieved: day),
        facts: [
          fact(1, "The model takes images and text together and has 1.9 billion parameters.", page, day),
          fact(2, "Inference runs on the device; no request leaves it.", page, day),
          fact(3, "The quantised checkpoint takes 1.6 GB.", "https://hub.example/pocketlens/mini", day),
          fact(
            4, "Exports to ONNX and MLX are published with the weights.", "https://hub.example/pocketlens/mini", day),
          fact(5, "The first call is pipeline('image-to-text'), after pip install.", page, day),
          fact(6, "Benchmarks are competitive with models of twice its size.", page, day, vendor: true),
          fact(7, "No score and no benchmark is named on the page.", page, day),
          fact(8, "Documents with several columns are listed as out of scope.", "CHANGELOG, version 2.1", day),
        ],
        description: """
          Pocketlens Mini is a vision-language model that is meant to be shipped inside an application.

          It answers questions about pictures, reads short texts in them, and needs no server.
          """),
      reviews: [
        review(
          "dx", "DX reviewer", .ship, 0.81, [(4, 0.62), (5, 0.44), (2, 0.31), (7, -0.35), (8, -0.21)],
          [
            (
              "primitive", "The primitive here is one model file that turns a picture and a prompt into text.", [1, 3],
              true
            ),
            ("dx_bet", "The bet is that developers would rather ship 1.6 GB than run a server.", [2, 3], true),
            (
              "moment_of_truth", "The moment of truth is pipeline('image-to-text'), one install and one call.", [5],
              true
            ),
            (
              "deciding_choice", "Published exports settle my vote, because nobody wants to convert weights by hand.",
              [4], true
            ),
          ]),
        review(
          "competitor", "Competitor analyst", .skip, 0.34, [(7, -0.71), (6, -0.4), (8, -0.33), (2, 0.28)],
          [
            ("competitor", "The direct competitor is whatever the phone’s own system ships next.", [2], true),
            (
              "breaks", "It breaks on documents with several columns, which is what most scanning apps are for.", [8],
              true
            ),
            (
              "unchecked", "Nobody outside has checked the claim about models of twice its size; no score is named.",
              [6, 7], true
            ),
            ("killer", "It would take a vendor 6 months to copy this.", [6], false),
          ]),
        review(
          "futurist", "Futurist", .ship, 0.68, [(2, 0.55), (3, 0.3), (7, -0.2)],
          [
            (
              "thesis", "By 2028, most questions about pictures in consumer apps are answered on the device.", [2], true
            ),
            ("timing", "It is early: the checkpoint is small enough now, and few apps carry one.", [3], true),
          ]),
        review(
          "business", "Business reviewer", .ship, 0.58, [(2, 0.36), (7, -0.29)],
          [
            ("buyer", "The buyer is a mobile team that pays for every picture today.", [2], true),
            ("moat", "The weights are no moat; being the model that the docs start with may be one.", [4, 5], true),
          ]),
      ], quorum: 3)
  }

  static func textforge() throws -> Verdict {
    let page = "https://textforge.example/models/8b"
    let day = CalendarDate(year: 2026, month: 8, day: 1)
    return Verdict(
      dossier: Dossier(
        slug: try slug("textforge-8b"), name: "TextForge 8B Instruct",
        tagline: "An 8B text model that you may host, change and resell", category: "Developer Tools",
        homepage: "https://textforge.example", licence: "Apache-2.0",
        version: "3.1 of June 2026",
        pricing: Pricing(
          label: "Free", entry: "$0",
          plans: ["Weights, hosted by yourself: $0", "Managed API: $0.15 per million tokens"],
          source: page, retrieved: day),
        facts: [
          fact(1, "A language model of 8 billion parameters, tuned to follow instructions.", page, day),
          fact(2, "The licence is Apache 2.0, without a clause against competing.", page, day),
          fact(3, "It beats larger closed models on several benchmarks.", page, day, vendor: true),
          fact(4, "It takes text only.", page, day),
          fact(5, "The release has no service level; support is a forum.", page, day),
        ],
        description: "TextForge 8B is a text model whose weights may be run, adapted and passed on by anyone."),
      reviews: [
        review(
          "dx", "DX reviewer", .ship, 0.88, [(2, 0.9), (4, -0.15)],
          [
            (
              "primitive", "The primitive here is a permissively licensed checkpoint that runs wherever you do.",
              [1, 2], true
            ),
            ("deciding_choice", "Apache 2.0 settles my vote: no lawyer has to read it first.", [2], true),
          ]),
        review(
          "competitor", "Competitor analyst", .ship, 0.55, [(2, 0.5), (3, -0.31), (5, -0.28)],
          [
            (
              "competitor", "The direct competitors are the cheap hosted models, which win on price per call.", [5],
              true
            ),
            ("unchecked", "The benchmark claim is the vendor’s own.", [3], true),
          ]),
        review(
          "futurist", "Futurist", .ship, 0.72, [(2, 0.6)],
          [("thesis", "By 2027, the most forked base model of this size decides where the tooling goes.", [2], true)]),
        review(
          "business", "Business reviewer", .ship, 0.61, [(2, 0.41), (5, -0.38)],
          [
            (
              "buyer", "The buyer is a company that may not send its texts out and has machines of its own.", [1, 2],
              true
            )
          ]),
      ], quorum: 3, community: CommunityVote(ship: 41, skip: 23))
  }

  static func review(
    _ id: String, _ name: String, _ vote: Vote?, _ pShip: Double?, _ drivers: [(Int, Double)],
    _ moves: [(String, String, [Int], Bool)], error: String? = nil
  ) -> Review {
    Review(
      persona: PersonaID(id)!, name: name, vote: vote, pShip: pShip, pShipRaw: pShip,
      drivers: drivers.map { Driver(evidence: EvidenceID($0.0), weight: $0.1) },
      moves: moves.map {
        MoveAnswer(id: $0.0, text: $0.1, evidence: $0.2.map { EvidenceID($0) }, isSupported: $0.3)
      }, error: error)
  }

  static func fact(_ id: Int, _ text: String, _ source: String, _ day: CalendarDate?, vendor: Bool = false) -> Evidence
  {
    Evidence(id: EvidenceID(id), text: text, source: source, retrieved: day, isVendorText: vendor)
  }
}
