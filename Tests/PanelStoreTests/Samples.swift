import Foundation
import PanelCore
import PanelFormats
import PanelStore
import Testing

/// Rows that several tests need.
enum Samples {
  static func slug(_ text: String) throws -> ToolSlug { try #require(ToolSlug(text)) }
  static func persona(_ text: String) throws -> PersonaID { try #require(PersonaID(text)) }

  static func dossier(_ slug: String = "lantern", fact: String = "It is one program of 4 MB.") throws -> Dossier {
    Dossier(
      slug: try self.slug(slug), name: slug.capitalized, tagline: "Serves a folder", category: "Web servers",
      homepage: "https://lantern.example", licence: "MIT",
      pricing: Pricing(
        label: "Free", entry: "$0", plans: ["Free", "Team \"plus\""], source: "README",
        retrieved: CalendarDate("2026-11-22")),
      facts: [
        Evidence(id: EvidenceID(1), text: fact, source: "README", retrieved: CalendarDate("2026-11-22")),
        Evidence(
          id: EvidenceID(2), text: "It is “friendly”\n— really.", source: "site", retrieved: nil, isVendorText: true),
      ], description: "A small web server.")
  }

  static func review(_ persona: String = "dx", vote: Vote? = .ship) throws -> Review {
    Review(
      persona: try self.persona(persona), name: "DX reviewer", vote: vote, pShip: vote == nil ? nil : 0.1 + 0.2,
      pShipRaw: vote == nil ? nil : 1.0 / 3, drivers: [Driver(evidence: EvidenceID(1), weight: -0.123456789012345)],
      moves: [MoveAnswer(id: "primitive", text: "It is a “server”.", evidence: [EvidenceID(1)], isSupported: true)],
      error: vote == nil ? "The model wrote nothing." : nil)
  }

  static let inputs = RunInputs(
    backend: "kernel", engine: "panel 0.1.0", modelName: "smollm2", modelSHA256: String(repeating: "a", count: 64),
    tokenizerSHA256: String(repeating: "b", count: 64), seed: .max, personasSHA256: String(repeating: "c", count: 64),
    promptsSHA256: String(repeating: "d", count: 64), settingsSHA256: String(repeating: "e", count: 64),
    version: "0.1.0")

  static func run(_ id: String = "run-1", at: Timestamp = .some) -> StoredRun {
    StoredRun(id: RunID(id), kind: "review", inputs: inputs, createdAt: at)
  }

  /// A verdict with its dossier, run and one review.
  @discardableResult
  static func saveVerdict(
    of tool: String = "lantern", run: String = "run-1", key: String = "key", at: Timestamp = .some, in store: Store
  ) async throws -> VerdictID {
    let dossier = try dossier(tool)
    let review = try review()
    return try await store.write { sql in
      let hash = try sql.save(dossier, at: at)
      if try sql.run(RunID(run)) == nil { try sql.insert(Samples.run(run, at: at)) }
      let stored = StoredReview(
        run: RunID(run), tool: dossier.slug, inputKey: key, dossierSHA256: hash, personaSHA256: "p", review: review,
        createdAt: at)
      try sql.save(stored)
      return try sql.save(
        NewVerdict(
          tool: dossier.slug, run: RunID(run), dossierSHA256: hash,
          document: VerdictDocument(
            Verdict(dossier: dossier, reviews: [review], quorum: 1), on: CalendarDate("2026-11-22")),
          reviews: [stored.reference]), at: at)
    }
  }
}
