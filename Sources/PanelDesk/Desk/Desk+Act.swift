import PanelStore

extension Desk {
  /// Does something to an item as a whole.
  ///
  /// Publishing takes the place of older published items about the same tools.
  ///
  /// - Throws: ``DeskError``; see ``DeskItem/after(_:by:at:policy:)``.
  @discardableResult
  public func act(_ action: DeskAction, on id: Int64, by actor: Actor, at now: Moment) async throws -> DeskItem {
    try await store.write { [policy] sql in try Self.act(action, on: id, by: actor, at: now, policy, sql) }
  }

  /// Takes back the last decision of this account on the item.
  ///
  /// - Throws: ``DeskError`` with `nothingToUndo`.
  @discardableResult
  public func undo(_ id: Int64, by actor: Actor, at now: Moment) async throws -> DeskItem {
    try await store.write { [policy] sql in
      let row = try Self.row(id, sql)
      let item = try DeskItem(row)
      let undone = try item.undone(by: actor, at: now, policy: policy)
      try sql.update(undone.write(to: row, at: now))
      if item.lastDecision?.action == .publish {
        for var other in try sql.items(supersededBy: id, subject: row.subject) {
          other.state = ItemState.published.rawValue
          other.supersededBy = nil
          other.updatedAt = now.timestamp
          try sql.update(other)
        }
      }
      try sql.audit(
        "undo", by: actor.name.rawValue, on: "item/\(id)", at: now,
        detail: ["of": item.lastDecision?.action.rawValue ?? "", "state": undone.state.rawValue])
      return undone
    }
  }

  /// Gives an item to somebody; nil to nobody.
  ///
  /// - Throws: ``DeskError`` with `notAllowed`, `notFound`.
  public func assign(_ id: Int64, to assignee: AccountName?, by actor: Actor, at now: Moment) async throws {
    // To take an item oneself, or to give back one's own, is part of deciding.
    if assignee == actor.name || assignee == nil {
      try Self.demand(.decide, of: actor, to: "assign items")
    } else {
      guard actor.may(.decide) || actor.may(.administer) else {
        throw DeskError(.notAllowed, "\(actor.name) may not assign items: that needs the role editor or admin.")
      }
    }
    try await store.write { sql in
      var row = try Self.row(id, sql)
      if let assignee {
        guard let account = try sql.account(assignee.rawValue), account.closedAt == nil else {
          throw DeskError(.notFound, "There is no account \(assignee).", remedy: "`panel user list` shows them.")
        }
      }
      row.assignee = assignee?.rawValue
      row.updatedAt = now.timestamp
      try sql.update(row)
      try sql.audit(
        "assign", by: actor.name.rawValue, on: "item/\(id)", at: now, detail: ["to": assignee?.rawValue ?? ""])
    }
  }

  /// Publishes what is scheduled and due.
  ///
  /// - Returns: The items that were published.
  @discardableResult
  public func publishDue(at now: Moment) async throws -> [Int64] {
    guard let panel = AccountName("panel") else { return [] }
    let due = try await store.read { try $0.itemsDue(at: now.timestamp).map(\.id) }
    if due.isEmpty { return [] }
    let actor = Actor(panel, roles: [.publisher])
    return try await store.write { [policy] sql in
      var published: [Int64] = []
      for row in try sql.itemsDue(at: now.timestamp) {
        do {
          _ = try Self.act(
            .publish(contentHash: row.contentSHA256), on: row.id, by: actor, at: now, policy, sql)
          published.append(row.id)
        } catch let error as DeskError {
          // Back to a person rather than tried again every minute.
          var row = row
          (row.state, row.isOpen, row.scheduledFor, row.note) = (ItemState.inReview.rawValue, true, nil, "\(error)")
          try sql.update(row)
          try sql.audit("publish.failed", by: "panel", on: "item/\(row.id)", at: now, detail: ["why": "\(error)"])
        }
      }
      return published
    }
  }

  static func act(
    _ action: DeskAction, on id: Int64, by actor: Actor, at now: Moment, _ policy: DeskPolicy, _ sql: any SQLWriting
  ) throws -> DeskItem {
    let row = try row(id, sql)
    let item = try DeskItem(row)
    let after = try item.after(action, by: actor, at: now, policy: policy)
    if after == item { return item }
    try sql.update(after.write(to: row, at: now))
    if action.kind == .publish {
      for var other in try sql.publishedItems(subject: row.subject, except: id) {
        other = try DeskItem(other).after(.supersede, by: actor, at: now, policy: policy).write(to: other, at: now)
        other.supersededBy = id
        try sql.update(other)
        try sql.audit(
          "supersede", by: actor.name.rawValue, on: "item/\(other.id)", at: now, detail: ["by": "item/\(id)"])
      }
    }
    var detail = ["version": "\(after.version)", "content": after.contentHash, "state": after.state.rawValue]
    switch action {
    case .reject(let text), .requestChanges(let text), .withdraw(let text): detail["why"] = text
    case .schedule(let moment): detail["for"] = "\(moment)"
    case .claim(let takeOver) where takeOver: detail["taken_over_from"] = item.claim?.by.rawValue ?? ""
    default: break
    }
    try sql.audit(action.kind.rawValue, by: actor.name.rawValue, on: "item/\(id)", at: now, detail: detail)
    return after
  }
}
