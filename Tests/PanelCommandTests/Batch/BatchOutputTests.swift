import Foundation
import PanelCore
import PanelFormats
import Testing

@testable import PanelCommand

/// Files of results that grow, are torn, and are completed.
struct BatchOutputTests {
  static func result(_ slug: String, name: String? = nil) throws -> BatchResult {
    let tool = try #require(ToolSlug(slug))
    let persona = try #require(PersonaID("dx"))
    let verdict = Verdict(
      dossier: Dossier(
        slug: tool, name: name ?? "Tool \(slug)", tagline: "=HYPERLINK(\"x\")", category: "Things",
        facts: [
          Evidence(id: EvidenceID(1), text: "It is.", source: "README", retrieved: CalendarDate("2026-11-22"))
        ], description: ""),
      reviews: [Review(persona: persona, name: "DX", vote: .ship, pShip: 0.8, pShipRaw: 0.7)], quorum: 1)
    let run = RunRecord(
      id: "r", backend: "recording", modelName: "m", modelSHA256: nil, seed: 1,
      personasSHA256: String(repeating: "a", count: 64), promptsSHA256: String(repeating: "b", count: 64),
      dossierSHA256: [tool: String(repeating: "c", count: 64)], version: "0", started: "2026-11-22T00:00:00Z",
      seconds: 1, promptTokens: 1, computedPromptTokens: 1, generatedTokens: 1)
    let document = VerdictDocument(verdict, on: nil)
    return .verdict(
      document, line: try StableJSON.line(document), Comparison(verdicts: [verdict], recommendation: nil, run: run))
  }

  static func lines(_ folder: Workplace, _ path: String) throws -> [String] {
    String(decoding: try folder.read(path), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `a line that was torn at any byte is completed, and no line comes twice`() throws {
    let folder = try Workplace()
    let file = folder.url.appending(path: "v.jsonl")
    let results = try ["a", "b", "c"].map { try Self.result($0) }
    func write() throws {
      var sink = try JSONLSink(file, shown: "v.jsonl")
      for result in results { try sink.add(result) }
    }
    try write()
    let whole = try folder.read("v.jsonl")
    try write()
    #expect(try folder.read("v.jsonl") == whole)
    for length in stride(from: 0, through: whole.count, by: 7) {
      try folder.write(whole.prefix(length), to: "v.jsonl")
      try write()
      #expect(try folder.read("v.jsonl") == whole, "torn at \(length)")
    }
    try folder.write(whole.prefix(whole.count / 2) + Data(count: 4096), to: "v.jsonl")
    try write()
    #expect(try folder.read("v.jsonl") == whole, "zeros of a power cut")
    for line in try Self.lines(folder, "v.jsonl") {
      _ = try VerdictDocument.read(Data(line.utf8), file: "v.jsonl")
    }
  }

  @Test func `a torn table is completed, and no cell is a formula`() throws {
    let folder = try Workplace()
    let file = folder.url.appending(path: "v.csv")
    let results = try ["a", "b"].map { try Self.result($0, name: "@SUM(A1)") }
    func write() throws {
      var sink = try CSVSink(file, shown: "v.csv")
      for result in results { try sink.add(result) }
    }
    try write()
    let whole = try folder.read("v.csv")
    for length in stride(from: 0, through: whole.count, by: 5) {
      try folder.write(whole.prefix(length), to: "v.csv")
      try write()
      #expect(try folder.read("v.csv") == whole, "torn at \(length)")
    }
    let lines = String(decoding: whole, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(
      lines == [
        CSVSink.header.joined(separator: ","),
        #"a,'@SUM(A1),Things,"'=HYPERLINK(""x"")",100,21,100,1,0,0,0,1,dx ship"#,
        #"b,'@SUM(A1),Things,"'=HYPERLINK(""x"")",100,21,100,1,0,0,0,1,dx ship"#, "",
      ])
  }

  @Test func `a file that is not of this batch is not added to`() throws {
    let folder = try Workplace()
    try folder.write("my notes\n", to: "v.jsonl")
    let error = #expect(throws: CommandFailure.self) {
      _ = try JSONLSink(folder.url.appending(path: "v.jsonl"), shown: "v.jsonl")
    }
    #expect(error?.message == "v.jsonl was not written by this batch: line 1 is none of its lines.")
    #expect(try folder.read("v.jsonl") == Data("my notes\n".utf8))
  }

  @Test func `two processes never write to one file at once`() throws {
    let folder = try Workplace()
    let file = folder.url.appending(path: "v.jsonl")
    let first = try JSONLSink(file, shown: "v.jsonl")
    let error = #expect(throws: CommandFailure.self) { _ = try JSONLSink(file, shown: "v.jsonl") }
    #expect(error?.message == "v.jsonl is being written by another process.")
    withExtendedLifetime(first) {}
  }

  @Test func `a folder holds lines, table, indexes and a page for each tool, and is completed`() throws {
    let folder = try Workplace()
    let place = folder.url.appending(path: "out")
    func write(_ slugs: [String]) throws {
      var sink = try FolderSink(place, shown: "out/", title: "Batch")
      for slug in slugs { try sink.add(Self.result(slug)) }
      try sink.flush(isLast: true, seconds: 0, failures: [("timed_out", 1)])
    }
    try write(["a"])
    try FileManager.default.removeItem(at: place.appending(path: "tools/a.json"))
    try write(["a", "b"])
    let names = try FileManager.default.subpathsOfDirectory(atPath: place.path).sorted()
    #expect(
      names == [
        "comparisons", "index.html", "index.md", "tools", "tools/a.html", "tools/a.json", "tools/a.md", "tools/b.html",
        "tools/b.json", "tools/b.md", "verdicts.csv", "verdicts.jsonl",
      ])
    #expect(try Self.lines(folder, "out/verdicts.jsonl").count == 2)
    #expect(try Self.lines(folder, "out/index.md").contains { $0.contains("[Tool b](<tools/b.md>)") })
    #expect(try Self.lines(folder, "out/index.md").contains("- timed\\_out: 1"))
  }

  @Test func `a new batch writes over nothing`() throws {
    let folder = try Workplace()
    var world = World.live()
    world.currentDirectory = URL(filePath: folder.url.path, directoryHint: .isDirectory)
    try folder.write("{}\n", to: "v.jsonl").write("x\n", to: "out/verdicts.jsonl")
    for path in ["v.jsonl", "out", "out/"] {
      let error = #expect(throws: CommandFailure.self) { _ = try BatchOutputPlace(path, world: world) }
      #expect(error?.message.contains("holds results already") == true, "\(path)")
    }
    for path in ["v.pdf", "nowhere/v.jsonl"] {
      #expect(throws: CommandFailure.self, "\(path)") { _ = try BatchOutputPlace(path, world: world) }
    }
    #expect(try BatchOutputPlace("new", world: world).kind == .folder)
    #expect(try BatchOutputPlace("new.csv", world: world).kind == .table)
  }
}
