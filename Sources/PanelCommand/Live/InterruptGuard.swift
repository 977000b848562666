#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Gives the terminal back before a signal ends or stops the program.
///
/// While it lives, `SIGINT`, `SIGTERM` and `SIGHUP` run `end` and then end the program; `SIGTSTP` (Ctrl-Z) runs `pause`,
/// stops the program, and runs `resume` once it goes on.
struct InterruptGuard: Sendable {
  private let handlers: SignalHandlers

  init(
    end: @escaping @Sendable () -> Void, pause: @escaping @Sendable () -> Void,
    resume: @escaping @Sendable () -> Void
  ) {
    handlers = SignalHandlers([SIGINT, SIGTERM, SIGHUP, SIGTSTP]) { number in
      guard number == SIGTSTP else {
        end()
        return SignalHandlers.endProcess(by: number)
      }
      pause()
      SignalHandlers.suspendProcess()
      resume()
    }
  }

  init<Model>(_ display: LiveDisplay<Model>) {
    self.init(end: display.abandon, pause: display.pause, resume: display.resume)
  }
}
