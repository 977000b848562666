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
      all == "Even. What may decide: Kiln for this: “It cools down slowly by itself” [3]; "
        + "Oven for this: “It opens alone” [3].")
    // What the other tool does too decides for nobody.
    let same = [
      "It bakes bread.", "The licence is MIT.", "It also cools slowly, even by itself.", "The maker likes it.",
    ]
    #expect(try text([0.3, 0.6, 0.4, 0.9], kinds, others: same).contains("“The licence is MIT” [2]"))
    // Where nothing else spoke for it, what many tools have is named all the same.
    #expect(try text([0.1, 0.6, -0.2, 0.9], kinds).contains("“The licence is MIT” [2]"))
    #expect(try text([-0.1, -0.6, -0.2, 0.9], kinds) == "Even.")
  }
}
