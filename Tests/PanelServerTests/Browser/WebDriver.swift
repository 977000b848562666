import Foundation
import Testing

@testable import InferenceHTTP

/// Chromium without a window, driven through its WebDriver (W3C).
final class WebDriver: Sendable {
  enum Theme: String, CaseIterable {
    case light
    case dark
  }

  private let port: Int
  private let session: String

  private init(port: Int, session: String) {
    self.port = port
    self.session = session
  }

  /// Hands over a browser, and ends it and its driver in every case; prints why where there is none.
  static func use(_ body: (WebDriver) async throws -> Void) async throws {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let files = (folders + ["/usr/lib/chromium"]).map { "\($0)/chromedriver" }
    guard let file = files.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      print("skipped: there is no chromedriver; apt-get install chromium-driver brings it")
      return
    }
    let process = Process()
    process.executableURL = URL(filePath: file)
    process.arguments = ["--port=0"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try Self.run(process)
    defer {
      kill(process.processIdentifier, SIGTERM)
      process.waitUntilExit()
    }
    let port = try #require(Self.port(from: output.fileHandleForReading), "chromedriver names no port")
    try await ready(port)
    let arguments: JSONValue = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
      "--window-size=1280,900",
    ]
    let made = try await call(
      "POST", port, "/session",
      ["capabilities": ["alwaysMatch": ["browserName": "chrome", "goog:chromeOptions": ["args": arguments]]]])
    let session = try #require(made["sessionId"]?.string, "chromedriver made no session")
    do {
      try await body(WebDriver(port: port, session: session))
    } catch {
      _ = try? await call("DELETE", port, "/session/\(session)", nil)
      throw error
    }
    _ = try await call("DELETE", port, "/session/\(session)", nil)
  }

  /// Starts a process that gets signals: threads of Swift's pool have them blocked, and a child inherits that. A Chromium
  /// that never hears of its children's ends hangs.
  private static func run(_ process: Process) throws {
    var none = sigset_t()
    sigemptyset(&none)
    var before = sigset_t()
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
  }

  /// The port, which the system chose, from what the driver writes when it listens.
  private static func port(from handle: FileHandle) -> Int? {
    var text = ""
    while true {
      let data = handle.availableData
      if data.isEmpty { return nil }
      text += String(decoding: data, as: UTF8.self)
      if let match = text.firstMatch(of: /on port (\d+)\./) { return Int(match.output.1) }
    }
  }

  private static func ready(_ port: Int) async throws {
    var last = ""
    for _ in 0..<200 {
      do {
        let status = try await call("GET", port, "/status", nil)
        if status["ready"] == true { return }
        last = "\(status)"
      } catch { last = "\(error)" }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw WebDriverError(text: "chromedriver was not ready after 10 s: \(last)")
  }

  /// Lays pages out as on a screen of this width, in this theme.
  func screen(width: Int, height: Int = 900, theme: Theme = .light) async throws {
    try await chromium(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": .number(Double(width)), "height": .number(Double(height)), "deviceScaleFactor": .number(1),
        "mobile": false,
      ])
    try await chromium(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": .string(theme.rawValue)]]])
  }

  func open(_ address: String) async throws { try await send("/url", ["url": .string(address)]) }

  func back() async throws { try await send("/back", [:]) }

  /// Runs a script and hands over what it returns, as text.
  @discardableResult
  func run(_ script: String) async throws -> String {
    switch try await send("/execute/sync", ["script": .string("return String((() => { \(script) })())"), "args": []]) {
    case .string(let text): text
    default: ""
    }
  }

  /// Runs a script outside of the page's policy and hands over what its promise gives, as text.
  func evaluate(_ script: String) async throws -> String {
    let answer = try await chromium(
      "Runtime.evaluate", ["expression": .string(script), "awaitPromise": true, "returnByValue": true])
    if let fault = answer["exceptionDetails"] { throw WebDriverError(text: "\(fault)") }
    return answer["result"]?["value"]?.string ?? ""
  }

  /// Presses keys as a person would, one after another.
  func press(_ keys: String) async throws {
    let actions = keys.flatMap { key -> [JSONValue] in
      [["type": "keyDown", "value": .string(String(key))], ["type": "keyUp", "value": .string(String(key))]]
    }
    try await send("/actions", ["actions": [["type": "key", "id": "keyboard", "actions": .array(actions)]]])
  }

  /// Presses Ctrl+Enter.
  func submit() async throws {
    let (control, enter) = (JSONValue.string("\u{E009}"), JSONValue.string("\u{E007}"))
    try await send(
      "/actions",
      [
        "actions": [
          [
            "type": "key", "id": "keyboard",
            "actions": [
              ["type": "keyDown", "value": control], ["type": "keyDown", "value": enter],
              ["type": "keyUp", "value": enter], ["type": "keyUp", "value": control],
            ],
          ]
        ]
      ])
  }

  /// Waits until an expression is true.
  func wait(_ expression: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
      if (try? await run("return !!(\(expression))")) == "true" { return }
      try await Task.sleep(for: .milliseconds(30))
    }
    let page = (try? await run("return location.href + ' ' + document.body.innerText.slice(0, 800)")) ?? ""
    Issue.record("\(expression) did not come true on \(page)", sourceLocation: sourceLocation)
    throw WebDriverError(text: "waited too long")
  }

  /// A picture of the whole page, PNG.
  func picture() async throws -> Data {
    let answer = try await chromium("Page.captureScreenshot", ["captureBeyondViewport": true])
    return try #require(Data(base64Encoded: answer["data"]?.string ?? ""))
  }

  @discardableResult
  private func chromium(_ command: String, _ parameters: JSONValue) async throws -> JSONValue {
    try await send("/goog/cdp/execute", ["cmd": .string(command), "params": parameters])
  }

  @discardableResult
  private func send(_ path: String, _ body: JSONValue) async throws -> JSONValue {
    try await Self.call("POST", port, "/session/\(session)\(path)", body)
  }

  private static func call(
    _ method: String, _ port: Int, _ path: String, _ body: JSONValue?
  ) async throws -> JSONValue {
    let (status, data) = try await PlainHTTP.send(
      method, port: port, path: path, body: try body.map { try JSONEncoder().encode($0) })
    guard status == 200 else {
      throw WebDriverError(text: "\(method) \(path): \(String(decoding: data.prefix(600), as: UTF8.self))")
    }
    return try JSONDecoder().decode(JSONValue.self, from: data)["value"] ?? .null
  }
}

struct WebDriverError: Error, CustomStringConvertible {
  var text: String
  var description: String { text }
}
