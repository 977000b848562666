import Foundation
import GRDB
import Testing

@testable import PanelStore

struct StoreOpeningTests {
  let folder: Workplace

  init() throws { folder = try Workplace() }

  private func code(_ open: () throws -> Store) -> StoreError.Code? {
    do {
      _ = try open()
      return nil
    } catch {
      let error = error as? StoreError
      if let error { #expect(!error.message.isEmpty && !error.remedy.isEmpty, "\(error)") }
      return error?.code
    }
  }

  @Test func `a database is made where there is none, with its folder`() async throws {
    let store = try Store(at: folder.url.appending(path: "deep/er/panel.sqlite"), now: .some)
    #expect(try await store.read { try $0.count("SELECT COUNT(*) AS n FROM verdicts") } == 0)
    try store.close()
  }

  @Test func `commits are on the disk when they return, and references are checked`() async throws {
    let store = try Store(at: folder.database, now: .some)
    let settings = try await store.pool.writeWithoutTransaction { database in
      try ["journal_mode", "synchronous", "foreign_keys"].map { try String.fetchOne(database, sql: "PRAGMA \($0)") }
    }
    #expect(settings == ["wal", "2", "1"])
    let error = await #expect(throws: StoreError.self) {
      try await store.write { try $0.enqueue([NewJob(key: "a", kind: "verdict")], run: RunID("none")) }
    }
    #expect(error?.code == .constraint)
  }

  @Test func `a database of a later version is refused by its name`() throws {
    try Store(at: folder.database, now: .some).close()
    let file = folder.database
    #expect(code { try Store(at: file, now: .some, migrations: Array(Migration.all.dropLast())) } == .newerSchema)
    #expect(code { try Store(at: file, mode: .readOnly, now: .some, migrations: []) } == .newerSchema)
  }

  @Test func `a database of an earlier version is brought up to date, but not by who only reads`() throws {
    let file = folder.database
    try Store(at: file, now: .some, migrations: [Migration.all[0]]).close()
    #expect(code { try Store(at: file, mode: .readOnly, now: .some) } == .olderSchema)
    try Store(at: file, now: .some).close()
    try Store(at: file, mode: .readOnly, now: .some).close()
  }

  @Test func `what is no database of panel is left alone`() throws {
    let text = folder.url.appending(path: "notes.txt")
    try Data(String(repeating: "This is no database. ", count: 400).utf8).write(to: text)
    #expect(code { try Store(at: text, now: .some) } == .notADatabase)
    #expect(try Data(contentsOf: text).count == 21 * 400)
    let other = folder.url.appending(path: "other.sqlite")
    try DatabaseQueue(path: other.path).write { try $0.execute(sql: "CREATE TABLE recipes (name TEXT)") }
    #expect(code { try Store(at: other, now: .some) } == .notADatabase)
  }

  @Test func `a folder, a file in place of a folder, and a missing database are told apart`() throws {
    let file = folder.url.appending(path: "file")
    try Data().write(to: file)
    #expect(code { try Store(at: folder.url, now: .some) } == .cannotOpen)
    #expect(code { try Store(at: file.appending(path: "panel.sqlite"), now: .some) } == .missingFolder)
    #expect(code { try Store(at: folder.database, mode: .readOnly, now: .some) } == .missing)
    #expect(!FileManager.default.fileExists(atPath: folder.database.path))
  }

