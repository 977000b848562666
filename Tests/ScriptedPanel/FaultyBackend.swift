import Foundation
import Inference
import TestSupport

/// Answers without a model, with faults that an address names: `scripted:delay=5,away=/tmp/away`.
///
/// | part | what it does |
/// |---|---|
/// | `delay=MS` | waits so long before each answer |
/// | `away=PATH` | is not to be reached while there is a file at the path |
/// | `calls=PATH` | adds a line with the prompt's tool to a file for each phase of a session |
///
/// A prompt that holds “kill the process” ends the process as `kill -9` does, one with “break the answer” fails.
struct FaultyBackend: InferenceBackend {
  let identity = BackendIdentity(kind: "scripted", model: "scripted", engine: "test")
  let capabilities = BackendCapabilities(contextLength: nil, isDeterministic: true, readsDistributions: true)
  private let base = ScriptedBackend()
  private var delay = Duration.zero
  private var away: String?
  private var calls: String?

  init(address: String) throws {
    for part in address.dropFirst("scripted:".count).split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      switch pair.first {
      case "delay": delay = .milliseconds(Int(pair.last ?? "") ?? 0)
      case "away": away = pair.last
      case "calls": calls = pair.last
      default: throw InferenceError(.badRequest, "“\(part)” is no part of a scripted backend.")
      }
    }
  }

  func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error> {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: InferenceEvent.self)
    let task = Task {
      do {
        try await Task.sleep(for: delay)
        if let away, FileManager.default.fileExists(atPath: away) {
          let error = InferenceError(.unreachable, "Nobody listens at the endpoint.", remedy: "Start it.")
          for request in requests { continuation.yield(.failed(request.id, error)) }
          return continuation.finish()
        }
        let text = requests.flatMap(\.messages).map(\.text).joined()
        if text.contains("kill the process") { kill(getpid(), SIGKILL) }
        if let calls { try Self.append("\(requests.first?.id.rawValue ?? "")\n", to: calls) }
        if text.contains("break the answer") {
          let error = InferenceError(.invalidOutput, "The answer is no answer.")
          for request in requests { continuation.yield(.failed(request.id, error)) }
          return continuation.finish()
        }
        for try await event in base.run(requests) { continuation.yield(event) }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int] {
    try await base.countPromptTokens(requests)
  }

  func close() async {}

  /// Sessions run side by side, so a line is written in one call to a file that is open for appending.
  private static func append(_ line: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o600)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try file.write(contentsOf: Data(line.utf8))
    try file.close()
  }
}
