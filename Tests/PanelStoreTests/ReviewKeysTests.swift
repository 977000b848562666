import PanelCore
import PanelFormats
import PanelStore
import Testing

struct ReviewKeysTests {
  private func persona(_ id: String, stance: String = "You run it.") throws -> Persona {
    Persona(
      id: try Samples.persona(id), name: id, lens: "l", stance: stance,
      moves: [Move(id: "m", ask: "What?", leadIn: "It", words: 9)], shipWhen: "a", skipWhen: "b")
  }

  private func keys(
    _ personas: [Persona], _ change: (inout RunInputs) -> Void = { _ in }, tool: String = "lantern",
    dossier: String = "d"
  ) throws -> [String] {
    var inputs = Samples.inputs
    change(&inputs)
    return ReviewKeys(
      run: inputs, panel: Panel(personas: personas), tool: try Samples.slug(tool), dossierSHA256: dossier
    ).keys.map(\.key)
  }

  @Test func `a persona at the end changes no key, one before changes those after it`() throws {
    let (a, b, c) = (try persona("a"), try persona("b"), try persona("c"))
    let two = try keys([a, b])
    #expect(Array(try keys([a, b, c]).prefix(2)) == two)
    let first = try keys([c, a, b])
    #expect(Set(first).isDisjoint(with: two))
    let edited = try keys([a, persona("b", stance: "You pay for it.")])
    #expect(edited[0] == two[0] && edited[1] != two[1])
  }

  @Test func `whatever changes an answer changes the key, and what does not leaves it`() throws {
    let panel = [try persona("a")]
    let base = try keys(panel)
    let changes: [(inout RunInputs) -> Void] = [
      { $0.backend = "http" }, { $0.engine = "panel 9" }, { $0.modelSHA256 = "x" }, { $0.tokenizerSHA256 = "x" },
      { $0.seed = 2 }, { $0.promptsSHA256 = "x" }, { $0.settingsSHA256 = "x" },
    ]
    var all = try changes.map { try keys(panel, $0) } + [base]
    all.append(try keys(panel, tool: "beacon"))
    all.append(try keys(panel, dossier: "e"))
    #expect(Set(all).count == changes.count + 3)
    // The file decides, not its name.
    #expect(try keys(panel, { $0.modelName = "another name" }) == base)
    #expect(
      try keys(panel, { ($0.modelSHA256, $0.modelName) = (nil, "one") })
        != keys(panel, { ($0.modelSHA256, $0.modelName) = (nil, "two") }))
  }

  @Test func `what stood beside a failed seat is kept, and served to nobody`() async throws {
    let folder = try Workplace()
    let store = try Store(at: folder.database, now: .some)
    let panel = Panel(personas: [try persona("a"), try persona("b"), try persona("c")])
    let tool = try Samples.slug("lantern")
    let keys = ReviewKeys(run: Samples.inputs, panel: panel, tool: tool, dossierSHA256: "d")
    let reviews = [try Samples.review("a"), try Samples.review("b", vote: nil), try Samples.review("c")]
    let stored = zip(reviews, keys.keys(storing: reviews)).map { review, key in
      StoredReview(
        run: RunID("run-1"), tool: tool, inputKey: key.key, dossierSHA256: "d", personaSHA256: key.personaSHA256,
        review: review, trace: SeatTrace(), createdAt: .some)
    }
    try await store.write { sql in
      try sql.insert(Samples.run())
      for review in stored { try sql.save(review) }
    }
    let found = try await store.read { try keys.reviews(in: $0).map { $0?.review.persona.rawValue } }
    #expect(found == ["a", nil, nil])
    #expect(try await store.read { try $0.count("SELECT COUNT(*) AS n FROM reviews") } == 3)
  }

  @Test func `a review whose drafts were not kept is served only where all seats are there`() async throws {
    let folder = try Workplace()
    let store = try Store(at: folder.database, now: .some)
    let tool = try Samples.slug("lantern")
    let (a, b) = (try persona("a"), try persona("b"))
    let one = ReviewKeys(run: Samples.inputs, panel: Panel(personas: [a]), tool: tool, dossierSHA256: "d")
    let two = ReviewKeys(run: Samples.inputs, panel: Panel(personas: [a, b]), tool: tool, dossierSHA256: "d")
    let stored = StoredReview(
      run: RunID("run-1"), tool: tool, inputKey: one.keys[0].key, dossierSHA256: "d", personaSHA256: "p",
      review: try Samples.review("a"), createdAt: .some)
    try await store.write { sql in
      try sql.insert(Samples.run())
      try sql.save(stored)
    }
    #expect(try await store.read { try one.reviews(in: $0).compactMap { $0 }.count } == 1)
    #expect(try await store.read { try two.reviews(in: $0).compactMap { $0 }.isEmpty })
  }

  @Test func `a head-to-head is served whole or not at all`() async throws {
    let folder = try Workplace()
    let store = try Store(at: folder.database, now: .some)
    let panel = Panel(personas: [try persona("a"), try persona("b")])
    let (first, second) = (try Samples.slug("lantern"), try Samples.slug("beacon"))
    let keys = PairKeys(run: Samples.inputs, panel: panel, first: (first, "d"), second: (second, "e"))
    var result = HeadToHead(
      first: first, second: second,
      seats: [
        HeadToHead.Seat(persona: try Samples.persona("a"), inOrder: first, reversed: second),
        HeadToHead.Seat(persona: try Samples.persona("b"), inOrder: first, reversed: nil, error: "Late."),
      ])
    let partial = result
    try await store.write { sql in
      try sql.insert(Samples.run())
      try sql.save(partial, keys: keys, run: RunID("run-1"), at: .some)
    }
    #expect(try await store.read { try $0.headToHead(keys) } == nil)
    result.seats[1] = HeadToHead.Seat(persona: try Samples.persona("b"), inOrder: first, reversed: first)
    let whole = result
    try await store.write { sql in
      try sql.insert(Samples.run("run-2"))
      try sql.save(whole, keys: keys, run: RunID("run-2"), at: .some)
    }
    #expect(try await store.read { try $0.headToHead(keys) } == whole)
  }
}
