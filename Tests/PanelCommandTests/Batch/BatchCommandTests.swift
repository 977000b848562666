import Foundation
import PanelCore
import PanelStore
import Testing

/// What a person at a shell sees of `panel batch`.
@Suite(.serialized)
struct BatchCommandTests {
  private static let backend = ["--backend", "scripted:"]

  @Test func `nothing is computed twice: the same batch again takes every review from the store`() async throws {
    let harness = try BatchHarness(tools: BatchHarness.slugs(5))
    let calls = harness.folder.url.appending(path: "calls").path
    let first = try await harness.run([
      "batch", "tools.jsonl", "--backend", "scripted:calls=\(calls)", "--output", "one.jsonl",
    ])
    #expect(first.status == 0, "\(first.messages)")
    #expect(first.messages.contains("5 of 5 done"))
    let count = try harness.lines("calls").count
    let second = try await harness.run([
      "batch", "tools.jsonl", "--backend", "scripted:calls=\(calls)", "--output", "two.jsonl",
    ])
    #expect(second.status == 0 && second.messages.contains("10 reviews from the store"), "\(second.messages)")
    #expect(try harness.lines("calls").count == count)
    #expect(try harness.lines("one.jsonl").sorted() == harness.lines("two.jsonl").sorted())
    let fresh = try await harness.run(["batch", "tools.jsonl", "--backend", "scripted:calls=\(calls)", "--fresh"])
    #expect(fresh.status == 0)
    #expect(try harness.lines("calls").count == 2 * count)
  }

