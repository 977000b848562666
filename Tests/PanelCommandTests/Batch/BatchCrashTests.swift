import Foundation
import PanelCore
import PanelStore
import Testing

/// Batches that are killed at random moments, and what is left of them.
@Suite(.serialized)
struct BatchCrashTests {
  private static let begin = [
    "batch", "tools.jsonl", "--output", "verdicts.jsonl", "--backend", "scripted:delay=12", "--json-events",
    "--attempts", "1000",
  ]
  private static let resume = ["batch", "resume", "latest", "--json-events"]

  @Test("200 tools, killed 50 times with kill -9: nothing is lost, nothing comes twice", .timeLimit(.minutes(10)))
  func killed() async throws {
    let tools = BatchHarness.slugs(200)
    let harness = try BatchHarness(tools: tools)
    var random = SeededGenerator(seed: 48_213)
    var acknowledged: [String] = []
    for _ in 0..<50 {
      // The first kills meet the start, the migration and the reading of the input.
      let arguments = try await harness.latest() == nil ? Self.begin : Self.resume
      let output = try await harness.runAndKill(arguments, after: Int.random(in: 20...600, using: &random))
      acknowledged += BatchHarness.acknowledged(output)
    }
    try await finish(harness, tools: tools, acknowledged: acknowledged)
  }

  @Test("the same with two processes on one database", .timeLimit(.minutes(10)))
  func killedInPairs() async throws {
    let tools = BatchHarness.slugs(200)
    let harness = try BatchHarness(tools: tools)
    var random = SeededGenerator(seed: 7)
    var acknowledged: [String] = []
    let worker = ["worker", "--backend", "scripted:delay=12", "--json-events"]
    for _ in 0..<25 {
      let arguments = try await harness.latest() == nil ? Self.begin : Self.resume
      let moments = (Int.random(in: 20...800, using: &random), Int.random(in: 20...800, using: &random))
      async let first = harness.runAndKill(arguments, after: moments.0)
      async let second = harness.runAndKill(worker, after: moments.1)
      for output in try await [first, second] { acknowledged += BatchHarness.acknowledged(output) }
    }
    try await finish(harness, tools: tools, acknowledged: acknowledged)
  }

  /// Lets the batch end, and checks all that it left.
  private func finish(_ harness: BatchHarness, tools: [String], acknowledged: [String]) async throws {
    let arguments = try await harness.latest() == nil ? Self.begin : Self.resume
    let last = try await harness.run(arguments)
    #expect(last.status == 0, "\(last.messages)")
    let all = acknowledged + BatchHarness.acknowledged(last.output)
    #expect(Set(all).count == all.count, "no verdict is acknowledged twice")
    print("killed batch: \(acknowledged.count) of \(tools.count) verdicts were committed before the last start")
    let run = try #require(try await harness.latest())
    #expect(run.state == .done)
    try await BatchLogCheck.check(harness, run: run, tools: Set(tools), acknowledged: all)
    #expect(try harness.tools(in: "verdicts.jsonl").sorted() == tools.sorted())
  }

  @Test func `an input that ends the process is given up after its attempts, and costs no other tool`() async throws {
    let tools = BatchHarness.slugs(12) + ["kill-me"]
    let harness = try BatchHarness(tools: tools.reversed())
    var starts = 0
    var arguments = [
      "batch", "tools.jsonl", "--backend", "scripted:delay=1", "--attempts", "3", "--in-flight", "4", "--json-events",
    ]
    while starts < 12 {
      let run = try await harness.run(arguments)
      starts += 1
      arguments = Self.resume
      if !run.wasSignalled {
        #expect(run.status == 2, "\(run.messages)")
        break
      }
    }
    #expect(starts == 4, "three attempts, each alone after the first, and the rest")
    let status = try await harness.run(["batch", "status", "latest"])
    #expect(status.output.contains("12 of 13 done, 1 failed"), "\(status.output)")
    #expect(status.output.contains("kill-me: 3 processes ended or hung while they worked on it. (lost, attempt 3)"))
  }

  @Test func `the first Ctrl-C finishes what is in flight and says how to go on`() async throws {
    let harness = try BatchHarness(tools: BatchHarness.slugs(40))
    let run = try await harness.run(
      ["batch", "tools.jsonl", "--backend", "scripted:delay=30", "--output", "v.jsonl"],
      signals: [(SIGINT, "Tool tool-1:")])
    #expect(run.status == 1 && !run.wasSignalled, "\(run.messages)")
    #expect(run.messages.contains("in flight will be finished; Ctrl-C again stops at once"))
    let stored = try #require(try await harness.latest())
    #expect(run.messages.contains("Go on with: panel batch resume \(stored.id)"))
    let finished = try harness.tools(in: "v.jsonl").count
    #expect(finished >= 2 && finished < 40)
    let rest = try await harness.run(["batch", "resume", "\(stored.id)"])
    #expect(rest.status == 0, "\(rest.messages)")
    #expect(try harness.tools(in: "v.jsonl").sorted() == BatchHarness.slugs(40).sorted())
    try await BatchLogCheck.check(
      harness, run: stored, tools: Set(BatchHarness.slugs(40)), acknowledged: [])
  }

