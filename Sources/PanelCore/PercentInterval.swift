/// A range of whole percents.
public struct PercentInterval: Hashable, Sendable {
  public var low: Int
  public var high: Int

  public init(low: Int, high: Int) {
    self.low = low
    self.high = high
  }

  /// The 95 % score interval of a proportion (E. B. Wilson, "Probable inference, the law of succession, and statistical
  /// inference", 1927), rounded to whole percents.
  ///
  /// - Precondition: `0 ≤ successes ≤ trials`, `trials > 0`.
  public static func wilson95(successes: Int, trials: Int) -> PercentInterval {
    precondition(trials > 0 && (0...trials).contains(successes))
    let z = 1.959963984540054  // 97.5 % quantile of the standard normal distribution
    let n = Double(trials)
    let p = Double(successes) / n
    let centre = p + z * z / (2 * n)
    let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 100 / (1 + z * z / n)
    return PercentInterval(
      low: max(0, Int(((centre - spread) * scale).rounded())),
      high: min(100, Int(((centre + spread) * scale).rounded())))
  }
}
