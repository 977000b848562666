import Foundation
import TestSupport
import Testing

/// What a stranger gets wrong: each ends in a message that says what, where and what to do, in the right exit status,
/// and leaves no file behind.
struct BadInputTests {
  /// Runs a review that has to fail and checks that nothing was written, neither results nor files.
  private func fail(
    _ arguments: [String], in folder: Workplace, status: Int32, says words: [String], models: Bool = false,
    environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try folder.names()
    let run = try await ProgramRun.run(
      ["review"] + arguments + ["--output", "page.html"], in: folder, environment: environment, models: models)
    #expect(run.status == status && !run.wasSignalled, "\(run.messages)", sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, sourceLocation: sourceLocation)
    for word in words {
      #expect(run.messages.contains(word), "“\(word)” is not in: \(run.messages)", sourceLocation: sourceLocation)
    }
    #expect(try folder.names() == before, sourceLocation: sourceLocation)
  }

  @Test func `an unknown tool comes with the nearest names and how to add one`() async throws {
    try await fail(
      ["ripgrap"], in: Workplace(), status: 64,
      says: ["ripgrap", "Did you mean “ripgrep”?", "panel tool list", "panel tool new ripgrap"])
  }

  @Test func `all tools that are wrong are named at once`() async throws {
    try await fail(["ripgrap", "caddi", "nginx"], in: Workplace(), status: 64, says: ["ripgrep", "caddy"])
  }

  @Test func `the same tool twice is refused`() async throws {
    try await fail(["ripgrep", "ripgrep"], in: Workplace(), status: 64, says: ["“ripgrep” is named twice"])
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    try await fail(
      ["lantern", "tools/lantern.yaml"], in: folder, status: 64, says: ["“lantern” and “tools/lantern.yaml”"])
  }

  @Test func `an unknown persona comes with the known ones`() async throws {
    try await fail(["ripgrep", "--personas", "dxx"], in: Workplace(), status: 64, says: ["dxx", "Did you mean “dx”?"])
  }

  @Test func `an empty dossier is refused with its keys`() async throws {
    let folder = try Workplace().write("", to: "empty.yaml")
    try await fail(["empty.yaml"], in: folder, status: 1, says: ["empty.yaml", "empty", "tagline"])
  }

  @Test func `a file that is not there is named`() async throws {
    try await fail(["./missing.md"], in: Workplace(), status: 1, says: ["./missing.md", "not there"])
  }

  @Test func `bytes that are not UTF-8 are placed by line`() async throws {
    let folder = try Workplace().write(Data("# Tool\n\nGood text.\n".utf8) + [0xFF, 0xFE], to: "README.md")
    try await fail(["README.md"], in: folder, status: 1, says: ["README.md:4", "not UTF-8", "Save the file as UTF-8"])
  }

  @Test func `a README of more than 10 MB is refused by its size, one of 10 MB is read`() async throws {
    let paragraph = "This tool does one thing, and it does it the same way on every machine that it runs on.\n\n"
    let text = String(repeating: paragraph, count: (10 << 20) / paragraph.utf8.count)
    let folder = try Workplace().write(text, to: "fits.md")
    let run = try await ProgramRun.run(["tool", "show", "fits.md"], in: folder)
    #expect(run.status == 0 && run.output.contains("vendor: true"))
    try folder.write(text + paragraph + paragraph, to: "large.md")
    try await fail(["large.md"], in: folder, status: 1, says: ["large.md", "10"])
  }

