import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelFormats
import PanelStore

/// What a session takes from the store, and what it leaves there.
struct ReviewKeeping: Sendable {
  let store: Store
  let input: ReviewInput
  let inputs: RunInputs
  /// In the order of the tools.
  let keys: [ReviewKeys]
  private let pairs: [PairKeys]
  private let settings: String

  init(store: Store, input: ReviewInput, identity: BackendIdentity, address: String, options: SessionOptions) throws {
    self.store = store
    self.input = input
    settings = try options.reviewSettings()
    let inputs = RunInputs(
      identity, address: address, panel: input.panel, templates: input.templates, options: options,
      settings: settings)
    self.inputs = inputs
    let hashes = input.dossiers.map { (tool: $0.slug, dossierSHA256: ContentHash.of($0)) }
    keys = hashes.map {
      ReviewKeys(run: inputs, panel: input.panel, tool: $0.tool, dossierSHA256: $0.dossierSHA256)
    }
    pairs = hashes.indices.flatMap { a in
      hashes.indices.dropFirst(a + 1).map { b in
        PairKeys(run: inputs, panel: input.panel, first: hashes[a], second: hashes[b])
      }
    }
  }

  /// The reviews and head-to-heads that need not be computed.
  func known() async throws -> (ready: [ReadySeat], headToHeads: [HeadToHead]) {
    try await store.read { [keys, pairs] sql in
      let ready = try keys.flatMap { seats in
        try seats.reviews(in: sql).compactMap { stored in
          stored.map {
            ReadySeat(
              seat: Seat(tool: $0.tool, persona: $0.review.persona), review: $0.review, trace: $0.trace ?? SeatTrace(),
              run: $0.run.rawValue)
          }
        }
      }
      return (ready, try pairs.compactMap { try sql.headToHead($0) })
    }
  }

  /// Keeps a session's run, reviews, verdicts and comparison, all or nothing.
  ///
  /// - Parameters:
  ///   - traces: of the seats that were computed.
  ///   - headToHeads: that were asked.
  ///   - kind: of the run.
  func keep(
    _ comparison: Comparison, traces: [Seat: SeatTrace], headToHeads: [HeadToHead], kind: String = "review",
    at now: Timestamp
  ) async throws {
    let run = StoredRun(
      id: RunID(comparison.run.id), kind: kind, state: .done, inputs: inputs,
      detail: try StableJSON.line(Detail(tools: comparison.verdicts.map(\.dossier.slug.rawValue))),
      usage: RunUsage(comparison.run), createdAt: now, finishedAt: now)
    try await store.write { [self] sql in
      try save(documentsOf: input, settings, in: sql, at: now)
      try sql.save(input.dossiers, at: now)
      try sql.insert(run)
      var versions: [VerdictID] = []
      for (verdict, seats) in zip(comparison.verdicts, keys) {
        versions.append(try save(verdict, seats, comparison.run, traces, in: sql, at: now))
      }
      for result in headToHeads {
        guard let keys = pairs.first(where: { $0.first == result.first && $0.second == result.second }) else {
          continue
        }
        try sql.save(result, keys: keys, run: run.id, at: now)
      }
      if versions.count > 1 {
        try sql.save(
          StoredComparison(run: run.id, verdicts: versions, document: ComparisonDocument(comparison), createdAt: now))
      }
    }
  }

  private struct Detail: Codable { var tools: [String] }

  /// Keeps the reviews that are new, and the verdict; one of the very same reviews is no new version.
  private func save(
    _ verdict: Verdict, _ seats: ReviewKeys, _ run: RunRecord, _ traces: [Seat: SeatTrace], in sql: any SQLWriting,
    at now: Timestamp
  ) throws -> VerdictID {
    let reused = Dictionary(
      run.fromStore.filter { $0.tool == seats.tool }.map { ($0.persona, RunID($0.run)) }
    ) { first, _ in first }
    var references: [ReviewReference] = []
    for (review, key) in zip(verdict.reviews, seats.keys(storing: verdict.reviews)) {
      if reused[review.persona] != nil, let stored = try sql.review(inputKey: key.key) {
        references.append(stored.reference)
        continue
      }
      let stored = StoredReview(
        run: RunID(run.id), tool: seats.tool, inputKey: key.key, dossierSHA256: seats.dossierSHA256,
        personaSHA256: key.personaSHA256, review: review,
        trace: traces[Seat(tool: seats.tool, persona: review.persona)] ?? SeatTrace(), createdAt: now)
      try sql.save(stored)
      references.append(stored.reference)
    }
    let document = VerdictDocument(verdict, on: CalendarDate(run.started.prefix(10)))
    if let last = try sql.latestVerdict(of: seats.tool), last.origin == .panel, last.document == document,
      try sql.reviews(of: last.id).map(\.reference) == references
    {
      return last.id
    }
    let id = try sql.save(
      NewVerdict(
        tool: seats.tool, run: RunID(run.id), dossierSHA256: seats.dossierSHA256, document: document,
        reviews: references), at: now)
    try sql.log(StoredEvent(at: now, kind: "verdict.saved", run: RunID(run.id), subject: "\(id)"))
    return id
  }

  private func save(
    documentsOf input: ReviewInput, _ settings: String, in sql: any SQLWriting, at now: Timestamp
  ) throws {
    try sql.saveDocument(
      ContentHash.canonicalText(of: input.panel), sha256: inputs.personasSHA256, kind: "panel", at: now)
    try sql.saveDocument(
      ContentHash.canonicalText(ofPrompts: input.templates.namedTexts), sha256: inputs.promptsSHA256, kind: "prompts",
      at: now)
    try sql.saveDocument(settings, sha256: inputs.settingsSHA256, kind: "settings", at: now)
  }
}

extension RunInputs {
  /// - Parameters:
  ///   - address: of the backend; an endpoint is known by it where its model's file is not. nil goes by the name alone.
  ///   - settings: of `options`, see ``SessionOptions/reviewSettings()``.
  init(
    _ identity: BackendIdentity, address: String?, panel: Panel, templates: PromptTemplates, options: SessionOptions,
    settings: String
  ) {
    self.init(
      backend: identity.kind, engine: identity.engine,
      modelName: address.map { identity.modelSHA256 == nil ? "\(identity.model) at \($0)" : identity.model }
        ?? identity.model,
      modelSHA256: identity.modelSHA256, tokenizerSHA256: identity.tokenizerSHA256, seed: options.seed,
      personasSHA256: ContentHash.of(panel), promptsSHA256: templates.sha256,
      settingsSHA256: ContentHash.ofText(settings), version: PanelVersion.text)
  }
}

extension RunUsage {
  init(_ run: RunRecord) {
    self.init(
      promptTokens: run.promptTokens, computedPromptTokens: run.computedPromptTokens,
      generatedTokens: run.generatedTokens, seconds: run.seconds)
  }
}

extension PromptTemplates {
  /// The texts by file name without its ending.
  var namedTexts: [String: String] {
    Dictionary(uniqueKeysWithValues: texts.map { ($0.key.rawValue, $0.value) })
  }
}
