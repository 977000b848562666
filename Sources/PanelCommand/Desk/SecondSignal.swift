import Dispatch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Ends the process at once where it is asked to end a second time: the first is an orderly end, which waits for requests
/// that run.
final class SecondSignal: Sendable {
  // Made, kept and cancelled as a whole; nothing of them is changed in between.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  init() {
    let queue = DispatchQueue(label: "panel.second-signal")
    // Counted on the queue alone.
    nonisolated(unsafe) var count: UInt = 0
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        count += source.data
        if count > 1 { _exit(128 + number) }
      }
      source.activate()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
  }
}