  @Test func `broken records are named and counted, the rest is judged, and the status is 2`() async throws {
    let harness = try BatchHarness(tools: [])
    try harness.folder.write(
      [BatchHarness.line("a"), "nonsense", BatchHarness.line("b"), BatchHarness.line("a"), ""].joined(separator: "\n"),
      to: "tools.jsonl")
    try harness.folder.write(
      "\u{FEFF}slug,name,tagline,category,facts,source,retrieved\r\n"
        + "c,C,d,e,\"One.\nTwo.\nThree.\nFour.\nFive.\nSix.\",README,2026-11-22\r\nb,B,d,e,One.,README,2026-11-22\r\n",
      to: "more.csv")
    let run = try await harness.run(["batch", "tools.jsonl", "more.csv", "--output", "out/"] + Self.backend)
    #expect(run.status == 2, "\(run.messages)")
    #expect(run.messages.contains("tools.jsonl:2:1: the line is not JSON"))
    #expect(run.messages.contains("tools.jsonl:4: slug is “a”, which tools.jsonl:1 has already"))
    #expect(run.messages.contains("more.csv:8: slug is “b”, which tools.jsonl:3 has already"), "\(run.messages)")
    #expect(run.messages.contains("3 records of 6 could not be read"))
    #expect(try harness.tools(in: "out/verdicts.jsonl").sorted() == ["a", "b", "c"])
    let status = try await harness.run(["batch", "status", "latest", "--format", "json"])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])
    #expect(object["broken_records"] as? Int == 3 && (object["broken"] as? [Any])?.count == 3)
    #expect(object["done"] as? Int == 3 && object["state"] as? String == "done")
  }

  @Test func `a tool that fails is kept with its cause, the rest goes on, and it can be tried again`() async throws {
    let harness = try BatchHarness(tools: ["a", "break-1", "b", "break-2"])
    let run = try await harness.run(["batch", "tools.jsonl"] + Self.backend)
    #expect(run.status == 2, "\(run.messages)")
    #expect(run.messages.contains("2 failed. Try them again: panel batch retry-failed"))
    let status = try await harness.run(["batch", "status", "latest"])
    #expect(
      status.output.contains("2 of 4 done, 2 failed") && status.output.contains("invalid_output 2"), "\(status.output)")
    let again = try await harness.run(["batch", "retry-failed", "latest"])
    #expect(again.status == 2 && again.messages.contains("2 queued again."), "\(again.messages)")
    let limited = try await harness.run(
      ["batch", "tools.jsonl", "--max-failures", "0", "--in-flight", "1"] + Self.backend)
    #expect(limited.status == 1 && limited.messages.contains("as --max-failures says"), "\(limited.messages)")
  }

  @Test func `pairs within a category are compared once their verdicts are there`() async throws {
    let harness = try BatchHarness(tools: [])
    let lines =
      ["a", "b", "c"].map { BatchHarness.line($0, category: "One") } + [BatchHarness.line("d", category: "Two")]
    try harness.folder.write(lines.joined(separator: "\n"), to: "tools.jsonl")
    let run = try await harness.run(
      ["batch", "tools.jsonl", "--pairs-within-category", "--output", "out", "--output", "v.jsonl"] + Self.backend)
    #expect(run.status == 0 && run.messages.contains("7 of 7 done"), "\(run.messages)")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: harness.folder.url.appending(path: "out/comparisons").path)
    #expect(names.filter { $0.hasSuffix(".html") }.sorted() == ["a-vs-b.html", "a-vs-c.html", "b-vs-c.html"])
    #expect(try harness.lines("v.comparisons.jsonl").count == 3)
  }

  @Test func `tools of the database are judged by category and by the age of their verdicts`() async throws {
    let harness = try BatchHarness(tools: [])
    try harness.folder.write(
      [BatchHarness.line("a", category: "One"), BatchHarness.line("b", category: "Two")].joined(separator: "\n"),
      to: "tools.jsonl")
    _ = try await harness.run(["batch", "tools.jsonl"] + Self.backend)
    let category = try await harness.run(
      ["batch", "--category", "Two", "--output", "two.jsonl", "--fresh"] + Self.backend)
    #expect(category.status == 0, "\(category.messages)")
    #expect(try harness.tools(in: "two.jsonl") == ["b"])
    let stale = try await harness.run(["batch", "--stale", "90d"] + Self.backend)
    #expect(stale.status == 0 && stale.messages.contains("Nothing to do"), "\(stale.messages)")
    let all = try await harness.run(["batch", "--all", "--output", "all.jsonl"] + Self.backend)
    #expect(all.status == 0)
    #expect(try harness.tools(in: "all.jsonl").sorted() == ["a", "b"])
  }

  @Test func `a dry run counts reviews, tokens and broken records, and makes no database`() async throws {
    let harness = try BatchHarness(tools: BatchHarness.slugs(30))
    let run = try await harness.run(["batch", "tools.jsonl", "--dry-run"] + Self.backend)
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.output.contains("Tools       30\n") && run.output.contains("Reviews     60 new, 0 from the database"))
    #expect(run.output.contains("Tokens are reckoned from 20 of the new tools."), "\(run.output)")
    #expect(!FileManager.default.fileExists(atPath: harness.database.path))
    _ = try await harness.run(["batch", "tools.jsonl"] + Self.backend)
    let known = try await harness.run(["batch", "tools.jsonl", "--dry-run"] + Self.backend)
    #expect(known.output.contains("Reviews     0 new, 60 from the database"), "\(known.output)")
  }

  @Test func `jobs that were only queued are done by workers, and cancelling ends a batch for good`() async throws {
    let harness = try BatchHarness(tools: BatchHarness.slugs(6))
    let queued = try await harness.run(["batch", "tools.jsonl", "--queue-only", "--output", "v.jsonl"] + Self.backend)
    #expect(queued.status == 0 && queued.messages.contains("6 jobs queued"), "\(queued.messages)")
    let worker = try await harness.run(["worker", "--until-done"] + Self.backend)
    #expect(worker.status == 0, "\(worker.messages)")
    let run = try #require(try await harness.latest())
    #expect(run.state == .done)
    let resumed = try await harness.run(["batch", "resume", "latest"])
    #expect(resumed.status == 0, "\(resumed.messages)")
    #expect(try harness.tools(in: "v.jsonl").count == 6)
    _ = try await harness.run(["batch", "tools.jsonl", "--queue-only", "--fresh"] + Self.backend)
    let cancelled = try await harness.run(["batch", "cancel", "latest"])
    #expect(cancelled.messages.contains("6 jobs cancelled"))
    let after = try await harness.run(["batch", "resume", "latest"])
    #expect(after.status == 1, "\(after.messages)")
  }

  @Test(arguments: [
    (["batch"], "Nothing to judge", 64), (["batch", "nowhere.jsonl"], "nowhere.jsonl: the file is not there", 1),
    (["batch", "tools.jsonl", "--all"], "not both", 64), (["batch", "tools.jsonl", "--stale", "soon"], "--stale", 64),
    (["batch", "status", "zzz"], "There is no batch", 64), (["batch", "resume", "latest"], "There is no batch", 64),
    (["batch", "tools.jsonl", "--output", "v.pdf"], "of no kind that a batch writes", 64),
    (["batch", "tools.jsonl", "--output", "no/v.jsonl"], "the folder", 1),
  ])
  func `what cannot be done is refused with what can`(arguments: [String], message: String, status: Int32) async throws
  {
    let harness = try BatchHarness(tools: ["a"])
    try harness.store().close()
    let run = try await harness.run(arguments)
    #expect(run.status == status && run.messages.contains(message), "\(run.messages)")
  }

  @Test func `an unknown run is answered with those that there are, and a later version's database is left alone`()
    async throws
  {
    let harness = try BatchHarness(tools: ["a"])
    _ = try await harness.run(["batch", "tools.jsonl"] + Self.backend)
    let id = try #require(try await harness.latest()).id
    let run = try await harness.run(["batch", "status", "unknown"])
    #expect(run.status == 64 && run.messages.contains("The last ones: \(id)."), "\(run.messages)")
    let store = try harness.store()
    try await store.write { sql in
      try sql.execute("INSERT INTO schema_migrations (number, name, applied_at) VALUES (99999, 'later', 0)")
    }
    try store.close()
    let newer = try await harness.run(["batch", "tools.jsonl"] + Self.backend)
    #expect(
      newer.status == 1 && newer.messages.contains("was written by a later version of panel"), "\(newer.messages)")
  }
}
