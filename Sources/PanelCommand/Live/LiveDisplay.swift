import Dispatch
import PanelSite
import Synchronization

/// Shows a model as it changes: painted in place on a terminal, as plain lines elsewhere.
///
/// Give it what happens with ``receive(_:)`` and end it with ``stop()`` before anything else is written to the terminal.
final class LiveDisplay<Model: LiveModel>: Sendable {
  private let terminal: Terminal
  private let now: @Sendable () -> Double
  private let state: Mutex<State>
  // Set up before it is shared; after that only cancelled, which dispatch sources allow from any thread.
  private nonisolated(unsafe) let timer: (any DispatchSourceTimer)?

  private struct State {
    var model: Model
    var repainter: Repainter
    var isRunning = true
    var isPaused = false
  }

  /// - Parameters:
  ///   - terminal: Where to show it; standard error, as a rule.
  ///   - now: Seconds since the display began.
  init(_ model: Model, on terminal: Terminal, now: @escaping @Sendable () -> Double) {
    self.terminal = terminal
    self.now = now
    state = Mutex(State(model: model, repainter: Repainter(colour: terminal.hasColour)))
    guard terminal.isInteractive else {
      timer = nil
      return
    }
    let source = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "panel.live-display"))
    timer = source
    terminal.write(Repainter.begin)
    source.schedule(deadline: .now(), repeating: .milliseconds(100))
    source.setEventHandler { [weak self] in self?.paint() }
    source.activate()
  }

  deinit { abandon() }

  func receive(_ event: Model.Event) {
    let seconds = now()
    state.withLock { state in
      let lines = state.model.receive(event, at: seconds)
      guard state.isRunning, !terminal.isInteractive else { return }
      terminal.write(lines.map { $0 + "\n" }.joined())
    }
  }

  /// Writes `lines` to stay, above what is painted.
  func keep(_ lines: [String]) {
    let cleaned = lines.map { PlainText.clean($0) }
    state.withLock { state in
      guard terminal.isInteractive, state.isRunning, !state.isPaused else {
        return terminal.write(cleaned.map { $0 + "\n" }.joined())
      }
      terminal.write(state.repainter.replace(with: cleaned, columns: terminal.size.columns))
    }
    paint()
  }

  /// Takes the display away, leaves its summary, and gives the terminal back. Does nothing the second time.
  func stop() {
    end { model in model.summary(at: now()) }
  }

  /// Takes the display away and gives the terminal back, for a program that is about to end early.
  func abandon() {
    end { _ in [] }
  }

  /// Takes the display away and gives the terminal back until ``resume()``, because the program is about to be stopped.
  func pause() {
    state.withLock { state in
      guard terminal.isInteractive, state.isRunning, !state.isPaused else { return }
      state.isPaused = true
      terminal.write(state.repainter.replace(with: [], columns: terminal.size.columns) + Repainter.restore)
    }
  }

  /// Goes on after ``pause()``, below whatever was written meanwhile.
  func resume() {
    state.withLock { state in
      guard state.isRunning, state.isPaused else { return }
      state.isPaused = false
      terminal.write(Repainter.begin)
    }
  }

  private func end(_ lines: (Model) -> [String]) {
    timer?.cancel()
    state.withLock { state in
      guard state.isRunning else { return }
      state.isRunning = false
      let kept = lines(state.model)
      guard terminal.isInteractive else { return terminal.write(kept.map { $0 + "\n" }.joined()) }
      terminal.write(state.repainter.replace(with: kept, columns: terminal.size.columns) + Repainter.restore)
    }
  }

  private func paint() {
    let size = terminal.size
    let seconds = now()
    state.withLock { state in
      guard terminal.isInteractive, state.isRunning, !state.isPaused else { return }
      let frame = state.model.frame(at: seconds, size: size)
      terminal.write(state.repainter.paint(frame, columns: size.columns))
    }
  }
}
