import Foundation
import PanelStore
import Testing

/// Real processes on one database; see `Tests/StoreWriter`.
struct ProcessTests {
  private static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "StoreWriter")

  private struct Writer {
    let process = Process()
    let output: URL

    init(_ name: String, count: Int, on database: URL) throws {
      output = database.deletingLastPathComponent().appending(path: "\(name).out")
      try Data().write(to: output)
      process.executableURL = ProcessTests.program
      process.arguments = [database.path, name, "\(count)"]
      process.standardOutput = try FileHandle(forWritingTo: output)
      try process.run()
    }

    /// Numbers that it said were committed.
    func said() throws -> [Int] {
      String(decoding: try Data(contentsOf: output), as: UTF8.self).split(separator: "\n").compactMap { Int($0) }
    }
  }

  @Test func `four processes that write at once all get through, and the database is whole`() async throws {
    let folder = try Workplace()
    let writers = try (0..<4).map { try Writer("w\($0)", count: 150, on: folder.database) }
    for writer in writers {
      while writer.process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
      #expect(writer.process.terminationStatus == 0)
    }
    let store = try Store(at: folder.database, now: .some)
    let report = try await store.check()
    #expect(
      report.rows["events"] == 600 && report.rows["documents"] == 600
        && !report.problems.contains { $0.contains("file") })
    try store.close()
  }

  @Test func `what a process said was stored is there after kill -9, twenty times over`() async throws {
    let folder = try Workplace()
    var generator = SplitMix(state: 11)
    var said = Set<String>()
    for round in 0..<20 {
      // Two at a time; one of them may be in the middle of a commit or a checkpoint when the other dies.
      let writers = try (0..<2).map { try Writer("r\(round)-\($0)", count: 100_000, on: folder.database) }
      try await Task.sleep(for: .milliseconds(Int.random(in: 60...200, using: &generator)))
      for writer in writers {
        kill(writer.process.processIdentifier, SIGKILL)
        writer.process.waitUntilExit()
      }
      for (index, writer) in writers.enumerated() {
        for number in try writer.said() { said.insert("r\(round)-\(index) \(number)") }
      }
    }
    let store = try Store(at: folder.database, now: .some)
    let report = try await store.check()
    #expect(!report.problems.contains { $0.hasPrefix("The file") }, "\(report.problems)")
    let there = try await store.read { sql in
      Set(try sql.rows("SELECT subject FROM events").map { try $0["subject"] as String })
    }
    #expect(said.count > 100, "\(said.count)")
    #expect(said.isSubset(of: there))
    // All or nothing: both rows of each transaction.
    #expect(report.rows["events"] == report.rows["documents"])
    try store.close()
  }
}
