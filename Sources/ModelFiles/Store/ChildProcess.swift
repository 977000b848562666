import Foundation
import Synchronization

/// Another program, run to its end. Cancelling the task that waits ends the program.
///
/// Sound as `Sendable`: `Process` is started once, by the task that waits, and otherwise only told to end, which it
/// allows from any thread.
final class ChildProcess: @unchecked Sendable {
  struct Outcome: Sendable {
    var status: Int32
    /// The end of what it wrote to standard error.
    var errorText: String
  }

  private let process = Process()
  private let errorLog: URL
  /// Whether it was started, and whether it is to end.
  private let state = Mutex((isRunning: false, isCancelled: false))

  /// - Parameters:
  ///   - program: found as a shell would.
  ///   - environment: put over our own.
  ///   - errorLog: a file for what the program writes to standard error. A pipe could fill up.
  init(_ program: String, _ arguments: [String], environment: [String: String], errorLog: URL) throws {
    self.errorLog = errorLog
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = environment.map { "\($0)=\($1)" } + [program] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let log = try OpenFile(errorLog, O_WRONLY | O_CREAT | O_TRUNC)
    process.standardError = FileHandle(fileDescriptor: dup(log.descriptor), closeOnDealloc: true)
  }

  func run() async throws -> Outcome {
    try await withTaskCancellationHandler {
      let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
        process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
        do {
          try start()
        } catch {
          process.terminationHandler = nil
          continuation.resume(throwing: error)
        }
      }
      try Task.checkCancellation()
      let data = (try? Data(contentsOf: errorLog)) ?? Data()
      return Outcome(status: status, errorText: String(decoding: data.suffix(8192), as: UTF8.self))
    } onCancel: {
      state.withLock { state in
        state.isCancelled = true
        // SIGTERM will not do: the child inherits the signal mask of a dispatch thread, which blocks it. Whoever calls
        // cleans up after the program anyway.
        if state.isRunning, process.isRunning { kill(process.processIdentifier, SIGKILL) }
      }
    }
  }

  private func start() throws {
    try state.withLock { state in
      guard !state.isCancelled else { throw CancellationError() }
      try process.run()
      state.isRunning = true
    }
  }
}