  @Test func `a persona without moves is refused with file and key`() async throws {
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    let start = try #require(SmallPanel.user.range(of: "moves:"))
    let end = try #require(SmallPanel.user.range(of: "ship_when"))
    try folder.write(
      SmallPanel.user.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: "moves: []\n"),
      to: "personas/user.yaml")
    try await fail(["lantern"], in: folder, status: 1, says: ["personas/user.yaml:5", "moves"])
  }

  @Test func `a broken prompt is refused with file and line`() async throws {
    let folder = try Workplace()
    for name in ["rules", "dossier", "persona", "move", "vote", "evidence", "head_to_head"] {
      let file = repositoryRoot.appending(path: "prompts/\(name).mustache")
      try folder.write(try Data(contentsOf: file), to: "prompts/\(name).mustache")
    }
    try folder.write("You judge {{{nme}}}.\n", to: "prompts/persona.mustache")
    try await fail(["ripgrep"], in: folder, status: 1, says: ["prompts/persona.mustache:1", "nme"])
  }

  @Test func `a model that is not here comes with the command that fetches it`() async throws {
    try await fail(
      ["ripgrep"], in: Workplace(), status: 1,
      says: ["qwen2.5-coder-1.5b-instruct is not on this machine", "panel model pull qwen2.5-coder-1.5b-instruct"])
    try await fail(["ripgrep", "--model", "smolm2"], in: Workplace(), status: 64, says: ["Did you mean smollm2?"])
  }

  @Test func `a model file that is cut off or no GGUF is refused`() async throws {
    let folder = try Workplace().write("just text\n", to: "fake.gguf")
    try await fail(["ripgrep", "--model", "fake.gguf"], in: folder, status: 1, says: ["fake.gguf", "GGUF"])
    guard let model = TestModel.smollm2.file else { return }
    let handle = try FileHandle(forReadingFrom: model)
    let head = try #require(try handle.read(upToCount: 8 << 20))
    try folder.write(head, to: "cut.gguf")
    try await fail(["ripgrep", "--model", "cut.gguf"], in: folder, status: 1, says: ["cut.gguf"])
  }

  @Test func `too little memory is told before the work begins`() async throws {
    guard TestModel.smollm2.file != nil else { return }
    let folder = try Workplace()
    let run = try await ProgramRun.run(
      ["review", "ripgrep", "--model", "smollm2", "--output", "page.html"], in: folder, models: true,
      memoryLimit: 700_000)
    #expect(run.status == 1 && !run.wasSignalled, "\(run.messages)")
    #expect(run.messages.contains("Close other programs, or take a smaller model"), "\(run.messages)")
    #expect(try folder.names().isEmpty)
  }

  @Test func `an unknown kind of backend comes with the known kinds`() async throws {
    try await fail(
      ["ripgrep", "--backend", "ftp://x"], in: Workplace(), status: 64, says: ["kernel", "recording", "unix"])
  }

  @Test func `an endpoint where nobody listens is named`() async throws {
    try await fail(
      ["ripgrep", "--backend", "http://127.0.0.1:9"], in: Workplace(), status: 1, says: ["127.0.0.1:9"])
  }

  @Test func `an endpoint that speaks something else is named`() async throws {
    guard let server = try await FolderServer.start() else { return }
    defer { server.stop() }
    try await fail(["ripgrep", "--backend", server.address], in: Workplace(), status: 1, says: [server.address])
  }

  @Test func `a recording that is none, or of another review, is told`() async throws {
    let folder = try Workplace().write("{}\n", to: "other.jsonl")
    try await fail(["ripgrep", "--backend", "recording:other.jsonl"], in: folder, status: 64, says: ["other.jsonl"])
  }

  @Test func `without a network a download fails with what was tried, and says what else there is`() async throws {
    let folder = try Workplace()
    let closed = "http://127.0.0.1:9"
    let run = try await ProgramRun.run(
      ["model", "pull", "smollm2"], in: folder,
      environment: [
        "PIP_INDEX_URL": closed, "PIP_RETRIES": "0", "PIP_CONFIG_FILE": "/dev/null", "PIP_NO_INDEX": "1",
        "https_proxy": closed, "http_proxy": closed,
      ])
    #expect(run.status == 1)
    #expect(run.messages.contains("smollm2-135m-instruct could not be fetched"), "\(run.messages)")
    #expect(run.messages.contains("panel model add"), "\(run.messages)")
    #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/no-models/smollm2-135m-instruct.gguf"))
  }

  @Test func `a place that cannot be written is refused before the work begins`() async throws {
    let folder = try Workplace()
    let run = try await ProgramRun.run(["review", "ripgrep", "--output", "no/such/page.html"], in: folder)
    #expect(run.status == 1)
    #expect(run.messages.contains("mkdir -p no/such"), "\(run.messages)")
  }
}

/// A web server that is no inference endpoint: python's own file server, on a free port of the loopback.
private struct FolderServer {
  let address: String
  private let process: Process

  static func start() async throws -> FolderServer? {
    let process = Process()
    let place = FileManager.default.temporaryDirectory.appending(path: "panel-server-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let log = place.appending(path: "log")
    try Data().write(to: log)
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", place.path,
    ]
    process.standardOutput = try FileHandle(forWritingTo: log)
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else {
      print("skipped: python3 is not there")
      return nil
    }
    // “Serving HTTP on 127.0.0.1 port 40123 (http://127.0.0.1:40123/) ...”
    for _ in 0..<500 {
      let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
      if let address = text.firstMatch(of: /\((http:\/\/127\.0\.0\.1:\d+)\//)?.output.1 {
        return FolderServer(address: String(address), process: process)
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    print("skipped: python3 serves no folder")
    return nil
  }

  func stop() { kill(process.processIdentifier, SIGKILL) }
}
