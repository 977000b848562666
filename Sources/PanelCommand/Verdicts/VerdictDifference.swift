import PanelCore
import PanelFormats
import PanelStore

/// What changed between two versions of a verdict, and what they were made from that can be the cause.
struct VerdictDifference: Hashable, Sendable {
  let earlier: VerdictID
  let later: VerdictID
  /// What a reader sees.
  private(set) var changes: [String] = []
  /// What it was made from.
  private(set) var causes: [String] = []

  init(_ earlier: StoredVerdict, _ later: StoredVerdict, in sql: any SQLReading) throws {
    self.earlier = earlier.id
    self.later = later.id
    compare(earlier.document, later.document)
    if case .editor(let name, let note, let base) = later.origin {
      causes.append("editor: \(name) changed version \(base)\(note.isEmpty ? "" : ", “\(note)”")")
    }
    if earlier.dossierSHA256 != later.dossierSHA256 {
      causes += Self.evidence(
        try sql.dossier(of: earlier.id.tool, sha256: earlier.dossierSHA256),
        try sql.dossier(of: later.id.tool, sha256: later.dossierSHA256))
    }
    try comparePersonas(try sql.reviews(of: earlier.id), try sql.reviews(of: later.id))
    if let old = try sql.run(earlier.run), let new = try sql.run(later.run) { compare(old.inputs, new.inputs) }
  }

  var text: String {
    var text = "\(earlier) → \(later)\n\nWhat changed\n"
    text += changes.isEmpty ? "  nothing that a reader sees\n" : changes.map { "  \($0)\n" }.joined()
    text += "\nWhy\n"
    text += causes.isEmpty ? "  both were made from the same\n" : causes.map { "  \($0)\n" }.joined()
    return text
  }

  private mutating func compare(_ old: VerdictDocument, _ new: VerdictDocument) {
    func percent(_ value: Int?) -> String { value.map { "\($0) %" } ?? "—" }
    if old.shipPercent != new.shipPercent {
      changes.append("ship \(percent(old.shipPercent)) → \(percent(new.shipPercent))")
    }
    if old.split != new.split {
      changes.append("split \(VerdictText.split(old.split)) → \(VerdictText.split(new.split))")
    }
    if old.quorum != new.quorum { changes.append("quorum \(old.quorum) → \(new.quorum)") }
    for (key, a, b) in [
      ("name", old.name, new.name), ("category", old.category, new.category), ("tagline", old.tagline, new.tagline),
      ("description", old.description, new.description), ("version", old.version ?? "", new.version ?? ""),
      ("purpose", old.purpose ?? "", new.purpose ?? ""),
    ] where a != b { changes.append("\(key) “\(a)” → “\(b)”") }
    if old.pricing?.label != new.pricing?.label || old.pricing?.entry != new.pricing?.entry {
      changes.append("price \(old.pricing?.label ?? "—") → \(new.pricing?.label ?? "—")")
    }
    let before = Dictionary(old.reviews.map { ($0.persona, $0) }) { first, _ in first }
    let after = Dictionary(new.reviews.map { ($0.persona, $0) }) { first, _ in first }
    for review in old.reviews where after[review.persona] == nil { changes.append("\(review.name): no longer asked") }
    for review in new.reviews {
      guard let earlier = before[review.persona] else {
        changes.append("\(review.name): new, \(review.vote ?? "failed")")
        continue
      }
      changes += Self.review(earlier, review)
    }
  }

  private static func review(_ old: VerdictDocument.ReviewPart, _ new: VerdictDocument.ReviewPart) -> [String] {
    var lines: [String] = []
    if old.vote != new.vote { lines.append("\(new.name): \(old.vote ?? "failed") → \(new.vote ?? "failed")") }
    if old.pShip != new.pShip {
      func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "—" }
      lines.append("\(new.name): P(ship) \(text(old.pShip)) → \(text(new.pShip))")
    }
    let before = Dictionary(old.moves.map { ($0.id, $0) }) { first, _ in first }
    for move in new.moves where before[move.id]?.text != move.text {
      lines.append(
        "\(new.name), \(move.id): " + (before[move.id].map { "“\($0.text)” → " } ?? "new, ") + "“\(move.text)”")
    }
    for move in old.moves where !new.moves.contains(where: { $0.id == move.id }) {
      lines.append("\(new.name), \(move.id): gone")
    }
    return lines
  }

  private static func evidence(_ old: StoredDossier?, _ new: StoredDossier?) -> [String] {
    guard let old, let new else { return ["evidence: another dossier"] }
    var lines = ["evidence: version \(old.version) → \(new.version) of the dossier"]
    let before = Set(old.dossier.facts.map(\.text))
    let after = Set(new.dossier.facts.map(\.text))
    lines += old.dossier.facts.filter { !after.contains($0.text) }.map { "  − \($0.id) \($0.text)" }
    lines += new.dossier.facts.filter { !before.contains($0.text) }.map { "  + \($0.id) \($0.text)" }
    if before == after {
      lines.append("  the facts say the same; their order, sources, dates or the text around them changed")
    }
    return lines
  }

  private mutating func comparePersonas(_ old: [StoredReview], _ new: [StoredReview]) throws {
    let before = Dictionary(old.map { ($0.review.persona, $0.personaSHA256) }) { first, _ in first }
    let after = Dictionary(new.map { ($0.review.persona, $0.personaSHA256) }) { first, _ in first }
    for review in new {
      let id = review.review.persona
      guard let hash = before[id] else {
        causes.append("persona \(id): added")
        continue
      }
      if hash != review.personaSHA256 { causes.append("persona \(id): edited") }
    }
    for review in old where after[review.review.persona] == nil {
      causes.append("persona \(review.review.persona): removed")
    }
    let order = (old.map(\.review.persona), new.map(\.review.persona))
    if order.0 != order.1, Set(order.0) == Set(order.1) { causes.append("personas: in another order") }
  }

  private mutating func compare(_ old: RunInputs, _ new: RunInputs) {
    func short(_ hash: String?) -> String { hash.map { String($0.prefix(12)) } ?? "unknown" }
    if old.promptsSHA256 != new.promptsSHA256 {
      causes.append("prompts: \(short(old.promptsSHA256)) → \(short(new.promptsSHA256))")
    }
    if old.modelSHA256 != new.modelSHA256 || (old.modelSHA256 == nil && old.modelName != new.modelName) {
      causes.append(
        "model: \(old.modelName) \(short(old.modelSHA256)) → \(new.modelName) \(short(new.modelSHA256))")
    } else if old.tokenizerSHA256 != new.tokenizerSHA256 {
      causes.append("tokenizer: \(short(old.tokenizerSHA256)) → \(short(new.tokenizerSHA256))")
    }
    if old.backend != new.backend { causes.append("backend: \(old.backend) → \(new.backend)") }
    if old.engine != new.engine { causes.append("program: \(old.engine) → \(new.engine)") }
    if old.settingsSHA256 != new.settingsSHA256 {
      causes.append("settings: \(short(old.settingsSHA256)) → \(short(new.settingsSHA256))")
    }
    if old.seed != new.seed { causes.append("seed: \(old.seed) → \(new.seed)") }
  }
}
