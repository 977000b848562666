import PanelEngine
import Synchronization

/// One line that says where an evaluation stands; on no terminal, a line now and then.
final class EvaluationDisplay: Sendable {
  private let world: World
  private let last = Mutex<(text: String, at: Double)>(("", -60))

  init(_ world: World) { self.world = world }

  func show(_ progress: EvaluationProgress) {
    let section = progress.section?.rawValue ?? "reading dossiers"
    let text = "\(section) \(progress.done + 1)/\(progress.of) \(progress.what)"
    let now = world.elapsed()
    let isDue = last.withLock { last in
      guard world.messages.isInteractive || now - last.at >= 30 || !last.text.hasPrefix(section) else { return false }
      last = (text, now)
      return true
    }
    guard isDue else { return }
    world.messages.write(world.messages.isInteractive ? "\r\u{1B}[K\(text)" : "\(Int(now)) s: \(text)\n")
  }

  func end() {
    if world.messages.isInteractive { world.messages.write("\r\u{1B}[K") }
  }
}