  @Test func `a full disk is told, loses nothing, and the next write goes on`() async throws {
    let store = try Store(at: folder.database, now: .some)
    try await Samples.saveVerdict(in: store)
    // SQLite's own limit: the same error as a disk without room, at the same place.
    let pages = try await store.pool.writeWithoutTransaction { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages + 4)")
      return pages
    }
    let error = await #expect(throws: StoreError.self) {
      try await store.write { sql in
        try sql.saveDocument(String(repeating: "x", count: 200_000), sha256: "x", kind: "prompts", at: .some)
      }
    }
    #expect(error?.code == .full && error?.remedy.contains("Nothing that was stored is lost") == true)
    try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages + 10_000)") }
    try await store.write { sql in
      try sql.saveDocument(String(repeating: "x", count: 200_000), sha256: "x", kind: "prompts", at: .some)
    }
    #expect(try await store.check().rows["verdicts"] == 1)
  }

  @Test func `a disk of one megabyte fills, and what was stored is there`() async throws {
    guard let disk = SmallDisk(megabytes: 1) else { return print("skipped: this user cannot mount a tmpfs") }
    let store = try Store(at: disk.url.appending(path: "panel.sqlite"), now: .some)
    var stored = 0
    var last: (any Error)?
    for number in 0..<1_000 where last == nil {
      do {
        try await store.write { sql in
          try sql.saveDocument(String(repeating: "x", count: 20_000), sha256: "\(number)", kind: "prompts", at: .some)
        }
        stored += 1
      } catch { last = error }
    }
    let error = try #require(last as? StoreError)
    #expect([.full, .inputOutput].contains(error.code), "\(error)")
    #expect(stored > 5)
    #expect(try await store.check().rows["documents"] == stored)
    try store.close()
    // Also for who opens it next, on the disk that is still full.
    let again = try Store(at: disk.url.appending(path: "panel.sqlite"), mode: .readOnly, now: .some)
    #expect(try await again.read { try $0.count("SELECT COUNT(*) AS n FROM documents") } == stored)
    try again.close()
  }

  @Test func `a read-only disk refuses to write and can be read`() async throws {
    guard let disk = SmallDisk(megabytes: 4) else { return print("skipped: this user cannot mount a tmpfs") }
    let file = disk.url.appending(path: "panel.sqlite")
    let store = try Store(at: file, now: .some)
    try await Samples.saveVerdict(in: store)
    try store.close()
    try disk.makeReadOnly()
    #expect(code { try Store(at: file, now: .some) } == .readOnly)
    let reader = try Store(at: file, mode: .readOnly, now: .some)
    #expect(try await reader.read { try $0.latestVerdicts().count } == 1)
    let error = await #expect(throws: StoreError.self) { try await reader.write { try $0.execute("DELETE FROM runs") } }
    #expect(error?.code == .readOnly)
    try reader.close()
  }

  @Test func `who writes has the lock, and who waits too long is told`() async throws {
    let store = try Store(at: folder.database, now: .some, timeout: .milliseconds(300))
    let descriptor = open(folder.database.path + "-lock", O_RDWR)
    #expect(descriptor >= 0 && flock(descriptor, LOCK_EX) == 0)
    let error = await #expect(throws: StoreError.self) { try await store.write { try $0.insert(Samples.run()) } }
    #expect(error?.code == .busy)
    // Readers wait for nobody.
    #expect(try await store.read { try $0.runs().isEmpty })
    close(descriptor)
    try await store.write { try $0.insert(Samples.run()) }
    try store.close()
  }

  @Test(arguments: [
    (3_006_023, false), (3_007_000, true), (3_040_001, true), (3_044_005, true), (3_044_006, false), (3_045_000, true),
    (3_050_006, true), (3_050_007, false), (3_051_000, true), (3_051_002, true), (3_051_003, false), (3_053_000, false),
  ])
  func `versions of SQLite that can lose pages are known`(number: Int, hasFault: Bool) {
    #expect(SQLiteLibrary(number: number, version: "").hasWALResetFault == hasFault)
  }

  @Test func `a library that is too old is refused`() throws {
    #expect(throws: StoreError.self) { try SQLiteLibrary(number: 3_034_001, version: "3.34.1").check() }
    try SQLiteLibrary(number: 3_035_000, version: "3.35.0").check()
  }
}

/// A disk in memory; nil where this user may not mount one.
final class SmallDisk: Sendable {
  let url: URL

  init?(megabytes: Int) {
    url = FileManager.default.temporaryDirectory.appending(path: "panel-disk-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    guard Self.run(["mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", url.path]) else {
      try? FileManager.default.removeItem(at: url)
      return nil
    }
  }

  deinit {
    _ = Self.run(["umount", "-l", url.path])
    try? FileManager.default.removeItem(at: url)
  }

  func makeReadOnly() throws { try #require(Self.run(["mount", "-o", "remount,ro", url.path])) }

  private static func run(_ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
