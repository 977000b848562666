import PanelCore
import PanelDesk
import Testing

/// Accounts and an item that the tests start from.
enum Desk {
  static func actor(_ name: String, _ roles: Role...) throws -> PanelDesk.Actor {
    PanelDesk.Actor(try #require(AccountName(name)), roles: Set(roles))
  }

  static let noon = Moment(milliseconds: 1_795_348_800_000)

  static func item(_ state: ItemState = .draft, hash: String = "h1") -> DeskItem {
    DeskItem(id: 12, state: state, version: 1, contentHash: hash)
  }

  /// Two tools, two personas; `dx` has one move, `user` two, one of them not supported.
  static func comparison() throws -> Comparison {
    func slug(_ text: String) throws -> ToolSlug { try #require(ToolSlug(text)) }
    func persona(_ text: String) throws -> PersonaID { try #require(PersonaID(text)) }
    func verdict(_ tool: String, _ name: String, dx: Vote, user: Vote) throws -> Verdict {
      Verdict(
        dossier: Dossier(
          slug: try slug(tool), name: name, tagline: "t", category: "c",
          facts: [Evidence(id: EvidenceID(1), text: "A fact.", source: "README", retrieved: nil)], description: "d"),
        reviews: [
          Review(
            persona: try persona("dx"), name: "DX", vote: dx, pShip: 0.8, pShipRaw: 0.7,
            moves: [MoveAnswer(id: "primitive", text: "The primitive is a file.", evidence: [], isSupported: true)]),
          Review(
            persona: try persona("user"), name: "User", vote: user, pShip: 0.3, pShipRaw: 0.4,
            moves: [
              MoveAnswer(id: "first", text: "First one runs it.", evidence: [], isSupported: true),
              MoveAnswer(id: "breaks", text: "It breaks at 9 users.", evidence: [], isSupported: false),
            ]),
        ], quorum: 2)
    }
    let verdicts = [
      try verdict("beacon", "Beacon", dx: .ship, user: .ship),
      try verdict("lantern", "Lantern", dx: .ship, user: .skip),
    ]
    return Comparison(
      verdicts: verdicts, recommendation: Recommendation.decide(verdicts: verdicts, headToHead: []),
      run: RunRecord(
        id: "r1", backend: "recording", modelName: "m", modelSHA256: nil, seed: 1, personasSHA256: "p",
        promptsSHA256: "q", dossierSHA256: [:], version: "0", started: "2026-11-22T12:00:00Z", seconds: 1,
        promptTokens: 1, computedPromptTokens: 1, generatedTokens: 1))
  }
}

/// The error that `body` throws; nil where it throws none.
func refusal(_ body: () throws -> Void) -> DeskError? {
  do {
    try body()
    return nil
  } catch {
    return error as? DeskError
  }
}
