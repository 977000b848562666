public import PanelCore
import PanelFormats
import PanelStore

extension Desk {
  /// Makes a draft of everything that the panel made and that is not on the desk yet.
  ///
  /// - Returns: How many drafts were made.
  @discardableResult
  public func takeIn(at now: Moment) async throws -> Int {
    var count = 0
    while true {
      let batch = try await store.read { try $0.deskIntake(limit: 200) }
      if batch.isEmpty { return count }
      let made = try await store.write { sql in
        var made = 0
        for intake in batch {
          if try Self.takeIn(intake, sql, at: now) { made += 1 }
        }
        return made
      }
      count += made
      // Another process may have taken them; what is left unreadable must not be tried forever.
      if made == 0 { return count }
    }
  }

  /// Makes a draft of a comparison from a file.
  ///
  /// - Returns: The item's id; nil where the same one is on the desk already.
  public func add(_ comparison: Comparison, by actor: Actor, at now: Moment) async throws -> Int64? {
    try Self.demand(.edit, of: actor, to: "add items")
    return try await store.write { sql in
      try Self.add(comparison, source: nil, sql, by: actor.name.rawValue, at: now)
    }
  }

  private static func takeIn(_ intake: DeskIntake, _ sql: any SQLWriting, at now: Moment) throws -> Bool {
    switch intake {
    case .comparison(let run, let tools):
      let slugs = tools.split(separator: " ").compactMap { ToolSlug(String($0)) }
      guard let stored = try sql.comparison(of: slugs, run: RunID(run)) else { return false }
      var dossiers: [ToolSlug: Dossier] = [:]
      for id in stored.verdicts {
        guard let verdict = try sql.verdict(id) else { continue }
        dossiers[id.tool] = try sql.dossier(of: id.tool, sha256: verdict.dossierSHA256)?.dossier
      }
      guard let comparison = stored.document.comparison(dossiers: dossiers) else { return false }
      return try add(
        comparison, source: "comparison:\(run):\(tools)", sql, by: "panel", at: now) != nil
    case .verdict(let id):
      guard let stored = try sql.verdict(id), let run = try sql.run(stored.run) else { return false }
      let dossier = try sql.dossier(of: id.tool, sha256: stored.dossierSHA256)?.dossier
      guard let verdict = stored.document.verdict(dossiers: dossier.map { [id.tool: $0] } ?? [:]) else { return false }
      let comparison = Comparison(
        verdicts: [verdict], recommendation: nil,
        run: RunRecord(run, dossiers: [id.tool: stored.dossierSHA256]))
      return try add(comparison, source: "verdict:\(id)", sql, by: "panel", at: now) != nil
    }
  }

  private static func add(
    _ comparison: Comparison, source: String?, _ sql: any SQLWriting, by actor: String, at now: Moment
  ) throws -> Int64? {
    let base = try BaseText.save(comparison, to: sql, at: now.timestamp)
    let content = ItemContent(base: comparison)
    let need = Need(comparison, since: Moment(comparison.run.started) ?? now)
    let item = StoredItem(
      source: source ?? "file:\(base.sha256)", subject: content.subject, title: content.title,
      category: comparison.verdicts.first?.dossier.category ?? "",
      personas: " " + content.personas.map(\.rawValue).joined(separator: " ") + " ",
      contentSHA256: content.hash(baseHash: base.sha256), need: need.key, disagreement: need.disagreement,
      swing: need.swing, unsupported: need.unsupported, judgedAt: need.since.timestamp, createdAt: now.timestamp)
    guard let id = try sql.insert(item) else { return nil }
    try sql.insert(
      StoredItemVersion(
        item: id, version: 1, baseSHA256: base.sha256, edits: try EditsText.write(content.edits),
        contentSHA256: item.contentSHA256, author: nil, kind: "panel", createdAt: now.timestamp))
    try sql.index(id, title: item.title, body: content.searchText)
    try sql.audit("add", by: actor, on: "item/\(id)", at: now, detail: ["title": item.title, "source": item.source])
    return id
  }

  static func demand(_ right: Right, of actor: Actor, to what: String) throws(DeskError) {
    guard actor.may(right) else {
      let roles = Role.allCases.filter { $0.rights.contains(right) }.map(\.rawValue).joined(separator: " or ")
      throw DeskError(
        .notAllowed, "\(actor.name) may not \(what): that needs the role \(roles).",
        remedy: "An admin gives roles with `panel user roles \(actor.name) …`.")
    }
  }
}

extension RunRecord {
  /// The record of a stored run.
  init(_ run: StoredRun, dossiers: [ToolSlug: String]) {
    self.init(
      id: run.id.rawValue, backend: run.inputs.backend, modelName: run.inputs.modelName,
      modelSHA256: run.inputs.modelSHA256, seed: run.inputs.seed, personasSHA256: run.inputs.personasSHA256,
      promptsSHA256: run.inputs.promptsSHA256, dossierSHA256: dossiers, version: run.inputs.version,
      started: "\(Moment(run.createdAt))", seconds: run.usage.seconds, promptTokens: run.usage.promptTokens,
      computedPromptTokens: run.usage.computedPromptTokens, generatedTokens: run.usage.generatedTokens)
  }
}

extension ItemContent {
  /// What the search looks through.
  var searchText: String {
    let tools = base.verdicts.flatMap { [$0.dossier.slug.rawValue, $0.dossier.tagline, $0.dossier.category] }
    return (tools + fields.map(\.text)).joined(separator: "\n")
  }
}
