extension DeskItem {
  /// The item after `action`, or why not.
  ///
  /// A decision on a draft claims it first, so that the way through the queue is one key for each item. The same decision
  /// twice by the same account, as a double click makes it, changes nothing and is no error.
  ///
  /// - Throws: ``DeskError`` with `notAllowed`, `noSuchTransition`, `claimed`, `contentChanged`, `ownEdit`, `badInput`.
  public func after(
    _ action: DeskAction, by actor: Actor, at now: Moment, policy: DeskPolicy = DeskPolicy()
  ) throws(DeskError) -> DeskItem {
    let kind = action.kind
    try demand(Transition.right(for: kind), of: actor, for: kind)
    if isRepeated(action, by: actor, at: now, policy: policy) { return self }
    var item = self
    if state == .draft, [.approve, .requestChanges, .reject].contains(kind) {
      item = try after(.claim(takeOver: false), by: actor, at: now, policy: policy)
    }
    guard let transition = Transition.find(kind, from: item.state), kind != .withdraw || publishedVersion != nil
    else { throw refusal(kind) }
    try item.demandFreedom(action, by: actor, at: now)
    item.state = transition.to
    try item.apply(action, by: actor, at: now, policy: policy)
    if kind == .edit || kind == .supersede {
      item.lastDecision = nil
    } else if kind != .claim && kind != .release {
      item.lastDecision = Decision(action: kind, by: actor.name, at: now, before: before)
    }
    return item
  }

  /// The item as it was before the last decision.
  ///
  /// - Throws: ``DeskError`` with `nothingToUndo`.
  public func undone(
    by actor: Actor, at now: Moment, policy: DeskPolicy = DeskPolicy()
  ) throws(DeskError) -> DeskItem {
    guard let decision = lastDecision, decision.by == actor.name else {
      throw DeskError(
        .nothingToUndo, "Item \(id) has no last decision of yours to undo.",
        remedy: "Somebody may have acted since; look at its history.")
    }
    guard now.seconds(since: decision.at) <= Double(policy.undoSeconds) else {
      throw DeskError(
        .nothingToUndo,
        "Item \(id) was \(decision.action.participle) more than \(policy.undoSeconds) seconds ago, too long to undo.",
        remedy: "Decide again: \(Self.list(actions)).")
    }
    var item = self
    item.state = decision.before.state
    item.claim = decision.before.claim
    item.approval = decision.before.approval
    item.scheduledFor = decision.before.scheduledFor
    item.publishedVersion = decision.before.publishedVersion
    item.note = decision.before.note
    item.authors = decision.before.authors
    item.lastDecision = nil
    return item
  }

  /// What can be done to it where it stands.
  public var actions: [DeskAction.Kind] { Transition.actions(from: state, isPublished: publishedVersion != nil) }

  private var before: Decision.Before {
    Decision.Before(
      state: state, claim: claim, approval: approval, scheduledFor: scheduledFor, publishedVersion: publishedVersion,
      note: note, authors: authors)
  }

  private func demand(_ right: Right, of actor: Actor, for kind: DeskAction.Kind) throws(DeskError) {
    guard actor.may(right) else {
      let roles = Role.allCases.filter { $0.rights.contains(right) }.map(\.rawValue).joined(separator: " or ")
      throw DeskError(
        .notAllowed, "\(actor.name) may not \(kind.rawValue) items: that needs the role \(roles).",
        remedy: "An admin gives roles with `panel user roles \(actor.name) …`.")
    }
  }

  private func isRepeated(_ action: DeskAction, by actor: Actor, at now: Moment, policy: DeskPolicy) -> Bool {
    guard let last = lastDecision, last.action == action.kind, last.by == actor.name,
      now.seconds(since: last.at) <= Double(policy.undoSeconds), last.before.state != state
    else { return false }
    return switch action {
    case .approve(let hash), .publish(let hash): hash == contentHash
    case .reject(let text), .requestChanges(let text), .withdraw(let text): text.trimmed == note
    default: false
    }
  }

  private func refusal(_ kind: DeskAction.Kind) -> DeskError {
    let possible = actions
    return DeskError(
      .noSuchTransition, "Item \(id) is \(state.title) and cannot be \(kind.participle).",
      remedy: possible.isEmpty ? "" : "What can be done: \(Self.list(possible)).")
  }

