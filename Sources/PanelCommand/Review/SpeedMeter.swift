import Inference
import PanelEngine

/// Learns a backend's speed from a session: the weighing only reads prompts, the writing of moves does both.
struct SpeedMeter {
  private let now: @Sendable () -> Double
  private var phase: ReviewPhase?
  private var began = 0.0
  private var before = TokenUsage()
  private var usage = TokenUsage()
  private var prefill: Double?
  private var decode: Double?

  init(now: @escaping @Sendable () -> Double) { self.now = now }

  mutating func receive(_ event: ReviewEvent) {
    switch event {
    case .phase(let next, _):
      end()
      (phase, began, before) = (next, now(), usage)
    case .usage(let usage): self.usage = usage
    case .finished: end()
    default: break
    }
  }

  /// nil until both phases were seen with enough work to tell.
  var speed: SessionPlan.Speed? {
    guard let prefill, let decode else { return nil }
    return SessionPlan.Speed(prefill: prefill, decode: decode)
  }

  private mutating func end() {
    let seconds = now() - began
    let computed = Double(usage.computedPromptTokens - before.computedPromptTokens)
    let generated = Double(usage.generatedTokens - before.generatedTokens)
    guard seconds > 0.2 else { return }
    switch phase {
    case .weighing where computed > 200: prefill = computed / seconds
    case .moves where generated > 50:
      guard let prefill else { return }
      // What reading the prompts took is not part of writing; at least a tenth of the time is.
      decode = generated / max(seconds - computed / prefill, seconds / 10)
    default: break
    }
  }
}
