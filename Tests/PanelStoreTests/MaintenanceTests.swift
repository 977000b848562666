import Foundation
import GRDB
import PanelCore
import Synchronization
import Testing

@testable import PanelStore

struct MaintenanceTests {
  let folder: Workplace
  let store: Store

  init() throws {
    folder = try Workplace()
    store = try Store(at: folder.database, now: .some)
  }

  private func fill() async throws {
    for tool in ["lantern", "beacon"] { try await Samples.saveVerdict(of: tool, run: "run-\(tool)", in: store) }
    try await store.write { sql in
      try sql.enqueue([NewJob(key: "a", kind: "verdict", payload: "“x”\n")], run: RunID("run-lantern"))
      try sql.log(StoredEvent(at: .some, kind: "test", subject: "s"))
      try sql.execute("UPDATE runs SET seconds = 1.0, prompt_tokens = 9007199254740993")
    }
  }

  private func change(_ sql: String) throws {
    try DatabaseQueue(path: folder.database.path).writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.execute(sql: sql)
    }
  }

  @Test func `a whole database has no problems`() async throws {
    try await fill()
    let report = try await store.check()
    #expect(report.problems.isEmpty && report.rows["verdicts"] == 2 && report.rows["jobs"] == 1, "\(report)")
  }

  @Test(arguments: [
    ("UPDATE dossiers SET text = replace(text, '4 MB', '5 MB') WHERE slug = 'lantern'", "dossier of lantern"),
    ("UPDATE verdicts SET document = replace(document, 'ship', 'skip') WHERE tool = 'beacon'", "verdict beacon@1"),
    ("UPDATE reviews SET document = '{' WHERE tool = 'beacon'", "review of beacon"),
    ("DELETE FROM runs WHERE id = 'run-lantern'", "refer to what is not there"),
  ])
  func `what was changed behind the program's back is found`(statement: String, finding: String) async throws {
    try await fill()
    try change(statement)
    let problems = try await store.check().problems
    #expect(problems.contains { $0.contains(finding) }, "\(problems)")
  }

  @Test func `a backup made while others write is whole, and replaces an earlier one only then`() async throws {
    try await fill()
    let target = folder.url.appending(path: "backup.sqlite")
    try Data("an earlier backup".utf8).write(to: target)
    async let writing: Void = {
      for number in 0..<50 {
        try await store.write { try $0.saveDocument("\(number)", sha256: "\(number)", kind: "prompts", at: .some) }
      }
    }()
    let rows = try await store.backup(to: target)
    try await writing
    let copy = try Store(at: target, now: .some)
    let report = try await copy.check()
    #expect(report.problems.isEmpty && report.rows == rows)
    try copy.close()
    #expect(!FileManager.default.fileExists(atPath: target.path + ".part"))
    await #expect(throws: StoreError.self) { try await store.backup(to: folder.database) }
  }

  @Test func `a backup that cannot be written leaves the earlier one`() async throws {
    try await fill()
    await #expect(throws: StoreError.self) {
      try await store.backup(to: folder.url.appending(path: "no/such/folder/backup.sqlite"))
    }
  }

  @Test func `an export is taken in by an empty database with every value`() async throws {
    try await fill()
    let lines = Lines()
    try await store.export { lines.add($0) }
    let copy = try Store(at: folder.url.appending(path: "copy.sqlite"), now: .some)
    let rows = try await copy.importLines(name: "export.jsonl") { lines.next() }
    #expect(rows == lines.count - 1)
    let report = try await copy.check()
    #expect(report.problems.isEmpty)
    let again = Lines()
    try await copy.export { again.add($0) }
    #expect(again.all == lines.all)
    try copy.close()
  }

  @Test func `a broken line leaves nothing behind, and a full database takes nothing in`() async throws {
    try await fill()
    let lines = Lines()
    try await store.export { lines.add($0) }
    lines.add("{\"table\":\"tools\",\"row\":")
    let copy = try Store(at: folder.url.appending(path: "copy.sqlite"), now: .some)
    let error = await #expect(throws: StoreError.self) {
      try await copy.importLines(name: "export.jsonl") { lines.next() }
    }
    #expect(error?.message.contains("line \(lines.count)") == true)
    #expect(try await copy.check().rows["tools"] == 0)
    try copy.close()
    let full = await #expect(throws: StoreError.self) { try await store.importLines(name: "x") { nil } }
    #expect(full?.code == .wrongState)
  }

  @Test func `vacuum gives room back`() async throws {
    try await store.write { sql in
      for number in 0..<200 {
        try sql.saveDocument(String(repeating: "x", count: 5_000), sha256: "\(number)", kind: "prompts", at: .some)
      }
    }
    try await store.write { try $0.execute("DELETE FROM documents") }
    try await store.vacuum()
    #expect(try await store.check().bytes < 600_000)
  }

  private final class Lines: Sendable {
    private let state = Mutex<(lines: [String], position: Int)>(([], 0))
    var all: [String] { state.withLock { $0.lines } }
    var count: Int { all.count }
    func add(_ line: String) { state.withLock { $0.lines.append(line) } }
    func next() -> String? {
      state.withLock { state in
        guard state.position < state.lines.count else { return nil }
        defer { state.position += 1 }
        return state.lines[state.position]
      }
    }
  }
}