  private func demandFreedom(_ action: DeskAction, by actor: Actor, at now: Moment) throws(DeskError) {
    guard let claim, claim.by != actor.name, claim.isHeld(at: now) else { return }
    switch action {
    case .claim(takeOver: true): return
    case .claim, .release, .approve, .requestChanges, .reject, .reopen:
      throw DeskError(
        .claimed, "Item \(id) is claimed by \(claim.by) until \(claim.until).",
        remedy: "Talk to \(claim.by), or take it over.")
    // Edits meet by version number, and publishing by the content's hash; a claim need not guard them.
    case .schedule, .unschedule, .publish, .withdraw, .supersede, .edit: return
    }
  }

  private mutating func apply(
    _ action: DeskAction, by actor: Actor, at now: Moment, policy: DeskPolicy
  ) throws(DeskError) {
    switch action {
    case .claim: claim = Claim(by: actor.name, until: now.adding(seconds: policy.claimSeconds))
    case .release: claim = nil
    case .approve(let hash):
      try demandContent(hash, "approve")
      if authors.contains(actor.name), !policy.allowsOwnApproval {
        throw DeskError(
          .ownEdit, "Item \(id) holds edits of \(actor.name), and nobody approves their own.",
          remedy: "Ask another editor, or let the installation allow it (PANEL_OWN_APPROVAL=allow).")
      }
      approval = Approval(by: actor.name, at: now, contentHash: hash)
      claim = nil
      note = nil
    case .requestChanges(let text):
      note = try Self.demandText(text, "say which changes")
      (approval, scheduledFor, claim) = (nil, nil, nil)
    case .reject(let text):
      note = try Self.demandText(text, "give a reason")
      (approval, claim) = (nil, nil)
    case .schedule(let moment):
      guard moment > now else {
        throw DeskError(
          .notInFuture, "\(moment) is not in the future: here it is \(now).",
          remedy: "Publish it, or name a later time.")
      }
      try demandApproval()
      scheduledFor = moment
    case .unschedule: scheduledFor = nil
    case .publish(let hash):
      try demandContent(hash, "publish")
      try demandApproval()
      publishedVersion = version
      (scheduledFor, claim, authors) = (nil, nil, [])
    case .withdraw(let text):
      note = try Self.demandText(text, "give a reason")
      publishedVersion = nil
    case .reopen: (approval, claim, note) = (nil, nil, nil)
    case .supersede: break
    case .edit: (approval, scheduledFor) = (nil, nil)
    }
  }

  private func demandContent(_ hash: String, _ verb: String) throws(DeskError) {
    guard hash == contentHash else {
      throw DeskError(
        .contentChanged, "Item \(id) has changed since you read it; it is now at version \(version).",
        remedy: "Read what changed, then \(verb) it again.")
    }
  }

  private func demandApproval() throws(DeskError) {
    guard approval?.contentHash == contentHash else {
      throw DeskError(
        .contentChanged, "The approval of item \(id) is for another content than version \(version).",
        remedy: "Have it approved again.")
    }
  }

  private static func demandText(_ text: String, _ what: String) throws(DeskError) -> String {
    let trimmed = text.trimmed
    guard !trimmed.isEmpty else { throw DeskError(.badInput, "Nothing was written.", remedy: "Please \(what).") }
    guard trimmed.utf8.count <= ItemEdits.mostBytes else {
      throw DeskError(.tooLong, "The text has more than \(ItemEdits.mostBytes) bytes.", remedy: "Shorten it.")
    }
    return trimmed
  }

  private static func list(_ kinds: [DeskAction.Kind]) -> String { kinds.map(\.rawValue).joined(separator: ", ") }
}

extension DeskItem {
  /// The item with a new version of its content.
  public func edited(
    contentHash: String, by actor: Actor, at now: Moment, policy: DeskPolicy = DeskPolicy()
  ) throws(DeskError) -> DeskItem {
    var item = try after(.edit, by: actor, at: now, policy: policy)
    item.version += 1
    item.contentHash = contentHash
    item.authors.insert(actor.name)
    // Who works on an item keeps it.
    if item.claim?.by == actor.name {
      item.claim = Claim(by: actor.name, until: now.adding(seconds: policy.claimSeconds))
    }
    return item
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
