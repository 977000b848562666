import Foundation

/// A program of this machine that a test checks our output with.
struct InstalledProgram {
  let url: URL

  /// nil, with the reason printed, where none of `names` is in `PATH`.
  init?(_ names: String...) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let files = names.flatMap { name in folders.map { URL(filePath: "\($0)/\(name)") } }
    guard let file = files.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
      print("skipped: no \(names.joined(separator: " or ")) in PATH")
      return nil
    }
    url = file
  }

  /// What the program prints for `arguments`.
  func output(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
