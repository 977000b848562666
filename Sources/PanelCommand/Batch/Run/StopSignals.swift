import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Turns signals into requests to stop, for work that ends in order: the first Ctrl-C asks to finish what is in flight, the
/// second, `SIGTERM` and `SIGHUP` ask to let it go at once; one more ends the program the way the signal does by itself.
struct StopSignals: Sendable {
  enum Request: Int, Sendable, Comparable {
    /// Begin nothing more.
    case finish = 1
    /// Let go of what is in flight.
    case now

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  private let handlers: SignalHandlers

  init(
    pause: @escaping @Sendable () -> Void, resume: @escaping @Sendable () -> Void,
    stop: @escaping @Sendable (Request) -> Void
  ) {
    let level = Mutex(0)
    handlers = SignalHandlers([SIGINT, SIGTERM, SIGHUP, SIGTSTP]) { number in
      if number == SIGTSTP {
        pause()
        SignalHandlers.suspendProcess()
        return resume()
      }
      let asked = level.withLock { level in
        level = number == SIGINT ? level + 1 : max(level + 1, 2)
        return level
      }
      if let request = Request(rawValue: asked) { return stop(request) }
      SignalHandlers.endProcess(by: number)
    }
  }
}
