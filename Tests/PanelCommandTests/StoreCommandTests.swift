import Foundation
import TestSupport
import Testing

/// The store as a person at a shell meets it, with a real model.
@Suite(.serialized)
struct StoreCommandTests {
  private static let third = """
    id: operator
    name: Operator
    lens: the person who is woken at night
    stance: You answer the alarm.
    moves:
      - id: outage
        ask: What takes {name} down?
        lead_in: It goes down when
        words: 20
    ship_when: it stays up
    skip_when: it falls over

    """

  private func panel(_ arguments: [String], in folder: Workplace) async throws -> ProgramRun {
    try await ProgramRun.run(arguments, in: folder, models: true)
  }

  /// What a reader sees of a document, and its run.
  private func parts(_ json: String) throws -> (rest: String, run: [String: Any]) {
    var object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let run = try #require(object.removeValue(forKey: "run") as? [String: Any])
    let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .prettyPrinted])
    return (String(decoding: data, as: UTF8.self), run)
  }

  private func reviews(_ json: String) throws -> [NSDictionary] {
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let verdicts = try #require(object["verdicts"] as? [[String: Any]])
    return verdicts.flatMap { ($0["reviews"] as? [NSDictionary]) ?? [] }
  }

  @Test func `a review is made once, kept, compared and repeated to the byte`() async throws {
    guard TestModel.smollm2.file != nil else { return }
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    let review = ["review", "lantern", "beacon", "--model", "smollm2", "--head-to-head", "always", "--format", "json"]

    let first = try await panel(review, in: folder)
    #expect([0, 3].contains(first.status), "\(first.messages)")
    let second = try await panel(review, in: folder)
    let (made, found) = (try parts(first.output), try parts(second.output))
    #expect(made.rest == found.rest)
    #expect((made.run["from_store"] as? [Any])?.isEmpty == true)
    #expect(
      (found.run["from_store"] as? [[String: String]])?.allSatisfy { $0["run"] == made.run["id"] as? String } == true)
    #expect((found.run["from_store"] as? [Any])?.count == 4 && found.run["prompt_tokens"] as? Int == 0)
    #expect(second.messages.contains("4 of 4 reviews were in the store"))
    for key in ["tokenizer_sha256", "sha256"] {
      #expect(((made.run["model"] as? [String: Any])?[key] as? String)?.count == 64)
    }
    #expect((made.run["settings_sha256"] as? String)?.count == 64)

    // A third persona at the end computes only itself.
    try folder.write(Self.third, to: "personas/operator.yaml")
    try folder.write("order: [user, buyer, operator]\nquorum: 2\n", to: "personas/panel.yaml")
    let more = try await panel(["review", "lantern", "--model", "smollm2", "--format", "json"], in: folder)
    let before = try reviews(first.output)
    #expect(Array(try reviews(more.output).prefix(2)) == Array(before.prefix(2)))
    #expect((try parts(more.output).run["from_store"] as? [Any])?.count == 2, "\(more.messages)")
    let fresh = try await panel(
      ["review", "lantern", "--model", "smollm2", "--format", "json", "--fresh"], in: folder)
    #expect(try parts(fresh.output).rest == parts(more.output).rest)

    // The evidence changes.
    try folder.write(
      SmallPanel.lantern.replacing("It has no support for TLS.", with: "It speaks TLS."), to: "tools/lantern.yaml")
    let changed = try await panel(["review", "lantern", "--model", "smollm2"], in: folder)
    #expect([0, 3].contains(changed.status), "\(changed.messages)")
    let list = try await panel(["verdict", "list", "lantern"], in: folder)
    #expect(list.output.contains("lantern@4") && !list.output.contains("lantern@5"), "\(list.output)")
    let difference = try await panel(["verdict", "diff", "lantern"], in: folder)
    #expect(difference.output.hasPrefix("lantern@3 → lantern@4"), "\(difference.output)")
    #expect(difference.output.contains("evidence: version 1 → 2 of the dossier"), "\(difference.output)")
    #expect(
      difference.output.contains("− [3] It has no support for TLS.")
        && difference.output.contains("+ [3] It speaks TLS."))
    let personas = try await panel(["verdict", "diff", "lantern@1", "lantern@2"], in: folder)
    #expect(personas.output.contains("persona operator: added") && !personas.output.contains("evidence:"))

    let shown = try await panel(["verdict", "show", "lantern@1", "--format", "json"], in: folder)
    #expect(Array(try reviews(shown.output)) == Array(before.prefix(2)))
    let exported = try await panel(["verdict", "export"], in: folder)
    #expect(exported.output.split(separator: "\n").count == 2)

    // Files do not matter to a replay.
    try FileManager.default.removeItem(at: folder.url.appending(path: "personas"))
    for name in ["lantern@1", "lantern"] {
      let replay = try await panel(["verdict", "replay", name, "--threads", "1"], in: folder)
      #expect(replay.status == 0 && replay.output.contains("the same bytes"), "\(replay.output)\(replay.messages)")
    }
    let check = try await panel(["store", "check"], in: folder)
    #expect(check.status == 0 && check.messages.contains("Nothing is wrong"), "\(check.messages)")
    let backup = try await panel(["store", "backup", "copy.sqlite"], in: folder)
    #expect(backup.status == 0 && backup.messages.contains("verified"))
    let export = try await panel(["store", "export"], in: folder)
    try folder.write(export.output, to: "all.jsonl")
    let taken = try await panel(["store", "import", "all.jsonl", "--database", "new.sqlite"], in: folder)
    #expect(taken.status == 0, "\(taken.messages)")
    let again = try await panel(["store", "export", "--database", "new.sqlite"], in: folder)
    #expect(again.output == export.output)
  }

  @Test func `a database that cannot be used is told before a model is loaded`() async throws {
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    try folder.write(String(repeating: "This is no database. ", count: 300), to: "notes.txt")
    let run = try await ProgramRun.run(["review", "lantern", "--database", "notes.txt"], in: folder)
    #expect(run.status == 1 && run.messages.contains("is not a database of panel"), "\(run.messages)")
    #expect(run.messages.contains("--no-store"))
  }

  @Test(arguments: [
    ["verdict", "show", "caddy"], ["verdict", "show", "caddy@2"], ["verdict", "list", "NO SLUG"],
    ["verdict", "replay", "caddy"], ["verdict", "diff", "caddy"],
  ])
  func `a verdict that is not there is told with what makes one`(arguments: [String]) async throws {
    let folder = try Workplace()
    let empty = try await ProgramRun.run(["store", "import", "none.jsonl"], in: folder)
    #expect(empty.status == 1)
    let missing = try await ProgramRun.run(arguments, in: folder)
    #expect(missing.status == 1 && missing.messages.contains("There is no database"), "\(missing.messages)")
    try folder.write("{\"migrations\":[],\"schema\":\"panel.store/0\"}\n", to: "old.jsonl")
    _ = try await ProgramRun.run(["store", "import", "old.jsonl"], in: folder)
    let unknown = try await ProgramRun.run(arguments, in: folder)
    #expect(unknown.status == 64, "\(unknown.messages)")
  }

  @Test func `the place of the database follows flag, variable and the XDG rules`() async throws {
    let folder = try Workplace()
    func path(_ arguments: [String] = [], _ environment: [String: String] = [:]) async throws -> String {
      try await ProgramRun.run(["store", "path"] + arguments, in: folder, environment: environment).output
    }
    let home = folder.url.path
    #expect(try await path() == "\(home)/.local/share/panel/panel.sqlite\n")
    #expect(try await path([], ["XDG_DATA_HOME": "\(home)/data"]) == "\(home)/data/panel/panel.sqlite\n")
    #expect(try await path([], ["PANEL_DATABASE": "mine.sqlite"]) == "\(home)/mine.sqlite\n")
    #expect(try await path(["--database", "x.sqlite"], ["PANEL_DATABASE": "mine.sqlite"]) == "\(home)/x.sqlite\n")
  }
}
