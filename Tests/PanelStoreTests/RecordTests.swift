import PanelCore
import PanelFormats
import PanelStore
import Testing

struct RecordTests {
  let folder: Workplace
  let store: Store

  init() throws {
    folder = try Workplace()
    store = try Store(at: folder.database, now: .some)
  }

  @Test func `a dossier comes back as it was, and its text is what was hashed`() async throws {
    let dossier = try Samples.dossier()
    let hash = try await store.write { try $0.save(dossier, at: .some) }
    #expect(hash == ContentHash.of(dossier))
    let stored = try #require(try await store.read { try $0.dossier(of: dossier.slug) })
    #expect(stored.dossier == dossier && stored.version == 1 && stored.sha256 == hash)
    let text: String? = try await store.read { try $0.row("SELECT text FROM dossiers")?["text"] }
    #expect(ContentHash.ofText(try #require(text)) == hash)
  }

  @Test func `a dossier that changes gets a version, and one that changes back gets its earlier one`() async throws {
    let first = try Samples.dossier(fact: "It has no TLS.")
    let second = try Samples.dossier(fact: "It has TLS.")
    let current = try await store.write { sql in
      try [first, second, second, first].map { dossier in
        try sql.save(dossier, at: .some)
        return try sql.dossier(of: dossier.slug)?.version
      }
    }
    #expect(current == [1, 2, 2, 1])
    #expect(try await store.read { try $0.dossierVersions(of: first.slug).map(\.dossier) } == [first, second])
  }

  @Test func `dossiers of one slug in one call become versions in order`() async throws {
    let first = try Samples.dossier(fact: "It has no TLS.")
    let second = try Samples.dossier(fact: "It has TLS.")
    let other = try Samples.dossier("beacon")
    try await store.write { try $0.save([first, other, second], at: .some) }
    #expect(try await store.read { try $0.dossier(of: first.slug)?.dossier } == second)
    #expect(try await store.read { try $0.tools().map(\.slug.rawValue) } == ["beacon", "lantern"])
  }

  @Test func `a run comes back with its seed of 64 bits, and adds up what it cost`() async throws {
    try await store.write { sql in
      try sql.insert(Samples.run())
      for _ in 0..<2 { try sql.add(RunUsage(promptTokens: 5, generatedTokens: 2, seconds: 0.5), to: RunID("run-1")) }
      try sql.set(.done, of: RunID("run-1"), finishedAt: .some)
    }
    let run = try #require(try await store.read { try $0.run(RunID("run-1")) })
    #expect(run.inputs == Samples.inputs && run.state == .done && run.finishedAt == .some)
    #expect(run.usage == RunUsage(promptTokens: 10, generatedTokens: 4, seconds: 1))
  }

  @Test func `a review comes back to the last bit of its numbers`() async throws {
    try await Samples.saveVerdict(in: store)
    let found = try #require(try await store.read { try $0.review(inputKey: "key") })
    #expect(found.review == (try Samples.review()))
  }

  @Test func `a failed review is kept and never served`() async throws {
    let failed = try Samples.review(vote: nil)
    let tool = try Samples.slug("lantern")
    try await store.write { sql in
      try sql.insert(Samples.run())
      try sql.save(
        StoredReview(
          run: RunID("run-1"), tool: tool, inputKey: "key", dossierSHA256: "d", personaSHA256: "p", review: failed,
          createdAt: .some))
    }
    #expect(try await store.read { try $0.review(inputKey: "key") } == nil)
    let reference = ReviewReference(run: RunID("run-1"), tool: tool, persona: failed.persona)
    #expect(try await store.read { try $0.review(reference)?.review } == failed)
  }

  @Test func `of reviews with the same key the newest is served`() async throws {
    try await Samples.saveVerdict(run: "run-1", at: .some, in: store)
    try await Samples.saveVerdict(run: "run-2", at: Timestamp.some.adding(milliseconds: 1), in: store)
    #expect(try await store.read { try $0.review(inputKey: "key")?.run } == RunID("run-2"))
  }

  @Test func `each verdict is a version of its own with its seats`() async throws {
    let first = try await Samples.saveVerdict(run: "run-1", in: store)
    let second = try await Samples.saveVerdict(run: "run-2", in: store)
    #expect((first.description, second.description) == ("lantern@1", "lantern@2"))
    let versions = try await store.read { try $0.verdictVersions(of: first.tool) }
    #expect(versions.map(\.id) == [first, second])
    #expect(versions[0].document == versions[1].document && versions[0].documentSHA256 == versions[1].documentSHA256)
    #expect(try await store.read { try $0.latestVerdict(of: first.tool)?.id } == second)
    #expect(try await store.read { try $0.reviews(of: first).map(\.review) } == [try Samples.review()])
  }

  @Test func `an editor's version names who, why and what it was made from`() async throws {
    let first = try await Samples.saveVerdict(in: store)
    let stored = try #require(try await store.read { try $0.verdict(first) })
    let origin = StoredVerdict.Origin.editor(name: "Ada", note: "The price changed.", basedOn: 1)
    let second = try await store.write { sql in
      try sql.save(
        NewVerdict(
          tool: first.tool, run: stored.run, origin: origin, dossierSHA256: stored.dossierSHA256,
          document: stored.document, reviews: try sql.reviews(of: first).map(\.reference)), at: .some)
    }
    #expect(try await store.read { try $0.verdict(second)?.origin } == origin)
  }

  @Test func `the log gives events back in their order`() async throws {
    try await store.write { sql in
      for kind in ["run.begun", "job.done", "run.done"] {
        try sql.log(StoredEvent(at: .some, kind: kind, run: RunID("r"), subject: "lantern"))
      }
    }
    let kinds = try await store.read { sql in
      var kinds: [String] = []
      try sql.forEachEvent(of: RunID("r")) { kinds.append($0.kind) }
      return kinds
    }
    #expect(kinds == ["run.begun", "job.done", "run.done"])
  }

  @Test func `a transaction that throws leaves nothing behind`() async throws {
    struct Stop: Error {}
    await #expect(throws: Stop.self) {
      try await store.write { sql in
        try sql.insert(Samples.run())
        throw Stop()
      }
    }
    #expect(try await store.read { try $0.run(RunID("run-1")) } == nil)
  }

  @Test func `tools are found by category and by the age of their verdict`() async throws {
    try await Samples.saveVerdict(of: "lantern", at: .some, in: store)
    let beacon = try Samples.dossier("beacon")
    try await store.write { try $0.save(beacon, at: .some) }
    let later = Timestamp.some.adding(milliseconds: 1)
    let found = try await store.read { sql in
      [
        try sql.tools(category: "Web servers"), try sql.tools(category: "None"),
        try sql.tools(withoutVerdictSince: .some), try sql.tools(withoutVerdictSince: later),
      ].map { $0.map(\.slug.rawValue) }
    }
    #expect(found == [["beacon", "lantern"], [], ["beacon"], ["beacon", "lantern"]])
  }
}
