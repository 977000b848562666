import Foundation
import PanelCore
import PanelDesk
import PanelStore
import Testing

/// The desk on a real database.
struct DeskStoreTests {
  /// A desk with one item, in a folder that goes with the test.
  final class Place: Sendable {
    let folder: URL
    let desk: PanelDesk.Desk

    init(_ policy: DeskPolicy = DeskPolicy()) throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "panel-desk-\(UUID().uuidString)")
      desk = PanelDesk.Desk(
        store: try Store(at: folder.appending(path: "panel.sqlite"), now: Timestamp(rawValue: 0)), policy: policy)
    }

    deinit {
      try? desk.store.close()
      try? FileManager.default.removeItem(at: folder)
    }

    func item(run: String = "r1") async throws -> Int64 {
      var comparison = try Desk.comparison()
      comparison.run.id = run
      comparison.run.personasSHA256 = String(repeating: "a", count: 64)
      comparison.run.promptsSHA256 = String(repeating: "b", count: 64)
      return try #require(try await desk.add(comparison, by: try Desk.actor("eve", .admin), at: Desk.noon))
    }
  }

  @Test func `an item goes its whole way, and the log tells of each step`() async throws {
    let place = try Place()
    defer { withExtendedLifetime(place) {} }
    let (desk, id) = (place.desk, try await place.item())
    let (ann, bob, pat) = (
      try Desk.actor("ann", .editor), try Desk.actor("bob", .editor), try Desk.actor("pat", .publisher)
    )
    let path = try ContentTests.path("beacon/user/first")
    try await desk.act(.claim(takeOver: false), on: id, by: ann, at: Desk.noon)
    let saved = try await desk.save([path: "First one reads."], of: id, basedOn: 1, by: ann, at: Desk.noon)
    #expect(saved == .saved(version: 2))
    let entry = try await desk.entry(id)
    #expect(entry.content.edited.verdicts[0].reviews[1].moves[0].text == "First one reads.")
    #expect(entry.content.base.verdicts[0].dossier.facts.count == 1, "the dossier is kept with the item")
    await #expect(throws: DeskError.self) {
      try await desk.act(.approve(contentHash: entry.item.contentHash), on: id, by: ann, at: Desk.noon)
    }
    let later = Desk.noon.adding(seconds: 1000)
    try await desk.act(.approve(contentHash: entry.item.contentHash), on: id, by: bob, at: later)
    try await desk.act(.publish(contentHash: entry.item.contentHash), on: id, by: pat, at: later)
    #expect(try await desk.published(id).content == entry.content)
    let actions = try await desk.auditEntries(of: id).map(\.action)
    #expect(actions == ["add", "claim", "edit", "approve", "publish"])
    #expect(try await desk.verifyAudit().fault == nil)
    #expect(try await desk.counts() == [.draft: 0, .inReview: 0, .approved: 0, .published: 1])
  }

  @Test func `the same comparison is on the desk once`() async throws {
    let place = try Place()
    defer { withExtendedLifetime(place) {} }
    _ = try await place.item()
    let again = try await place.desk.add(
      try await place.desk.entry(1).content.base, by: try Desk.actor("eve", .admin), at: Desk.noon)
    #expect(again == nil)
  }

  @Test func `a stale save stores nothing and hands over both texts`() async throws {
    let place = try Place()
    defer { withExtendedLifetime(place) {} }
    let (desk, id) = (place.desk, try await place.item())
    let (ann, bob) = (try Desk.actor("ann", .editor), try Desk.actor("bob", .editor))
    let path = try ContentTests.path("beacon/user/first")
    _ = try await desk.save([path: "First one reads."], of: id, basedOn: 1, by: ann, at: Desk.noon)
    let outcome = try await desk.save([path: "First somebody runs it."], of: id, basedOn: 1, by: bob, at: Desk.noon)
    guard case .conflict(let current, let merge) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(current.item.version == 2 && merge.clashes.first?.theirs == "First one reads.")
    #expect(merge.clashes.first?.mine == "First somebody runs it." && merge.clashes.first?.base == "First one runs it.")
    #expect(try await desk.versions(of: id).count == 2)
    // The same text again, as a double click sends it, is no conflict.
    let repeated = try await desk.save([path: "First one reads."], of: id, basedOn: 1, by: ann, at: Desk.noon)
    #expect(repeated == .unchanged(version: 2))
  }

  @Test func `publishing takes the place of the older item about the same tools, and undo gives it back`() async throws
  {
    let place = try Place(DeskPolicy(allowsOwnApproval: true))
    defer { withExtendedLifetime(place) {} }
    let desk = place.desk
    let eve = try Desk.actor("eve", .admin)
    var ids: [Int64] = []
    for run in ["r1", "r2"] {
      let id = try await place.item(run: run)
      let hash = try await desk.entry(id).item.contentHash
      try await desk.act(.approve(contentHash: hash), on: id, by: eve, at: Desk.noon)
      try await desk.act(.publish(contentHash: hash), on: id, by: eve, at: Desk.noon)
      ids.append(id)
    }
    #expect(try await desk.entry(ids[0]).item.state == .superseded)
    try await desk.undo(ids[1], by: eve, at: Desk.noon.adding(seconds: 5))
    #expect(try await desk.entry(ids[0]).item.state == .published)
    #expect(try await desk.entry(ids[1]).item.state == .approved)
  }

  @Test func `what is scheduled is published when its time comes, not before`() async throws {
    let place = try Place()
    defer { withExtendedLifetime(place) {} }
    let (desk, id) = (place.desk, try await place.item())
    let eve = try Desk.actor("eve", .admin)
    try await desk.act(.approve(contentHash: try await desk.entry(id).item.contentHash), on: id, by: eve, at: Desk.noon)
    try await desk.act(.schedule(at: Desk.noon.adding(seconds: 60)), on: id, by: eve, at: Desk.noon)
    #expect(try await desk.publishDue(at: Desk.noon.adding(seconds: 59)).isEmpty)
    #expect(try await desk.publishDue(at: Desk.noon.adding(seconds: 60)) == [id])
    #expect(try await desk.entry(id).item.state == .published)
    #expect(try await desk.verifyAudit().fault == nil)
  }

  @Test func `the next item is the one of greatest need that nobody else has`() async throws {
    let place = try Place()
    defer { withExtendedLifetime(place) {} }
    let desk = place.desk
    let (ann, bob) = (try Desk.actor("ann", .editor), try Desk.actor("bob", .editor))
    var ids: [Int64] = []
    for run in ["r1", "r2", "r3"] { ids.append(try await place.item(run: run)) }
    try await desk.act(.claim(takeOver: false), on: ids[1], by: bob, at: Desk.noon)
    #expect(try await desk.next(after: ids[0], in: ItemQuery(), for: ann, at: Desk.noon) == ids[2])
    #expect(try await desk.next(after: ids[2], in: ItemQuery(), for: ann, at: Desk.noon) == ids[0])
    #expect(try await desk.next(after: ids[0], in: ItemQuery(), for: bob, at: Desk.noon) == ids[1])
  }

  @Test(arguments: ["breaks", "BREAKS bea", "\"", "a OR b", "primitive) NEAR(", "tool:*", "-", "löwe"])
  func `search finds words, and no text is an operator`(text: String) async throws {
    let place = try Place()
    defer { withExtendedLifetime(place) {} }
    _ = try await place.item()
    let found = try await place.desk.queue(ItemQuery(words: text.split(separator: " ").map(String.init)))
    if text.lowercased().hasPrefix("breaks") { #expect(found.count == 1) }
  }

  @Test func `two hundred editors save on twenty items: every acknowledged save is in the history`() async throws {
    let place = try Place()
    defer { withExtendedLifetime(place) {} }
    let desk = place.desk
    var ids: [Int64] = []
    for run in 0..<20 { ids.append(try await place.item(run: "run-\(run)")) }
    let paths = try ["beacon/user/first", "beacon/user/breaks", "lantern/user/first", "beacon/dx/primitive"].map {
      try ContentTests.path($0)
    }
    let acknowledged = try await withThrowingTaskGroup(of: (Int64, String).self) { group in
      for editor in 0..<200 {
        let id = ids[editor % ids.count]
        let path = paths[editor % paths.count]
        let actor = try Desk.actor("editor-\(editor)", .editor)
        group.addTask {
          var version = 1
          let text = "Editor \(editor) was here."
          while true {
            switch try await desk.save([path: text], of: id, basedOn: version, by: actor, at: Desk.noon) {
            case .saved, .unchanged: return (id, text)
            case .conflict(let current, _): version = current.item.version
            }
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(acknowledged.count == 200)
    for id in ids {
      let versions = try await desk.versions(of: id)
      #expect(versions.map(\.version) == Array(1...11))
      for (item, text) in acknowledged where item == id {
        #expect(versions.contains { $0.edits.contains(text) }, "\(text) is in no version of item \(id)")
      }
    }
    #expect(try await desk.verifyAudit().fault == nil)
  }

  @Test func `the log cannot be changed through the database, and a change behind its back is found`() async throws {
    let place = try Place()
    defer { withExtendedLifetime(place) {} }
    _ = try await place.item()
    for statement in [
      "UPDATE desk_audit SET actor = 'x'", "DELETE FROM desk_audit", "UPDATE desk_versions SET edits = ''",
    ] {
      await #expect(throws: StoreError.self) { try await place.desk.store.write { _ = try $0.execute(statement) } }
    }
    try await place.desk.store.write {
      try $0.execute("DROP TRIGGER desk_audit_kept")
      try $0.execute("UPDATE desk_audit SET actor = 'x'")
    }
    #expect(try await place.desk.verifyAudit().fault != nil)
  }

  @Test func `the next item is none that only somebody else can go on with`() async throws {
    let place = try Place()
    defer { withExtendedLifetime(place) {} }
    let desk = place.desk
    let (ann, pat) = (try Desk.actor("ann", .editor), try Desk.actor("pat", .publisher))
    var ids: [Int64] = []
    for run in ["r1", "r2", "r3"] { ids.append(try await place.item(run: run)) }
    _ = try await desk.save([.recommendation: "Mine."], of: ids[1], basedOn: 1, by: ann, at: Desk.noon)
    let hash = try await desk.entry(ids[2]).item.contentHash
    try await desk.act(.approve(contentHash: hash), on: ids[2], by: ann, at: Desk.noon)
    // Her own edit waits for another, the approved one for a publisher.
    #expect(try await desk.next(after: ids[0], in: ItemQuery(), for: ann, at: Desk.noon) == nil)
    #expect(try await desk.next(after: nil, in: ItemQuery(), for: ann, at: Desk.noon) == ids[0])
    #expect(try await desk.next(after: nil, in: ItemQuery(), for: pat, at: Desk.noon) == ids[2])
    let bob = try Desk.actor("bob", .editor)
    #expect(try await desk.next(after: ids[0], in: ItemQuery(), for: bob, at: Desk.noon) == ids[1])
  }

  @Test func `a clock that goes back, or of a machine that is late, loses nothing and breaks no log`() async throws {
    let place = try Place()
    defer { withExtendedLifetime(place) {} }
    let (desk, id) = (place.desk, try await place.item())
    let (ann, pat) = (try Desk.actor("ann", .editor), try Desk.actor("pat", .editor, .publisher))
    let earlier = Desk.noon.adding(seconds: -3600)
    try await desk.act(.claim(takeOver: false), on: id, by: ann, at: Desk.noon)
    _ = try await desk.save([.recommendation: "Edited."], of: id, basedOn: 1, by: ann, at: earlier)
    let hash = try await desk.entry(id).item.contentHash
    try await desk.act(.claim(takeOver: true), on: id, by: pat, at: earlier)
    try await desk.act(.approve(contentHash: hash), on: id, by: pat, at: earlier)
    await #expect(throws: DeskError.self) {
      try await desk.act(.schedule(at: earlier), on: id, by: pat, at: Desk.noon)
    }
    do {
      try await desk.act(.schedule(at: earlier), on: id, by: pat, at: Desk.noon)
    } catch let error as DeskError {
      // Says both times, so that a wrong clock shows.
      #expect(error.message.contains("\(earlier)") && error.message.contains("\(Desk.noon)"))
    }
    try await desk.act(.schedule(at: Desk.noon), on: id, by: pat, at: earlier)
    #expect(try await desk.publishDue(at: earlier) == [])
    #expect(try await desk.publishDue(at: Desk.noon) == [id])
    #expect(try await desk.entry(id).content.edited.recommendation?.text == "Edited.")
    #expect(try await desk.verifyAudit().fault == nil)
  }

  @Test func `a seat that was run again brings the panel's new words and drops edits of the old ones`() async throws {
    let place = try Place()
    defer { withExtendedLifetime(place) {} }
    let (desk, id) = (place.desk, try await place.item())
    let ann = try Desk.actor("ann", .editor)
    let path = try ContentTests.path("beacon/user/first")
    _ = try await desk.save([path: "Edited."], of: id, basedOn: 1, by: ann, at: Desk.noon)
    var review = try await desk.entry(id).content.base.verdicts[0].reviews[1]
    review.moves[0].text = "Run again."
    let tool = try #require(ToolSlug("beacon"))
    #expect(
      try await desk.replace(review, about: tool, of: id, basedOn: 2, run: "r9", by: ann, at: Desk.noon)
        == .saved(version: 3))
    #expect(try await desk.entry(id).content.edited.verdicts[0].reviews[1].moves[0].text == "Run again.")
    #expect(try await desk.entry(id, version: 2).content.edited.verdicts[0].reviews[1].moves[0].text == "Edited.")
    #expect(try await desk.entry(id).content.editorNotes.contains { $0.contains("asked about") && $0.contains("r9") })
    #expect(try await desk.restore(2, of: id, basedOn: 3, by: ann, at: Desk.noon) == .saved(version: 4))
    #expect(
      try await desk.entry(id).item.contentHash == (try await desk.versions(of: id))[1].contentSHA256)
  }

  @Test func `a seat that was run again keeps what others changed elsewhere, and gives way to what they changed in it`()
    async throws
  {
    let place = try Place()
    defer { withExtendedLifetime(place) {} }
    let (desk, id) = (place.desk, try await place.item())
    let ann = try Desk.actor("ann", .editor)
    let tool = try #require(ToolSlug("beacon"))
    let seat = try #require(SeatPath("beacon/user"))
    let question = try await desk.question(to: seat, of: id, by: ann)
    #expect(question.version == 1 && question.dossier.slug == tool)
    _ = try await desk.save([.recommendation: "Elsewhere."], of: id, basedOn: 1, by: ann, at: Desk.noon)
    var review = try await desk.entry(id).content.base.verdicts[0].reviews[1]
    review.moves[0].text = "Run again."
    #expect(
      try await desk.replace(review, about: tool, of: id, basedOn: 1, run: "r9", by: ann, at: Desk.noon)
        == .saved(version: 3))
    let content = try await desk.entry(id).content.edited
    #expect(
      content.recommendation?.text == "Elsewhere." && content.verdicts[0].reviews[1].moves[0].text == "Run again.")
    // From version 2 on this seat is another.
    await #expect(throws: DeskError.self) {
      try await desk.replace(review, about: tool, of: id, basedOn: 2, run: "r10", by: ann, at: Desk.noon)
    }
    review.error = "The backend failed."
    await #expect(throws: DeskError.self) {
      try await desk.replace(review, about: tool, of: id, basedOn: 3, run: "r11", by: ann, at: Desk.noon)
    }
    #expect(try await desk.entry(id).item.version == 3)
    let reader = try Desk.actor("rea", .reader)
    await #expect(throws: DeskError.self) { try await desk.question(to: seat, of: id, by: reader) }
  }
}

extension DeskStoreTests.Place {
  /// All bytes of the database and its log.
  func read() throws -> Data {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).reduce(into: Data()) {
      $0 += try Data(contentsOf: $1)
    }
  }
}
