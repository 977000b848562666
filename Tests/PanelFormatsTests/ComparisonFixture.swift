import PanelCore
import PanelFormats
import Testing

/// A comparison with every kind of seat: two votes, an abstention, a failure, and values that need rounding.
func sampleComparison() throws -> Comparison {
  let foo = try dossier(goodDossier)
  let bar = try DossierFile.parse(
    goodDossier.replacing(once: "name: Foo", with: "name: Bar \"2\"\\").replacing(
      once: "plans: [Free]", with: "plans: []"),
    file: "tools/bar.yaml", slug: slug("bar"))
  let run = RunRecord(
    id: "r1", backend: "recording", modelName: "test", modelSHA256: nil, seed: .max,
    personasSHA256: String(repeating: "0", count: 64), promptsSHA256: String(repeating: "a", count: 64),
    dossierSHA256: [bar.slug: ContentHash.of(bar), foo.slug: ContentHash.of(foo)], version: "0.1.0",
    started: "2027-03-01T10:00:00Z", seconds: 12.34567, promptTokens: 10, computedPromptTokens: 5, generatedTokens: 3)
  let answer = MoveAnswer(
    id: "primitive", text: "The primitive is “a\tb”.", evidence: [EvidenceID(1), EvidenceID(2)], isSupported: true)
  func review(_ persona: String, _ vote: Vote?, _ p: Double?, error: String? = nil) throws -> Review {
    Review(
      persona: personaID(persona), name: persona.uppercased(), vote: vote, pShip: p, pShipRaw: p.map { $0 / 3 },
      drivers: p == nil ? [] : [Driver(evidence: EvidenceID(2), weight: -0.823456)],
      moves: error == nil ? [answer] : [],
      error: error)
  }
  let reviews = [
    try review("dx", .ship, 0.81234567), try review("business", .skip, 0.25), try review("futurist", .abstain, nil),
    try review("competitor", nil, nil, error: "The stream ended early."),
  ]
  let verdicts = [
    Verdict(dossier: foo, reviews: reviews, quorum: 2, community: CommunityVote(ship: 2, skip: 1)),
    Verdict(dossier: bar, reviews: reviews, quorum: 3),
  ]
  return Comparison(
    verdicts: verdicts, recommendation: Recommendation.decide(verdicts: verdicts, headToHead: []), run: run)
}

func slug(_ text: String) -> ToolSlug {
  guard let slug = ToolSlug(text) else { preconditionFailure("\(text) is no slug") }
  return slug
}

func personaID(_ text: String) -> PersonaID {
  guard let id = PersonaID(text) else { preconditionFailure("\(text) is no id") }
  return id
}
