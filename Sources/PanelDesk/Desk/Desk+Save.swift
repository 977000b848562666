public import PanelCore
import PanelStore

/// What became of a save.
public enum SaveOutcome: Hashable, Sendable {
  case saved(version: Int)
  /// The texts are those of the newest version.
  case unchanged(version: Int)
  /// Somebody else saved since. Nothing was stored: the person decides what becomes of both texts.
  case conflict(current: DeskEntry, merge: EditMerge)
}

extension Desk {
  /// Saves texts of an item as a new version.
  ///
  /// - Parameters:
  ///   - texts: by field; fields that are left out stay.
  ///   - version: the one that the person started from.
  /// - Throws: ``DeskError`` with `notAllowed`, `notFound`, `badInput`, `tooLong`, `noSuchTransition`.
  public func save(
    _ texts: [FieldPath: String], of id: Int64, basedOn version: Int, by actor: Actor, at now: Moment, note: String = ""
  ) async throws -> SaveOutcome {
    try Self.demand(.edit, of: actor, to: "edit items")
    return try await store.write { [policy] sql in
      let current = try Self.entry(id, version: nil, sql)
      if version != current.item.version {
        let base = try Self.entry(id, version: version, sql)
        let merge = EditMerge(base: base.content, mine: texts, theirs: current.content)
        let now = Dictionary(current.content.fields.map { ($0.path, $0.text) }, uniquingKeysWith: { a, _ in a })
        if merge.clashes.isEmpty, merge.proposal.allSatisfy({ now[$0.key] == $0.value }) {
          return .unchanged(version: current.item.version)
        }
        return .conflict(current: current, merge: merge)
      }
      let content = try current.content.saying(texts)
      return try Self.store(content, over: current, kind: "edit", note: note, by: actor, at: now, policy, sql)
    }
  }

  /// Sets a vote in place of the panel's, or gives the panel's back; a new version either way.
  ///
  /// - Parameter reason: readers see it; of no account where the panel's vote is given back.
  public func override(
    _ seat: SeatPath, vote: Vote?, reason: String, of id: Int64, basedOn version: Int, by actor: Actor, at now: Moment
  ) async throws -> SaveOutcome {
    try Self.demand(.edit, of: actor, to: "override votes")
    return try await store.write { [policy] sql in
      let current = try Self.entry(id, version: nil, sql)
      try Self.demandNewest(version, current)
      let content = try current.content.overriding(
        seat, with: vote.map { ItemEdits.Override(vote: $0, reason: reason, by: actor.name) })
      return try Self.store(
        content, over: current, kind: "override", note: "\(seat): \(vote?.rawValue ?? "the panel's vote")", by: actor,
        at: now, policy, sql)
    }
  }

  /// Makes an earlier version the newest again; what was between stays in the history.
  public func restore(
    _ earlier: Int, of id: Int64, basedOn version: Int, by actor: Actor, at now: Moment
  ) async throws -> SaveOutcome {
    try Self.demand(.edit, of: actor, to: "edit items")
    return try await store.write { [policy] sql in
      let current = try Self.entry(id, version: nil, sql)
      try Self.demandNewest(version, current)
      var restored = try Self.entry(id, version: earlier, sql)
      restored.item = current.item
      restored.row = current.row
      return try Self.store(
        restored.content, over: restored, kind: "restore", note: "version \(earlier)", by: actor, at: now, policy, sql)
    }
  }

  /// Says something about an item to others of the desk.
  public func comment(_ text: String, on id: Int64, by actor: Actor, at now: Moment) async throws {
    guard actor.may(.edit) || actor.may(.publish) else {
      throw DeskError(.notAllowed, "\(actor.name) may not comment: that needs the role editor or publisher.")
    }
    let text = text.trimmed
    guard !text.isEmpty else { throw DeskError(.badInput, "The comment is empty.", remedy: "Write one.") }
    guard text.utf8.count <= ItemEdits.mostBytes else {
      throw DeskError(.tooLong, "The comment has more than \(ItemEdits.mostBytes) bytes.", remedy: "Shorten it.")
    }
    try await store.write { sql in
      let row = try Self.row(id, sql)
      try sql.insert(
        StoredComment(
          item: id, version: row.version, author: actor.name.rawValue, text: text, createdAt: now.timestamp))
      try sql.audit("comment", by: actor.name.rawValue, on: "item/\(id)", at: now, detail: ["text": text])
    }
  }

  static func demandNewest(_ version: Int, _ current: DeskEntry) throws(DeskError) {
    guard version == current.item.version else {
      throw DeskError(
        .contentChanged,
        "Item \(current.item.id) has changed since you read version \(version); it is at version "
          + "\(current.item.version).", remedy: "Read what changed, then do it again.")
    }
  }

  static func store(
    _ content: ItemContent, over current: DeskEntry, kind: String, note: String, by actor: Actor, at now: Moment,
    _ policy: DeskPolicy, _ sql: any SQLWriting
  ) throws -> SaveOutcome {
    let hash = content.hash(baseHash: current.baseHash)
    if hash == current.item.contentHash { return .unchanged(version: current.item.version) }
    let item = try current.item.edited(contentHash: hash, by: actor, at: now, policy: policy)
    try sql.update(item.write(to: current.row, at: now))
    try sql.insert(
      StoredItemVersion(
        item: item.id, version: item.version, baseSHA256: current.baseHash, edits: try EditsText.write(content.edits),
        contentSHA256: hash, author: actor.name.rawValue, kind: kind, note: note, createdAt: now.timestamp))
    try sql.index(item.id, title: current.row.title, body: content.searchText)
    try sql.audit(
      kind, by: actor.name.rawValue, on: "item/\(item.id)", at: now,
      detail: ["version": "\(item.version)", "content": hash, "note": note])
    return .saved(version: item.version)
  }
}
