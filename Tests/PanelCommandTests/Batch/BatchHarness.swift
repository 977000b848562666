import Foundation
import PanelCore
import PanelStore
import Testing

/// A folder with a small panel, an input and a database, in which batches are run, killed and looked at.
struct BatchHarness {
  let folder: Workplace
  var database: URL

  /// - Parameter tools: slugs of the input's dossiers.
  init(tools: [String]) throws {
    folder = try Workplace()
    database = folder.url.appending(path: "panel.sqlite")
    try SmallPanel.write(into: folder)
    try write(tools, to: "tools.jsonl")
  }

  static func slugs(_ count: Int) -> [String] { (1...count).map { "tool-\($0)" } }

  func write(_ tools: [String], to path: String) throws {
    try folder.write(tools.map { Self.line($0) + "\n" }.joined(), to: path)
  }

  /// A dossier that a seat can vote on. “kill …” and “break …” in the slug become the facts that a scripted backend obeys.
  static func line(_ slug: String, category: String = "Things") -> String {
    let order =
      slug.hasPrefix("kill") ? "kill the process" : slug.hasPrefix("break") ? "break the answer" : "It does \(slug)"
    let facts = (1...6).map { number in
      #"{"text":"\#(order) \#(number).","source":"README","retrieved":"2026-11-22"}"#
    }
    return #"{"slug":"\#(slug)","name":"Tool \#(slug)","tagline":"A tool","category":"\#(category)","#
      + #""facts":[\#(facts.joined(separator: ","))]}"#
  }

  var environment: [String: String] { ["PANEL_DATABASE": database.path] }

  /// Runs the scripted program to its end.
  func run(
    _ arguments: [String], limit: String? = nil, signals: [(number: Int32, after: String)] = []
  ) async throws -> ProgramRun {
    try await ProgramRun.run(
      arguments, in: folder, environment: environment, signals: signals, shell: limit,
      program: ProgramRun.scripted)
  }

  /// Starts it, and kills it as `kill -9` does after a while.
  ///
  /// - Returns: What it printed, as far as it came.
  func runAndKill(_ arguments: [String], after milliseconds: Int) async throws -> String {
    let output = folder.url.appending(path: "out-\(UUID().uuidString)")
    try Data().write(to: output)
    defer { try? FileManager.default.removeItem(at: output) }
    let process = try start(arguments, output: output)
    try await Task.sleep(for: .milliseconds(milliseconds))
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return String(decoding: try Data(contentsOf: output), as: UTF8.self)
  }

  func start(_ arguments: [String], output: URL) throws -> Process {
    let process = Process()
    process.executableURL = ProgramRun.scripted
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = ["HOME": folder.url.path, "COLUMNS": "80"].merging(environment) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }

  func store() throws -> Store { try Store(at: database, now: Timestamp(Date())) }

  /// The only batch of the database; nil where there is none yet.
  func latest() async throws -> StoredRun? {
    guard FileManager.default.fileExists(atPath: database.path) else { return nil }
    let store = try store()
    defer { try? store.close() }
    return try await store.read { try $0.runs(kind: "batch", limit: 1).first }
  }

  func lines(_ path: String) throws -> [String] {
    String(decoding: try folder.read(path), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Tools of the lines of a file of verdicts.
  func tools(in path: String) throws -> [String] {
    try lines(path).map { line in
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      return try #require(object["tool"] as? String)
    }
  }

  /// Tools whose verdicts a process said to have committed.
  static func acknowledged(_ output: String) -> [String] {
    // A killed process may leave half a line.
    output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap { line in
      guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        object["event"] as? String == "finished"
      else { return nil }
      return object["subject"] as? String
    }
  }
}
