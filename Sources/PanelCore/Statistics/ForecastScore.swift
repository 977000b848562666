/// How good probabilities are against what happened.
public struct ForecastScore: Hashable, Sendable {
  /// A group of forecasts of about the same probability.
  public struct Bin: Hashable, Sendable {
    public var count: Int
    /// Mean forecast.
    public var forecast: Double
    /// Share that happened.
    public var observed: Double
  }

  public var count: Int
  /// Share of forecasts on the right side of one half; exactly one half counts as yes, as a vote does.
  public var accuracy: Double
  /// Mean squared difference (G. W. Brier, "Verification of forecasts expressed in terms of probability", 1950).
  public var brier: Double
  /// Expected calibration error over ten bins of equal width (M. P. Naeini et al., 2015).
  public var calibrationError: Double
  /// Bins that hold forecasts, lowest first.
  public var bins: [Bin]

  /// nil for no forecasts.
  public init?(_ forecasts: [(probability: Double, happened: Bool)]) {
    guard !forecasts.isEmpty else { return nil }
    let n = Double(forecasts.count)
    count = forecasts.count
    accuracy = Double(forecasts.count { ($0.probability >= 0.5) == $0.happened }) / n
    brier =
      forecasts.reduce(0) { sum, forecast in
        let miss = forecast.probability - (forecast.happened ? 1 : 0)
        return sum + miss * miss
      } / n
    bins = (0..<10).compactMap { number in
      let inside = forecasts.filter { min(9, Int($0.probability * 10)) == number }
      guard !inside.isEmpty else { return nil }
      return Bin(
        count: inside.count, forecast: inside.reduce(0) { $0 + $1.probability } / Double(inside.count),
        observed: Double(inside.count { $0.happened }) / Double(inside.count))
    }
    calibrationError = bins.reduce(0) { $0 + Double($1.count) / n * abs($1.forecast - $1.observed) }
  }
}
