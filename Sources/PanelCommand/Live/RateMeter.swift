/// How much there was per second, lately.
struct RateMeter: Sendable {
  /// Seconds that it looks back on.
  private static let window = 8.0

  private var samples: [(seconds: Double, amount: Double)] = []

  mutating func add(_ amount: Double, at seconds: Double) {
    samples.append((seconds, amount))
    if samples.count > 4096 || (samples.first?.seconds ?? 0) < seconds - 4 * Self.window {
      samples.removeAll { $0.seconds <= seconds - Self.window }
    }
  }

  /// Amount per second in the window, or since the beginning where that is shorter; nil where there was nothing.
  func rate(at seconds: Double) -> Double? {
    let span = min(Self.window, seconds)
    let sum = samples.reduce(0) { $1.seconds > seconds - Self.window ? $0 + $1.amount : $0 }
    guard span > 0.5, sum > 0 else { return nil }
    return sum / span
  }
}
