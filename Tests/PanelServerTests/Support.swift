import Foundation
import PanelCore
import PanelDesk
import PanelServer
import PanelStore
import Testing

/// A desk with accounts and items in a folder of its own, and a server on it without a network.
final class Place: Sendable {
  let folder: URL
  let desk: Desk
  let server: DeskServer
  static let password = "correct horse battery"
  static let noon = Moment(milliseconds: 1_795_348_800_000)

  init(running: PersonaRunning = .notHere("No model is here.")) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "panel-server-\(UUID().uuidString)")
    desk = Desk(store: try Store(at: folder.appending(path: "panel.sqlite"), now: Timestamp(rawValue: 0)))
    server = try DeskServer(
      desk: desk, settings: ServerSettings(),
      world: ServerWorld(now: { Place.noon }, elapsed: { 0 }, newID: { "id" }, log: { _ in }),
      running: running)
  }

  deinit {
    try? desk.store.close()
    try? FileManager.default.removeItem(at: folder)
  }

  func account(_ name: String, _ roles: Role...) async throws {
    try await desk.addAccount(
      try #require(AccountName(name)), roles: Set(roles), password: Self.password, by: "test", at: Self.noon)
  }

  /// - Parameters:
  ///   - text: stands in every text of the item.
  ///   - facts: of the first tool, in place of one.
  @discardableResult
  func item(_ run: String, text: String = "One two three.", facts: [String] = []) async throws -> Int64 {
    let admin = Actor(try #require(AccountName("setup")), roles: [.admin])
    var comparison = try Self.comparison(run: run, text: text)
    if !facts.isEmpty {
      comparison.verdicts[0].dossier.facts = facts.enumerated().map {
        Evidence(
          id: EvidenceID($0 + 1), text: $1, source: "https://beacon.example/docs", retrieved: nil, isVendorText: false)
      }
    }
    return try #require(try await desk.add(comparison, by: admin, at: Self.noon))
  }

  static func comparison(run: String, text: String) throws -> Comparison {
    func verdict(_ slug: String, _ vote: Vote) throws -> Verdict {
      Verdict(
        dossier: Dossier(
          slug: try #require(ToolSlug(slug)), name: "\(slug) \(text)", tagline: text, category: text, homepage: text,
          licence: text, pricing: Pricing(label: text, entry: text, plans: [text], source: text, retrieved: nil),
          facts: [Evidence(id: EvidenceID(1), text: text, source: text, retrieved: nil, isVendorText: true)],
          description: text),
        reviews: try ["dx", "user"].map { id in
          Review(
            persona: try #require(PersonaID(id)), name: "\(id) \(text)", vote: vote, pShip: 0.5, pShipRaw: 0.5,
            moves: [
              MoveAnswer(id: "first", text: text, evidence: [EvidenceID(1)], isSupported: false),
              MoveAnswer(id: "second", text: "Second. \(text)", evidence: [], isSupported: true),
            ])
        }, quorum: 1)
    }
    let verdicts = [try verdict("beacon", .ship), try verdict("lantern", .skip)]
    return Comparison(
      verdicts: verdicts, recommendation: Recommendation(winner: ToolSlug("beacon"), reason: .panel, text: text),
      run: RunRecord(
        id: run, backend: "recording", modelName: text.isEmpty ? "m" : text, modelSHA256: nil, seed: 1,
        personasSHA256: String(repeating: "a", count: 64), promptsSHA256: String(repeating: "b", count: 64),
        dossierSHA256: [:], version: "0", started: "2026-11-22T12:00:00Z", seconds: 1, promptTokens: 1,
        computedPromptTokens: 1, generatedTokens: 1))
  }

  /// A request as a browser on a page of the desk sends it.
  func send(
    _ method: String = "GET", _ target: String, form: [(name: String, value: String)] = [], cookie: String? = nil,
    headers: [String: String] = [:], body: String? = nil
  ) async -> WebResponse {
    var all = ["host": "127.0.0.1:8080"]
    if method != "GET" { all["sec-fetch-site"] = "same-origin" }
    if let cookie { all["cookie"] = "__Host-panel=\(cookie)" }
    all.merge(headers) { $1 }
    return await server.respond(
      to: WebRequest(
        method: method, target: target, headers: all.filter { !$0.value.isEmpty },
        body: Array((body ?? FormData(form).text).utf8), address: "127.0.0.1"))
  }

  /// Logs in and hands over the session's key.
  func login(_ name: String) async throws -> String {
    let response = await send("POST", "/login", form: [("name", name), ("password", Self.password)])
    let cookie = try #require(response["set-cookie"])
    return String(try #require(cookie.firstMatch(of: /__Host-panel=([^;]+)/)).output.1)
  }
}

extension WebResponse {
  subscript(header: String) -> String? { headers.first { $0.name.lowercased() == header }?.value }
  var text: String { String(decoding: body, as: UTF8.self) }
}
