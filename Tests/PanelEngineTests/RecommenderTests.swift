import PanelCore
import Testing

@testable import PanelEngine

@Suite("A recommendation names for each tool")
struct RecommenderTests {
  private let kinds = [
    FactKind(id: "licence", meaning: "", words: ["licence"], isCommon: true), FactKind(id: "ability", meaning: ""),
  ]

  /// A verdict in which each fact has a weight.
  private func verdict(_ name: String, _ weights: [Double]) throws -> Verdict {
    let slug = try #require(ToolSlug(name.lowercased()))
    let review = Review(
      persona: try #require(PersonaID("dx")), name: "DX reviewer", vote: .ship, pShip: 0.6, pShipRaw: 0.6,
      drivers: weights.enumerated().map { Driver(evidence: EvidenceID($0 + 1), weight: $1) })
    let dossier = Dossier(slug: slug, name: name, tagline: "", category: "", facts: [], description: "")
    return Verdict(dossier: dossier, reviews: [review], quorum: 1)
  }

  private func facts(_ texts: [String]) -> [Evidence] {
    texts.enumerated().map {
      Evidence(id: EvidenceID($0 + 1), text: $1, source: "s", retrieved: nil, isVendorText: $1.hasPrefix("The maker"))
    }
  }

  private func text(
    _ weights: [Double], _ kinds: [FactKind],
    others: [String] = ["It bakes bread.", "The licence is MIT.", "It opens alone.", "The maker likes it."]
  ) throws -> String {
    let texts = facts([
      "It fires clay.", "The licence is MIT.", "It cools down slowly by itself.", "The maker likes it.",
    ])
    let recommendation = Recommendation(winner: nil, reason: .tooClose, text: "Even.")
    return Recommender.addingReaders(
      to: recommendation, verdicts: [try verdict("Kiln", weights), try verdict("Oven", weights)],
      facts: [texts, facts(others)], kinds: kinds
    ).text
  }

  @Test("what spoke most for it and is not what it is, a claim, or what many tools have")
  func setsApart() throws {
    let all = try text([0.7, 0.6, 0.2, 0.9], kinds)
    #expect(
      all
        == "Even. The weightiest point in favour of each that is not said of the other: Kiln, “It cools down slowly by itself” "
        + "[3]; Oven, “It opens alone” [3].")
    // What the other tool does too decides for nobody.
    let same = [
      "It bakes bread.", "The licence is MIT.", "It also cools slowly, even by itself.", "The maker likes it.",
    ]
    #expect(try text([0.3, 0.6, 0.4, 0.9], kinds, others: same).contains("“The licence is MIT” [2]"))
    // Where nothing else spoke for it, what many tools have is named all the same.
    #expect(try text([0.1, 0.6, -0.2, 0.9], kinds).contains("“The licence is MIT” [2]"))
    #expect(try text([-0.1, -0.6, -0.2, 0.9], kinds) == "Even.")
  }

  /// What is written for a pick of Kiln.
  private func pick(
    _ weights: [Double], _ texts: [String], others: [String] = [], purposes: [String?] = [nil, nil],
    _ reason: Recommendation.Reason = .panel
  ) throws -> String {
    var verdicts = [try verdict("Kiln", weights), try verdict("Oven", weights)]
    for (index, purpose) in purposes.enumerated() { verdicts[index].dossier.purpose = purpose }
    let recommendation = Recommendation(
      winner: reason == .panel ? verdicts[0].dossier.slug : nil, reason: reason, text: "Kiln.")
    let hazard = FactKind(id: "hazard", meaning: "", words: ["burns"], isAgainst: true)
    return Recommender.addingReaders(
      to: recommendation, verdicts: verdicts, facts: [facts(texts), facts(others)], kinds: [hazard] + kinds
    ).text
  }

  @Test("which work it is for, where they are for different work")
  func purposes() throws {
    let both = try pick([0.2], ["It fires clay."], purposes: ["fire clay", "bake bread"])
    #expect(
      both.hasPrefix("If you need software to fire clay, look at Kiln; to bake bread, look at Oven. Each was judged"))
    #expect(both.hasSuffix("stand in for another. Kiln."))
    #expect(
      try pick([0.2], ["It fires clay."], purposes: ["fire clay", "bake bread"], .noMajority).hasPrefix(
        "The tools are for different work: Kiln is software to fire clay; Oven is software to bake bread. Each was"))
    #expect(try pick([0.2], ["It fires clay."], purposes: ["fire clay", "Fire clay"]) == "Kiln.")
    #expect(try pick([0.2], ["It fires clay."], purposes: ["fire clay", nil]) == "Kiln.")
  }

  @Test("what to read before taking the pick")
  func fault() throws {
    let texts = ["It fires clay.", "It is slow, five years late.", "The licence is odd.", "It burns paper."]
    // A fault is one whatever a model made of it.
    #expect(try pick([0.2, -0.4, -0.9, 0.6], texts) == "Kiln. Read this before you take Kiln: “It burns paper” [4].")
    #expect(
      try pick([0.2, -0.4, -0.9], Array(texts.prefix(3)))
        == "Kiln. Read this before you take Kiln: “It is slow, five years late” [2].")
    #expect(try pick([0.2, 0.4, -0.9], Array(texts.prefix(3))) == "Kiln.")
    // Where nobody would ship any, of each of them or of none.
    let refused = try pick([0.2, -0.4, -0.9, 0.6], texts, others: ["It bakes bread.", "It burns cake."], .noMajority)
    #expect(
      refused
        == "Kiln. Read this before you take one all the same: Kiln, “It burns paper” [4]; Oven, “It burns cake” [2]. "
        + "The weightiest point in favour of each that is not said of the other: Kiln, “It fires clay” [1]; "
        + "Oven, “It bakes bread” [1].")
    #expect(
      try pick([-0.2, -0.4, -0.9, 0.6], texts, others: ["It bakes bread."], .noMajority) == "Kiln.")
    let aged = "It dates from 2021-09-22, five years before this record was made."
    #expect(try pick([0.2, -0.4], [texts[0], aged]).hasSuffix("“It dates from 2021-09-22” [2]."))
  }
}