  /// An answer takes ten minutes: whoever waits for what is in flight does so in vain.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [[(SIGINT, "began"), (SIGINT, "stopping")], [(SIGTERM, "began")]])
  func `the second Ctrl-C, or SIGTERM, lets go of what is in flight, and nothing is lost`(
    signals: [(Int32, String)]
  ) async throws {
    let harness = try BatchHarness(tools: BatchHarness.slugs(4))
    let run = try await harness.run(
      ["batch", "tools.jsonl", "--backend", "scripted:delay=600000", "--json-events"],
      signals: signals.map { (number: $0.0, after: $0.1) })
    #expect(run.status == 1 && !run.wasSignalled, "\(run.messages)")
    let stored = try #require(try await harness.latest())
    let status = try await harness.run(["batch", "status", "latest"])
    #expect(status.output.contains("0 of 4 done"), "\(status.output)")
    let rest = try await harness.run(["batch", "resume", "latest", "--backend", "scripted:delay=1"])
    #expect(rest.status == 0, "\(rest.messages)")
    try await BatchLogCheck.check(harness, run: stored, tools: Set(BatchHarness.slugs(4)), acknowledged: [])
  }

  @Test func `a disk that is full loses nothing, and the message says what to do`() async throws {
    let tools = BatchHarness.slugs(150)
    let harness = try BatchHarness(tools: tools)
    let disk = try SmallDisk(harness.folder.url.appending(path: "disk"), kilobytes: 1800)
    let arguments = [
      "batch", "tools.jsonl", "--backend", "scripted:", "--output", "disk/v.jsonl", "--json-events", "--database",
      "disk/panel.sqlite",
    ]
    // Without a disk of its own the system refuses writes beyond so many blocks of 512 bytes.
    let run = try await harness.run(arguments, limit: disk == nil ? "trap '' XFSZ; ulimit -f 2400" : nil)
    #expect(run.status == 1 && !run.wasSignalled, "\(run.messages)")
    #expect(run.messages.contains("make room") || run.messages.contains("free space"), "\(run.messages)")
    let acknowledged = BatchHarness.acknowledged(run.output)
    #expect(acknowledged.count > 5 && acknowledged.count < 150, "\(acknowledged.count)")
    try disk?.remount("size=64m")
    let rest = try await harness.run(Self.resume + ["--database", "disk/panel.sqlite"])
    #expect(rest.status == 0, "\(rest.messages)")
    let all = acknowledged + BatchHarness.acknowledged(rest.output)
    #expect(Set(all).count == all.count)
    var moved = harness
    moved.database = harness.folder.url.appending(path: "disk/panel.sqlite")
    let stored = try #require(try await moved.latest())
    try await BatchLogCheck.check(moved, run: stored, tools: Set(tools), acknowledged: all)
    #expect(try harness.tools(in: "disk/v.jsonl").sorted() == tools.sorted())
  }

  @Test func `an endpoint that goes away and comes back costs no attempt`() async throws {
    let harness = try BatchHarness(tools: BatchHarness.slugs(20))
    let away = harness.folder.url.appending(path: "away").path
    try harness.folder.write("", to: "away")
    let gone = try await harness.run([
      "batch", "tools.jsonl", "--backend", "scripted:delay=5,away=\(away)", "--patience", "1s",
    ])
    #expect(gone.status == 1, "\(gone.messages)")
    #expect(gone.messages.contains("Nobody listens at the endpoint."))
    #expect(gone.messages.contains("20 jobs left. Go on with: panel batch resume"))
    async let waiting = harness.run(["batch", "resume", "latest"])
    try await Task.sleep(for: .milliseconds(1200))
    try FileManager.default.removeItem(atPath: away)
    let back = try await waiting
    #expect(back.status == 0, "\(back.messages)")
    #expect(back.messages.contains("The backend is away; trying again in"))
    let store = try harness.store()
    let run = try #require(try await harness.latest())
    let strikes = try await store.read { try $0.count("SELECT SUM(strikes) AS n FROM jobs WHERE run_id = ?", [run.id]) }
    #expect(strikes == 0)
    try store.close()
  }

  @Test func `a database that can only be read is named, and what it holds can still be asked for`() async throws {
    let harness = try BatchHarness(tools: ["a", "b"])
    guard let disk = try SmallDisk(harness.folder.url.appending(path: "disk"), kilobytes: 8000) else { return }
    let database = ["--database", "disk/panel.sqlite"]
    let queued = try await harness.run(["batch", "tools.jsonl", "--backend", "scripted:"] + database)
    #expect(queued.status == 0, "\(queued.messages)")
    try disk.remount("ro")
    let run = try await harness.run(["batch", "tools.jsonl", "--backend", "scripted:", "--fresh"] + database)
    #expect(run.status == 1, "\(run.messages)")
    #expect(run.messages.contains("panel.sqlite") && run.messages.contains("--database"), "\(run.messages)")
    let status = try await harness.run(["batch", "status", "latest"] + database)
    #expect(status.status == 0 && status.output.contains("2 of 2 done"), "\(status.messages)")
  }

  @Test func `a database in a place that cannot be is refused before anything is done`() async throws {
    let harness = try BatchHarness(tools: ["a"])
    try harness.folder.write("", to: "file")
    let run = try await harness.run([
      "batch", "tools.jsonl", "--backend", "scripted:", "--database", "file/panel.sqlite",
    ])
    #expect(run.status == 1 && run.messages.contains("--database"), "\(run.messages)")
  }
}
