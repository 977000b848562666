import Foundation
import TestSupport
import Testing

/// One run of the built program: what a person at a shell would see.
struct ProgramRun: Sendable {
  let status: Int32
  /// Whether a signal ended it; `status` is then the signal's number.
  let wasSignalled: Bool
  let output: String
  let messages: String

  /// The program beside the tests, built with them.
  static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "panel")

  /// The same program with a backend that has no model.
  static let scripted = program.deletingLastPathComponent().appending(path: "scripted-panel")

  /// Runs the program with an environment of its own, so that the developer's settings change nothing.
  ///
  /// - Parameters:
  ///   - environment: added to `PATH`, a home in `folder`, and 80 columns.
  ///   - models: whether the models of this machine can be seen.
  ///   - memoryLimit: address space in KiB, set by the shell.
  ///   - shell: what the shell does before it becomes the program.
  ///   - signals: sent one after another, each once the program has printed its text; `SIGINT` is Ctrl-C.
  static func run(
    _ arguments: [String], in folder: Workplace, environment: [String: String] = [:], models: Bool = false,
    signals: [(number: Int32, after: String)] = [], memoryLimit: Int? = nil, shell: String? = nil,
    program: URL = program
  ) async throws -> ProgramRun {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    if let shell = shell ?? memoryLimit.map({ "ulimit -v \($0)" }) {
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "\(shell) && exec \"$0\" \"$@\"", program.path] + arguments
    }
    process.currentDirectoryURL = folder.url
    var all = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": folder.url.path, "COLUMNS": "80"]
    all["PANEL_MODELS"] = models ? TestModel.folder.path : folder.url.appending(path: "no-models").path
    process.environment = all.merging(environment) { $1 }
    // Files, because nobody would read pipes while this waits.
    let place = FileManager.default.temporaryDirectory.appending(path: "panel-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let (output, messages) = (place.appending(path: "out"), place.appending(path: "err"))
    for file in [output, messages] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: messages)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let deadline = ContinuousClock.now + .seconds(600)
    var unsent = signals[...]
    while process.isRunning {
      try await Task.sleep(for: .milliseconds(20))
      if let signal = unsent.first, try (Self.text(messages) + Self.text(output)).contains(signal.after) {
        unsent = unsent.dropFirst()
        kill(process.processIdentifier, signal.number)
      }
      if ContinuousClock.now > deadline {
        kill(process.processIdentifier, SIGKILL)
        Issue.record("panel \(arguments.joined(separator: " ")) did not end")
        break
      }
    }
    process.waitUntilExit()
    return ProgramRun(
      status: process.terminationStatus, wasSignalled: process.terminationReason == .uncaughtSignal,
      output: try text(output), messages: try text(messages))
  }

  private static func text(_ file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }
}

/// A folder for one test, with files that the test writes; gone with the test.
final class Workplace: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "panel-command-\(UUID().uuidString)")
      .resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  @discardableResult
  func write(_ text: String, to path: String) throws -> Workplace { try write(Data(text.utf8), to: path) }

  @discardableResult
  func write(_ data: Data, to path: String) throws -> Workplace {
    let file = url.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return self
  }

  func read(_ path: String) throws -> Data { try Data(contentsOf: url.appending(path: path)) }

  /// Names of what is in the folder, hidden ones too.
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
}
