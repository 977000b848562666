import Dispatch
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
final class StopSignals: Sendable {
  enum Request: Int, Sendable, Comparable {
    /// Begin nothing more.
    case finish = 1
    /// Let go of what is in flight.
    case now

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  // Sources are made, kept and cancelled as a whole; nothing of them is changed in between.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  init(
    pause: @escaping @Sendable () -> Void, resume: @escaping @Sendable () -> Void,
    stop: @escaping @Sendable (Request) -> Void
  ) {
    let queue = DispatchQueue(label: "panel.stop-signals")
    let level = Mutex(0)
    var sources: [any DispatchSourceSignal] = []
    func handle(_ number: Int32, _ action: @escaping @Sendable () -> Void) {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler(handler: action)
      source.activate()
      sources.append(source)
    }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      handle(number) {
        let asked = level.withLock { level in
          level = number == SIGINT ? level + 1 : max(level + 1, 2)
          return level
        }
        if let request = Request(rawValue: asked) { return stop(request) }
        signal(number, SIG_DFL)
        kill(getpid(), number)
      }
    }
    handle(SIGTSTP) {
      pause()
      kill(getpid(), SIGSTOP)
      resume()
    }
    self.sources = sources
  }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM, SIGHUP, SIGTSTP] { signal(number, SIG_DFL) }
  }
}
