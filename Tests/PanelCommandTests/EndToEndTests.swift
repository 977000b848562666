import Foundation
import TestSupport
import Testing

/// The whole program on a real model in its own process: what the README promises.
@Suite(.serialized)
struct EndToEndTests {
  private static let arguments = ["review", "lantern", "beacon", "--model", "smollm2"]

  @Test func `a review is a document of the published schema, and the same seed gives the same bytes`() async throws {
    guard TestModel.smollm2.file != nil else { return }
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    let first = try await ProgramRun.run(Self.arguments + ["--format", "json"], in: folder, models: true)
    #expect([0, 3].contains(first.status), "\(first.messages)")
    #expect(try SchemaCheck.problem(of: first.output, "comparison").isEmpty)
    #expect(first.output.contains("\"failed\": 0") && first.output.contains("\"abstain\": 0"), "\(first.output)")
    let again = try await ProgramRun.run(
      Self.arguments + ["--format", "json", "--threads", "1", "--fresh"], in: folder, models: true)
    #expect(try Self.reviews(first.output) == Self.reviews(again.output))
    let other = try await ProgramRun.run(
      Self.arguments + ["--format", "json", "--seed", "2"], in: folder, models: true)
    #expect(try Self.reviews(first.output) != Self.reviews(other.output))
  }

  @Test func `all forms of one review come from one run, and a recording of it gives the same again`() async throws {
    guard TestModel.smollm2.file != nil else { return }
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    let outputs = ["-", "page.html", "page.md", "page.json"].flatMap { ["--output", $0] }
    let run = try await ProgramRun.run(
      Self.arguments + outputs + ["--record", "answers.jsonl"], in: folder, models: true)
    #expect([0, 3].contains(run.status), "\(run.messages)")
    #expect(run.output.contains("Lantern") && !run.output.contains("\u{1B}"))
    #expect(run.messages.contains("Wrote page.html"))
    #expect(String(decoding: try folder.read("page.html"), as: UTF8.self).hasPrefix("<!DOCTYPE html>"))
    #expect(String(decoding: try folder.read("page.md"), as: UTF8.self).hasPrefix("# "))
    let replayed = try await ProgramRun.run(
      ["review", "lantern", "beacon", "--backend", "recording:answers.jsonl", "--format", "json"], in: folder)
    let json = String(decoding: try folder.read("page.json"), as: UTF8.self)
    #expect(try Self.reviews(replayed.output) == Self.reviews(json), "\(replayed.messages)")
  }

  @Test func `one tool alone has a verdict without a comparison`() async throws {
    guard TestModel.smollm2.file != nil else { return }
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    let run = try await ProgramRun.run(
      ["review", "lantern", "--model", "smollm2", "--personas", "user", "--format", "json"], in: folder, models: true)
    #expect([0, 3].contains(run.status), "\(run.messages)")
    #expect(try SchemaCheck.problem(of: run.output, "comparison").isEmpty)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(object["recommendation"] is NSNull)
  }

  @Test func `a dossier that cannot carry a vote ends in 3, with abstentions and no percentage`() async throws {
    guard TestModel.smollm2.file != nil else { return }
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    try folder.write(
      "name: Bare\ntagline: A tool\ncategory: Web servers\nfacts: []\ndescription: A tool.\n", to: "tools/bare.yaml")
    let run = try await ProgramRun.run(["review", "bare", "--model", "smollm2"], in: folder, models: true)
    #expect(run.status == 3, "\(run.messages)")
    #expect(run.messages.contains("Bare has no percentage: 0 of 2 votes needed (2 abstained, 0 failed)"))
    #expect(run.output.contains("—"))
  }

  @Test func `a dry run prints prompts and costs and generates nothing`() async throws {
    guard TestModel.smollm2.file != nil else { return }
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    let run = try await ProgramRun.run(Self.arguments + ["--dry-run"], in: folder, models: true)
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.output.contains("Nothing was generated") && run.output.contains("It has no support for TLS."))
    #expect(run.output.contains("tokens"))
  }

  @Test(.timeLimit(.minutes(10))) func `Ctrl-C stops at once and leaves no file`() async throws {
    guard TestModel.smollm2.file != nil else { return }
    let folder = try Workplace()
    let before = try folder.names()
    let run = try await ProgramRun.run(
      ["review", "ripgrep", "silversearcher-ag", "--model", "smollm2", "--output", "page.html"], in: folder,
      models: true, signals: [(SIGINT, "requests")])
    #expect(run.wasSignalled && run.status == SIGINT)
    // The store's folder is made when the work begins.
    #expect(try folder.names().filter { $0 != ".local" } == before)
  }

  @Test func `a real llama-server serves a review`() async throws {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/llama-server" }
    let programs = [environment["PANEL_LLAMA_SERVER"]].compactMap { $0 } + folders
    guard let program = programs.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      print("skipped: no llama-server in $PANEL_LLAMA_SERVER or $PATH")
      return
    }
    guard let model = TestModel.smollm2.file else { return }
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    let socket = folder.url.appending(path: "llama.sock")
    let server = Process()
    server.executableURL = URL(filePath: program)
    server.arguments = [
      "-m", model.path, "-t", "1", "-tb", "1", "-c", "8192", "--no-webui", "--host", socket.path,
    ]
    server.standardOutput = FileHandle.nullDevice
    server.standardError = FileHandle.nullDevice
    try server.run()
    defer { kill(server.processIdentifier, SIGKILL) }
    for _ in 0..<1500 where !FileManager.default.fileExists(atPath: socket.path) {
      try await Task.sleep(for: .milliseconds(20))
    }
    let run = try await ProgramRun.run(
      ["review", "lantern", "--backend", "unix:\(socket.path)", "--format", "json"], in: folder)
    #expect([0, 3].contains(run.status), "\(run.messages)")
    #expect(try SchemaCheck.problem(of: run.output, "comparison").isEmpty)
    #expect(run.output.contains("\"backend\": \"http\"") && run.output.contains("\"failed\": 0"), "\(run.output)")
  }

  /// The parts of a document that a seed fixes.
  private static func reviews(_ json: String) throws -> String {
    var object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    object["run"] = nil
    let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .prettyPrinted])
    return String(decoding: data, as: UTF8.self)
  }
}
