import PanelDesk
import Testing

struct TransitionTests {
  /// One action of each kind, with what it needs.
  static let actions: [DeskAction] = [
    .claim(takeOver: false), .release, .approve(contentHash: "h1"), .requestChanges(note: "n"), .reject(reason: "r"),
    .schedule(at: Desk.noon.adding(seconds: 60)), .unschedule, .publish(contentHash: "h1"), .withdraw(reason: "r"),
    .reopen, .supersede, .edit,
  ]

  @Test func `every pair of state and action leads where the table says, or is refused by name`() throws {
    let admin = try Desk.actor("ann", .admin)
    for state in ItemState.allCases {
      for action in Self.actions {
        var item = Desk.item(state)
        if [.approved, .scheduled].contains(state) {
          item.approval = Approval(by: admin.name, at: Desk.noon, contentHash: "h1")
        }
        if state == .published { item.publishedVersion = 1 }
        // A draft is claimed on the way to a decision; a withdrawal needs something that is published.
        let from = state == .draft && [.approve, .reject, .requestChanges].contains(action.kind) ? .inReview : state
        let row = Transition.find(action.kind, from: from)
        let expected = action.kind == .withdraw && state != .published ? nil : row?.to
        do {
          let after = try item.after(action, by: admin, at: Desk.noon)
          #expect(after.state == expected, "\(action.kind) from \(state)")
        } catch {
          #expect(expected == nil, "\(action.kind) from \(state): \(error)")
          #expect(error.code == .noSuchTransition && error.message.contains(state.title), "\(error)")
          #expect(error.message.contains(action.kind.participle), "\(error)")
        }
      }
    }
  }

  @Test func `each action is refused to every account that lacks its right`() throws {
    for action in Self.actions {
      let right = Transition.right(for: action.kind)
      for role in Role.allCases where !role.rights.contains(right) {
        let error = refusal { _ = try Desk.item().after(action, by: try Desk.actor("bob", role), at: Desk.noon) }
        #expect(error?.code == .notAllowed, "\(action.kind) by \(role)")
      }
    }
  }

  @Test func `editing and publishing are separate rights`() {
    #expect(!Role.editor.rights.contains(.publish) && !Role.publisher.rights.contains(.edit))
    #expect(Role.reader.rights == [.read])
  }

  @Test func `an approval is for the content that was read`() throws {
    let editor = try Desk.actor("ann", .editor)
    let error = refusal { _ = try Desk.item().after(.approve(contentHash: "other"), by: editor, at: Desk.noon) }
    #expect(error?.code == .contentChanged)
    let approved = try Desk.item().after(.approve(contentHash: "h1"), by: editor, at: Desk.noon)
    #expect(approved.approval?.contentHash == "h1")
    #expect(try approved.after(.edit, by: editor, at: Desk.noon).approval == nil)
  }

  @Test func `content that is not the approved one is not published`() throws {
    let publisher = try Desk.actor("pat", .publisher)
    var item = Desk.item(.approved, hash: "h2")
    item.approval = Approval(by: publisher.name, at: Desk.noon, contentHash: "h1")
    let error = refusal { _ = try item.after(.publish(contentHash: "h2"), by: publisher, at: Desk.noon) }
    #expect(error?.code == .contentChanged)
  }

