import GRDB
import PanelFormats
import Testing

@testable import PanelStore

struct MigrationTests {
  @Test func `numbers count up, each once, each in the hundred of its room`() {
    let numbers = Migration.all.map(\.number)
    #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count)
  }

  /// A database as each earlier version left it, with rows in every table that it had, opened by this one.
  @Test(arguments: 1...Migration.all.count)
  func `every earlier version is brought up to date with its rows`(steps: Int) async throws {
    let folder = try Workplace()
    let earlier = Array(Migration.all.prefix(steps))
    let old = try Store(at: folder.database, now: .some, migrations: earlier)
    let id = try await Samples.saveVerdict(in: old)
    if earlier.contains(where: { $0.number == Migration.jobs.number }) {
      try await old.write { try $0.enqueue([NewJob(key: "a", kind: "verdict")], run: RunID("run-1")) }
    }
    let before = try await old.check()
    try old.close()
    let new = try Store(at: folder.database, now: .some)
    let after = try await new.check()
    #expect(after.problems.isEmpty && after.schema == Migration.all.last?.number)
    for (table, rows) in before.rows where table != "schema_migrations" {
      #expect(after.rows[table] == rows, "\(table)")
    }
    #expect(try await new.read { try $0.verdict(id)?.document.tool } == "lantern")
    #expect(try await new.read { try Schema.applied($0).map(\.number) } == Migration.all.map(\.number))
    try new.close()
    // Once more, nothing is left to do.
    try Store(at: folder.database, now: .some).close()
  }

  @Test func `a step that fails leaves the version before it`() async throws {
    let folder = try Workplace()
    let broken = Migration(199, "broken") { _ in ["CREATE TABLE half (a INTEGER)", "CREATE NONSENSE"] }
    #expect(throws: StoreError.self) {
      try Store(at: folder.database, now: .some, migrations: [Migration.all[0], broken])
    }
    let store = try Store(at: folder.database, now: .some, migrations: [Migration.all[0]])
    #expect(try await store.check().rows["half"] == nil)
    try store.close()
  }

  @Test func `the tables of reviews and jobs use no word that only SQLite knows`() {
    let words = ["AUTOINCREMENT", "WITHOUT ROWID", "STRICT", "PRAGMA", "INSERT OR", "REPLACE INTO", "DATETIME"]
    for migration in [Migration.reviews, .jobs] {
      for statement in migration.statements(.postgreSQL) {
        for word in words { #expect(!statement.uppercased().contains(word), "\(migration.name): \(statement)") }
      }
    }
  }
}
