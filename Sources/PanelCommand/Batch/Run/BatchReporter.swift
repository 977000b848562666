import Foundation

/// Where the events of a batch go: painted or logged for people on standard error, or as JSON lines on standard output.
final class BatchReporter: Sendable {
  private let display: LiveDisplay<BatchProgress>?
  private let world: World
  private let start: Double

  init(world: World, isForMachines: Bool) {
    self.world = world
    start = world.elapsed()
    let start = start
    display =
      isForMachines ? nil : LiveDisplay(BatchProgress(), on: world.messages) { world.elapsed() - start }
  }

  func report(_ event: BatchEvent) {
    if let display { return display.receive(event) }
    if let line = try? BatchEventLine(event: event, seconds: world.elapsed() - start).text() {
      world.output.write(line + "\n")
    }
  }

  /// Something for people alone, to stay above the display.
  func keep(_ lines: [String]) {
    if let display { display.keep(lines) } else { world.messages.write(lines.map { $0 + "\n" }.joined()) }
  }

  func stop() { display?.stop() }
  func abandon() { display?.abandon() }
  func pause() { display?.pause() }
  func resume() { display?.resume() }
}
