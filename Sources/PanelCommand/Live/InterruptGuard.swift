import Dispatch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Gives the terminal back before a signal ends or stops the program.
///
/// While it lives, `SIGINT`, `SIGTERM` and `SIGHUP` run `end` and then end the program the way the signal does by itself,
/// so that a shell sees what happened; `SIGTSTP` (Ctrl-Z) runs `pause`, stops the program, and runs `resume` once it goes
/// on.
final class InterruptGuard: Sendable {
  // Sources are made, kept and cancelled as a whole; nothing of them is changed in between.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  init(
    end: @escaping @Sendable () -> Void, pause: @escaping @Sendable () -> Void,
    resume: @escaping @Sendable () -> Void
  ) {
    let queue = DispatchQueue(label: "panel.interrupt-guard")
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
        end()
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

  convenience init<Model>(_ display: LiveDisplay<Model>) {
    self.init(end: display.abandon, pause: display.pause, resume: display.resume)
  }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM, SIGHUP, SIGTSTP] { signal(number, SIG_DFL) }
  }
}
