import PanelCore
public import PanelStore

extension Desk {
  /// Items in the order of their need; see ``ItemQuery``.
  public func queue(_ query: ItemQuery) async throws -> [StoredItem] { try await store.read { try $0.items(query) } }

  /// How many items there are in each state.
  public func counts() async throws -> [ItemState: Int] {
    try await store.read { try $0.itemCounts() }.reduce(into: [:]) { counts, entry in
      if let state = ItemState(rawValue: entry.key) { counts[state] = entry.value }
    }
  }

  public func categories() async throws -> [String] { try await store.read { try $0.openCategories() } }

  /// - Parameter version: nil takes the newest.
  /// - Throws: ``DeskError`` with `notFound`.
  public func entry(_ id: Int64, version: Int? = nil) async throws -> DeskEntry {
    try await store.read { try Self.entry(id, version: version, $0) }
  }

  /// The item that a person should see next.
  ///
  /// - Parameters:
  ///   - query: what the person is working through.
  ///   - id: the item that was decided; the next one stands after it, or at the head of the queue where none does.
  ///   - actor: gets only what it can do something with: no edits of its own to approve and, where it works through all
  ///     that waits, nothing in a state that waits for somebody else.
  public func next(after id: Int64?, in query: ItemQuery, for actor: Actor, at now: Moment) async throws -> Int64? {
    try await store.read { [policy] sql in
      var query = query
      if query.states == nil {
        let decided: [ItemState] = [.draft, .inReview, .changesRequested]
        let left = (actor.may(.decide) ? [] : decided) + (actor.may(.publish) ? [] : [.approved])
        // Who only reads turns all pages.
        if left.count < 4 { query.withoutStates = left.map(\.rawValue) }
      }
      if actor.may(.decide), !policy.allowsOwnApproval { query.notEditedBy = actor.name.rawValue }
      query.freeFor = (actor.name.rawValue, now.timestamp)
      query.limit = 2
      query.after = try id.flatMap { try sql.item($0) }.map { ItemQuery.Position(need: $0.need, id: $0.id) }
      if let next = try sql.items(query).first(where: { $0.id != id }) { return next.id }
      query.after = nil
      return try sql.items(query).first { $0.id != id }?.id
    }
  }

  /// All versions, oldest first.
  public func versions(of id: Int64) async throws -> [StoredItemVersion] {
    try await store.read { try $0.itemVersions(of: id) }
  }

  /// Comments on an item, oldest first.
  public func comments(on id: Int64) async throws -> [StoredComment] {
    try await store.read { try $0.comments(on: id) }
  }

  /// What readers see: the published version of an item.
  ///
  /// - Throws: ``DeskError`` with `notFound` where nothing of it is published.
  public func published(_ id: Int64) async throws -> DeskEntry {
    try await store.read { sql in
      guard let row = try sql.item(id), let version = row.publishedVersion else {
        throw DeskError(.notFound, "Nothing is published under the number \(id).")
      }
      return try Self.entry(id, version: version, sql)
    }
  }

  /// Published items, the newest first.
  public func publishedItems(limit: Int) async throws -> [StoredItem] {
    try await store.read { try $0.publishedItems(limit: limit) }
  }

  static func entry(_ id: Int64, version: Int?, _ sql: any SQLReading) throws -> DeskEntry {
    let row = try row(id, sql)
    guard let stored = try sql.itemVersion(version ?? row.version, of: id) else {
      throw DeskError(
        .notFound, "Item \(id) has no version \(version ?? row.version).",
        remedy: "It has the versions 1 to \(row.version).")
    }
    let content = ItemContent(
      base: try BaseText.read(stored.baseSHA256, from: sql), edits: try EditsText.read(stored.edits, item: id))
    return DeskEntry(item: try DeskItem(row), row: row, content: content, baseHash: stored.baseSHA256)
  }

  static func row(_ id: Int64, _ sql: any SQLReading) throws -> StoredItem {
    guard let row = try sql.item(id) else {
      throw DeskError(
        .notFound, "There is no item \(id).", remedy: "Look at the queue; it may have been another number.")
    }
    return row
  }
}
