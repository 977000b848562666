import Foundation
import InferenceHTTP
import TestSupport
import Testing

/// A real llama-server that serves the small test model, run as a child process.
struct LlamaServer: Sendable {
  static let key = "a test's key"
  /// The server of the suite that runs; nil where there is none to be had, with the reason printed.
  @TaskLocal static var current: LlamaServer?

  let address: String

  /// `$PANEL_LLAMA_SERVER`, else `llama-server` in `$PATH`.
  static var program: URL? {
    let environment = ProcessInfo.processInfo.environment
    let named = environment["PANEL_LLAMA_SERVER"].map { [$0] } ?? []
    let folders = environment["PATH", default: ""].split(separator: ":").map { String($0) + "/llama-server" }
    let found = (named + folders).first { FileManager.default.isExecutableFile(atPath: $0) }
    if found == nil { print("skipped: no llama-server in $PANEL_LLAMA_SERVER or $PATH") }
    return found.map { URL(filePath: $0) }
  }

  /// Runs `body` while a server runs; `socket` makes it listen there instead of on a TCP port.
  static func run(
    socket: String? = nil, _ arguments: [String] = [], _ body: (LlamaServer) async throws -> Void
  ) async throws {
    guard let program, let model = TestModel.smollm2.file else { return }
    let port = try #require(FreePort.find())
    let process = Process()
    process.executableURL = program
    process.arguments =
      ["-m", model.path, "-t", "1", "-tb", "1", "--no-webui"] + arguments
      + (socket.map { ["--host", $0] } ?? ["--host", "127.0.0.1", "--port", String(port)])
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer {
      // Not SIGTERM: threads of the pool that we may run on block it, and a child inherits that.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    if let socket {
      for _ in 0..<600 where !FileManager.default.fileExists(atPath: socket) {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    let server = LlamaServer(address: socket.map { "unix:\($0)" } ?? "http://127.0.0.1:\(port)")
    // The port opens some time after the program starts; a refused connection is tried again until then.
    let client = CurlClient()
    defer { Task { await client.close() } }
    for _ in 0..<600 where socket == nil && process.isRunning {
      if (try? await client.fetch(HTTPRequest(url: server.address + "/health"), limit: 10_000)) != nil { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    try await body(server)
  }
}

/// Starts one server for all tests of a suite.
struct LlamaServerTrait: SuiteTrait, TestScoping {
  let arguments: [String]

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    guard LlamaServer.program != nil, TestModel.smollm2.file != nil else { return try await function() }
    try await LlamaServer.run(arguments) { server in
      try await LlamaServer.$current.withValue(server) { try await function() }
    }
  }
}

extension Trait where Self == LlamaServerTrait {
  static func llamaServer(_ arguments: String...) -> Self { Self(arguments: arguments) }
}
