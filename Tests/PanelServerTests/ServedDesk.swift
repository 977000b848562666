import Foundation
import FoundationNetworking
import PanelDesk
import PanelStore
import TestSupport
import Testing

/// `panel serve` as a process of its own, on a port that the system chose.
final class ServedDesk: Sendable {
  static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  let place: Place
  let port: Int
  private let process: Process

  /// - Parameters:
  ///   - arguments: more of `panel serve`.
  ///   - name: `scripted-panel` knows a backend without a model.
  init(_ place: Place, _ arguments: [String] = [], program name: String = "panel") async throws {
    self.place = place
    process = Self.process(["serve", "--port", "0", "--quiet"] + arguments, place, program: name)
    let output = place.folder.appending(path: "serve-\(UUID().uuidString).log")
    try Data().write(to: output)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: output)
    try process.run()
    var port: Int?
    let deadline = ContinuousClock.now + .seconds(60)
    while port == nil, ContinuousClock.now < deadline, process.isRunning {
      try await Task.sleep(for: .milliseconds(50))
      let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
      port = text.firstMatch(of: /Listening on http:\/\/127\.0\.0\.1:(\d+)\n/).flatMap { Int($0.output.1) }
    }
    self.port = try #require(port, "the server did not start")
  }

  static func process(_ arguments: [String], _ place: Place, program name: String = "panel") -> Process {
    let process = Process()
    process.executableURL = folder.appending(path: name)
    process.arguments = arguments
    process.environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": place.folder.path,
      "PANEL_DATABASE": place.folder.appending(path: "panel.sqlite").path, "PANEL_MODELS": TestModel.folder.path,
    ]
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Sends a signal and does not wait.
  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  var isRunning: Bool { process.isRunning }

  var address: String { "http://127.0.0.1:\(port)" }

  /// - Returns: The exit status; of a signal its number.
  @discardableResult
  func end(_ signal: Int32) -> Int32 {
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// - Returns: Status and body; nil where the server did not answer.
  func call(_ method: String, _ path: String, token: String? = nil, json: String? = nil) async -> (
    status: Int, text: String
  )? {
    guard let url = URL(string: address + path) else { return nil }
    var request = URLRequest(url: url, timeoutInterval: 60)
    request.httpMethod = method
    if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
    if let json {
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
      request.httpBody = Data(json.utf8)
    }
    guard let (data, response) = try? await URLSession.shared.data(for: request) else { return nil }
    return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
  }
}