  @Test func `nobody approves their own edit unless the installation says so`() throws {
    let editor = try Desk.actor("ann", .editor)
    var item = Desk.item(.inReview)
    item.authors = [editor.name]
    let error = refusal { _ = try item.after(.approve(contentHash: "h1"), by: editor, at: Desk.noon) }
    #expect(error?.code == .ownEdit)
    let lenient = DeskPolicy(allowsOwnApproval: true)
    #expect(try item.after(.approve(contentHash: "h1"), by: editor, at: Desk.noon, policy: lenient).state == .approved)
    #expect(
      try item.after(.approve(contentHash: "h1"), by: try Desk.actor("bob", .editor), at: Desk.noon).state == .approved)
  }

  @Test func `a claim keeps others from deciding until it expires, or is taken over`() throws {
    let (ann, bob) = (try Desk.actor("ann", .editor), try Desk.actor("bob", .editor))
    let item = try Desk.item().after(.claim(takeOver: false), by: ann, at: Desk.noon)
    #expect(refusal { _ = try item.after(.reject(reason: "r"), by: bob, at: Desk.noon) }?.code == .claimed)
    #expect(refusal { _ = try item.after(.claim(takeOver: false), by: bob, at: Desk.noon) }?.code == .claimed)
    #expect(try item.after(.claim(takeOver: true), by: bob, at: Desk.noon).claim?.by == bob.name)
    let later = Desk.noon.adding(seconds: 900)
    #expect(try item.after(.reject(reason: "r"), by: bob, at: later).state == .rejected)
    #expect(refusal { _ = try item.after(.reject(reason: "r"), by: bob, at: later.adding(seconds: -1)) } != nil)
  }

  @Test(arguments: ["", "  \n\t"])
  func `rejections, withdrawals and requests need words`(text: String) throws {
    let admin = try Desk.actor("ann", .admin)
    var published = Desk.item(.published)
    published.publishedVersion = 1
    for (item, action) in [
      (Desk.item(), DeskAction.reject(reason: text)), (Desk.item(), .requestChanges(note: text)),
      (published, .withdraw(reason: text)),
    ] { #expect(refusal { _ = try item.after(action, by: admin, at: Desk.noon) }?.code == .badInput) }
  }

  @Test func `a schedule is in the future`() throws {
    let admin = try Desk.actor("ann", .admin)
    let item = try Desk.item().after(.approve(contentHash: "h1"), by: admin, at: Desk.noon)
    #expect(refusal { _ = try item.after(.schedule(at: Desk.noon), by: admin, at: Desk.noon) }?.code == .notInFuture)
  }

  @Test func `the same decision twice, as a double click makes it, changes nothing`() throws {
    let admin = try Desk.actor("ann", .admin)
    let once = try Desk.item().after(.approve(contentHash: "h1"), by: admin, at: Desk.noon)
    #expect(try once.after(.approve(contentHash: "h1"), by: admin, at: Desk.noon.adding(seconds: 1)) == once)
    #expect(
      refusal { _ = try once.after(.approve(contentHash: "h1"), by: try Desk.actor("bob", .admin), at: Desk.noon) }?
        .code
        == .noSuchTransition)
  }

  @Test func `a decision is undone for ten seconds by who made it`() throws {
    let (ann, bob) = (try Desk.actor("ann", .admin), try Desk.actor("bob", .admin))
    let item = Desk.item()
    let rejected = try item.after(.reject(reason: "r"), by: ann, at: Desk.noon)
    #expect(try rejected.undone(by: ann, at: Desk.noon.adding(seconds: 10)) == item)
    #expect(refusal { _ = try rejected.undone(by: ann, at: Desk.noon.adding(seconds: 11)) }?.code == .nothingToUndo)
    #expect(refusal { _ = try rejected.undone(by: bob, at: Desk.noon) }?.code == .nothingToUndo)
    let approved = try item.after(.approve(contentHash: "h1"), by: ann, at: Desk.noon)
    let published = try approved.after(.publish(contentHash: "h1"), by: ann, at: Desk.noon)
    #expect(published.publishedVersion == 1)
    #expect(try published.undone(by: ann, at: Desk.noon).publishedVersion == nil)
    #expect(try published.undone(by: ann, at: Desk.noon).state == .approved)
  }

  @Test func `editing what is published leaves the old version readable`() throws {
    let admin = try Desk.actor("ann", .admin)
    var item = Desk.item(.published)
    item.publishedVersion = 1
    let edited = try item.after(.edit, by: admin, at: Desk.noon)
    #expect(edited.state == .inReview && edited.publishedVersion == 1)
    #expect(try edited.after(.withdraw(reason: "wrong"), by: admin, at: Desk.noon).publishedVersion == nil)
  }
}
