import Foundation
import TestSupport
import Testing

/// The table of rooms in docs/design.md, held against the code.
struct ArchitectureTests {
  /// In the order of the table: a room imports only rooms above it, and of those only these.
  static let rooms: [(name: String, imports: Set<String>)] = [
    ("PanelCore", []),
    ("PanelFormats", ["PanelCore"]),
    ("Inference", []),
    ("KernelSIMD", []),
    ("ModelFiles", []),
    ("InferenceKernel", ["Inference", "ModelFiles", "KernelSIMD"]),
    ("CCurl", []),
    ("InferenceHTTP", ["Inference", "CCurl"]),
    ("PanelEngine", ["PanelCore", "PanelFormats", "Inference"]),
    ("PanelStore", ["PanelCore", "PanelFormats"]),
    ("PanelDesk", ["PanelCore", "PanelFormats", "PanelStore"]),
    ("PanelSite", ["PanelCore"]),
    ("PanelServer", ["PanelCore", "PanelFormats", "PanelStore", "PanelDesk", "PanelSite"]),
    (
      "PanelCommand",
      [
        "PanelCore", "PanelFormats", "Inference", "KernelSIMD", "ModelFiles", "InferenceKernel", "CCurl",
        "InferenceHTTP", "PanelEngine", "PanelStore", "PanelDesk", "PanelSite", "PanelServer",
      ]
    ),
    ("panel", ["PanelCommand"]),
  ]

  @Test func `every folder of Sources is a room of the table`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path).filter { !$0.hasPrefix(".") }
    #expect(Set(folders) == Set(Self.rooms.map(\.name)))
  }

  @Test(arguments: rooms.map(\.name))
  func `a room imports only what the table allows`(room: String) throws {
    let allowed = try #require(Self.rooms.first { $0.name == room }).imports
    let ours = Set(Self.rooms.map(\.name))
    for (file, text) in try Self.files(in: room) where file.hasSuffix(".swift") {
      for line in text.split(separator: "\n") {
        guard let module = Self.imported(by: line), ours.contains(module) else { continue }
        #expect(allowed.contains(module), "\(file) imports \(module)")
      }
    }
  }

  @Test func `the manifest's dependencies are those of the table`() async throws {
    let manifest = try String(contentsOf: repositoryRoot.appending(path: "Package.swift"), encoding: .utf8)
    let ours = Set(Self.rooms.map(\.name))
    for (room, allowed) in Self.rooms {
      let heads = ["target", "executableTarget", "systemLibrary"].flatMap { kind in
        [".\(kind)(name: \"\(room)\"", ".\(kind)(\n      name: \"\(room)\""]
      }
      guard let start = heads.compactMap({ manifest.range(of: $0) }).first else {
        Issue.record("no target \(room)")
        continue
      }
      // Up to the settings, which every target ends with, or to the next target.
      let rest = manifest[start.upperBound...]
      let end = rest.range(of: "arget(")?.lowerBound ?? rest.endIndex
      guard let list = rest[..<end].firstRange(of: /dependencies: \[[^\]]*\]/).map({ rest[$0] }) else { continue }
      let named = Set(list.matches(of: /"(\w+)"/).map { String($0.output.1) }).intersection(ours)
      #expect(named.isSubset(of: allowed), "\(room) depends on \(named.subtracting(allowed))")
    }
  }

  @Test func `only the commands read the environment or the clock`() throws {
    let words = ["ProcessInfo.processInfo.environment", "getenv(", "Date()", "Date.now", "UUID()"]
    for room in Self.rooms.map(\.name) where room != "PanelCommand" && room != "panel" {
      for (file, text) in try Self.files(in: room) where file.hasSuffix(".swift") {
        for word in words { #expect(!text.contains(word), "\(file) has \(word)") }
      }
    }
  }

  @Test func `no file of Sources is longer than 400 lines`() throws {
    for room in Self.rooms.map(\.name) {
      for (file, text) in try Self.files(in: room) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        #expect(lines <= 400, "\(file) has \(lines) lines")
      }
    }
  }

  private static let sources = repositoryRoot.appending(path: "Sources")

  private static func files(in room: String) throws -> [(file: String, text: String)] {
    let folder = sources.appending(path: room)
    let endings = ["swift", "c", "h"]
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().compactMap { path in
      guard endings.contains(where: { path.hasSuffix(".\($0)") }) else { return nil }
      return ("\(room)/\(path)", try String(contentsOf: folder.appending(path: path), encoding: .utf8))
    }
  }

  /// `PanelCore` of `public import PanelCore`, `import struct PanelCore.Verdict` and the like.
  private static func imported(by line: Substring) -> String? {
    let match = line.firstMatch(
      of:
        /^\s*(?:@\w+\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+(?:(?:struct|class|enum|func|protocol|typealias|let|var)\s+)?(\w+)/
    )
    return match.map { String($0.output.1) }
  }
}
