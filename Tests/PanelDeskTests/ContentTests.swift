import PanelCore
import PanelDesk
import Testing

struct ContentTests {
  static func path(_ text: String) throws -> FieldPath { try #require(FieldPath(text)) }
  static func seat(_ text: String) throws -> SeatPath { try #require(SeatPath(text)) }

  @Test func `the fields are the recommendation and every move`() throws {
    let fields = ItemContent(base: try Desk.comparison()).fields
    #expect(
      fields.map(\.path.description) == [
        "recommendation", "beacon/dx/primitive", "lantern/dx/primitive", "beacon/user/first", "beacon/user/breaks",
        "lantern/user/first", "lantern/user/breaks",
      ])
  }

  @Test func `an edited text reaches the reader's page, and the panel's own is kept`() throws {
    let content = try ItemContent(base: Desk.comparison()).saying([
      Self.path("lantern/user/first"): " One\nbegins. ", Self.path("recommendation"): "Take Beacon.",
    ])
    #expect(content.edited.verdicts[1].reviews[1].moves[0].text == "One begins.")
    #expect(content.edited.recommendation?.text == "Take Beacon.")
    #expect(content.base == (try Desk.comparison()))
    #expect(content.fields.filter(\.isEdited).count == 2)
  }

  @Test func `typing the panel's text again is no edit`() throws {
    let content = try ItemContent(base: Desk.comparison()).saying([
      Self.path("beacon/user/first"): "First one  runs it."
    ])
    #expect(content.edits.isEmpty)
  }

  @Test func `an override changes vote, percentage and recommendation, and readers are told why`() throws {
    let name = try #require(AccountName("ann"))
    let plain = ItemContent(base: try Desk.comparison())
    #expect(plain.edited.verdicts[1].shipPercent == 50 && plain.edited.recommendation?.winner == ToolSlug("beacon"))
    let content = try plain.overriding(
      Self.seat("lantern/user"), with: .init(vote: .ship, reason: "The fact is out of date.", by: name))
    #expect(content.edited.verdicts[1].shipPercent == 100 && content.edited.recommendation?.winner == nil)
    #expect(content.editorNotes.count == 1 && content.editorNotes[0].contains("The fact is out of date."))
    #expect(throws: DeskError.self) {
      try plain.overriding(Self.seat("lantern/user"), with: .init(vote: .ship, reason: " ", by: name))
    }
  }

  @Test func `any word of any field, and any override, changes the hash`() throws {
    let plain = ItemContent(base: try Desk.comparison())
    var hashes: Set<String> = [plain.hash(baseHash: "b"), plain.hash(baseHash: "c")]
    for field in plain.fields { hashes.insert(try plain.saying([field.path: "x"]).hash(baseHash: "b")) }
    let name = try #require(AccountName("ann"))
    for vote in Vote.allCases {
      hashes.insert(
        try plain.overriding(Self.seat("lantern/dx"), with: .init(vote: vote, reason: "r", by: name)).hash(
          baseHash: "b"))
    }
    #expect(hashes.count == 2 + 7 + 3)
  }

  @Test func `a text of 100 KB, an empty one and one of an unknown field are refused`() throws {
    let plain = ItemContent(base: try Desk.comparison())
    let path = try Self.path("beacon/dx/primitive")
    #expect(refusal { _ = try plain.saying([path: String(repeating: "a", count: 100_000)]) }?.code == .tooLong)
    #expect(refusal { _ = try plain.saying([path: " \n"]) }?.code == .badInput)
    #expect(refusal { _ = try plain.saying([Self.path("beacon/dx/none"): "a"]) }?.code == .notFound)
  }

  @Test func `a stale save gets a merge of what both wrote`() throws {
    let base = ItemContent(base: try Desk.comparison())
    let (first, breaks) = (try Self.path("beacon/user/first"), try Self.path("beacon/user/breaks"))
    let theirs = try base.saying([first: "First one installs it.", breaks: "It never breaks."])
    let merge = EditMerge(
      base: base,
      mine: [first: "First somebody runs it.", breaks: "It breaks at 9 users.", try Self.path("recommendation"): "R."],
      theirs: theirs)
    #expect(merge.proposal[first] == "First somebody installs it." || merge.clashes.first?.merge.hasConflicts == true)
    #expect(merge.proposal[breaks] == "It never breaks.")
    #expect(merge.proposal[try Self.path("recommendation")] == "R.")
    #expect(merge.clashes.map(\.path) == [first])
  }
}
