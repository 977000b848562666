import Dispatch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Handles signals while it lives; afterwards they do again what they do by themselves.
final class SignalHandlers: Sendable {
  // Sources are made, kept and cancelled as a whole; nothing of them is changed in between.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]
  private let numbers: [Int32]

  /// - Parameters:
  ///   - numbers: `SIGINT`, `SIGTERM` …
  ///   - handler: is called with the signal's number once for each that came, one call at a time, on a queue of its own.
  init(_ numbers: [Int32], _ handler: @escaping @Sendable (Int32) -> Void) {
    let queue = DispatchQueue(label: "panel.signals")
    self.numbers = numbers
    sources = numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { for _ in 0..<source.data { handler(number) } }
      source.activate()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in numbers { signal(number, SIG_DFL) }
  }

  /// Ends the process the way the signal does by itself, so that a shell sees what happened.
  static func endProcess(by number: Int32) {
    signal(number, SIG_DFL)
    kill(getpid(), number)
  }

  /// Stops the process as Ctrl-Z does, and returns once it goes on.
  static func suspendProcess() { kill(getpid(), SIGSTOP) }
}
