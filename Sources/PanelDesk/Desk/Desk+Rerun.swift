public import PanelCore
import PanelStore

/// What a persona is asked when it judges a tool of an item once more.
public struct RerunQuestion: Hashable, Sendable {
  public var item: Int64
  public var seat: SeatPath
  /// The version from which it was asked.
  public var version: Int
  public var dossier: Dossier
  public var quorum: Int
  /// Another for each version: with the seed of the panel's run a model that is deterministic would say the same.
  public var seed: UInt64
}

extension Desk {
  /// - Throws: ``DeskError`` with `notAllowed`, `notFound`, `noSuchTransition`.
  public func question(to seat: SeatPath, of id: Int64, by actor: Actor) async throws -> RerunQuestion {
    try Self.demand(.edit, of: actor, to: "run personas again")
    let entry = try await entry(id)
    guard Transition.find(.edit, from: entry.item.state) != nil else {
      throw DeskError(
        .noSuchTransition, "Item \(id) is \(entry.item.state.title) and cannot be edited.",
        remedy: "Reopen it first.")
    }
    guard let verdict = entry.content.base.verdicts.first(where: { $0.dossier.slug == seat.tool }),
      verdict.reviews.contains(where: { $0.persona == seat.persona })
    else { throw DeskError(.notFound, "There is no seat “\(seat)” in item \(id).") }
    return RerunQuestion(
      item: id, seat: seat, version: entry.item.version, dossier: verdict.dossier, quorum: verdict.quorum,
      seed: entry.content.base.run.seed &+ UInt64(entry.item.version))
  }

  /// Puts a seat's new review in place of the old one: the panel's words change, so edits of this seat go with the old.
  ///
  /// A model takes its time, and others work meanwhile: what they changed elsewhere stays.
  ///
  /// - Parameters:
  ///   - version: the one from which the persona was asked.
  ///   - run: model, seed and number of the run, for the history and for readers.
  /// - Throws: ``DeskError`` with `contentChanged` where somebody changed this seat since, `badInput` for a review that
  ///   failed.
  public func replace(
    _ review: Review, about tool: ToolSlug, of id: Int64, basedOn version: Int, run: String, by actor: Actor,
    at now: Moment
  ) async throws -> SaveOutcome {
    try Self.demand(.edit, of: actor, to: "run personas again")
    if let error = review.error {
      throw DeskError(.badInput, "The persona gave no review: \(error)", remedy: "The old one stays. Run it again.")
    }
    let seat = SeatPath(tool: tool, persona: review.persona)
    return try await store.write { [policy] sql in
      var current = try Self.entry(id, version: nil, sql)
      if version != current.item.version {
        let asked = try Self.entry(id, version: version, sql)
        if asked.content.part(seat) != current.content.part(seat) { try Self.demandNewest(version, current) }
      }
      guard let v = current.content.base.verdicts.firstIndex(where: { $0.dossier.slug == tool }),
        let r = current.content.base.verdicts[v].reviews.firstIndex(where: { $0.persona == review.persona })
      else { throw DeskError(.notFound, "There is no seat “\(seat)” in item \(id).") }
      var content = current.content
      let old = content.base.verdicts[v].reviews[r]
      content.base.verdicts[v].reviews[r] = review
      if old.vote != review.vote, content.base.recommendation != nil {
        content.base.recommendation = Recommendation.decide(verdicts: content.base.verdicts, headToHead: [])
      }
      content.edits.overrides[seat] = nil
      content.edits.texts = content.edits.texts.filter { !$0.key.isOf(seat) }
      content.edits.reruns[seat] = run
      current.baseHash = try BaseText.save(content.base, to: sql, at: now.timestamp).sha256
      let need = Need(content.base, since: Moment(current.row.judgedAt))
      current.row.need = need.key
      (current.row.disagreement, current.row.swing, current.row.unsupported) =
        (need.disagreement, need.swing, need.unsupported)
      return try Self.store(
        content, over: current, kind: "rerun", note: "\(seat), \(run)", by: actor, at: now, policy, sql)
    }
  }
}

extension ItemContent {
  /// What there is of one seat.
  fileprivate func part(_ seat: SeatPath) -> Part {
    let verdict = base.verdicts.first { $0.dossier.slug == seat.tool }
    return Part(
      review: verdict?.reviews.first { $0.persona == seat.persona }, texts: edits.texts.filter { $0.key.isOf(seat) },
      override: edits.overrides[seat])
  }

  fileprivate struct Part: Equatable {
    var review: Review?
    var texts: [FieldPath: String]
    var override: ItemEdits.Override?
  }
}

extension FieldPath {
  fileprivate func isOf(_ seat: SeatPath) -> Bool {
    guard case .move(let tool, let persona, _) = self else { return false }
    return tool == seat.tool && persona == seat.persona
  }
}
