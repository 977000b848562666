/// Agreement beyond chance, for any number of raters and missing values.
public enum KrippendorffAlpha {
  /// α for nominal data: 1 − observed ÷ expected disagreement, computed from coincidences (K. Krippendorff, "Computing
  /// Krippendorff's alpha-reliability", 2011, section C).
  ///
  /// 1 is perfect agreement, 0 what chance would give, below 0 is systematic disagreement.
  ///
  /// - Parameter units: for each tool the values of those who gave one. Units with fewer than two values do not count.
  /// - Returns: nil where nothing can be compared, or where all values are equal, so that no disagreement was possible.
  public static func nominal<Value: Hashable>(_ units: [[Value]]) -> Double? {
    // Values that have a partner in their unit, by value, and in all: n_c and n of the paper.
    var totals: [Value: Int] = [:]
    // Sum over units of the coincidences of equal values: Σ o_cc.
    var agreeing = 0.0
    for unit in units where unit.count > 1 {
      var counts: [Value: Int] = [:]
      for value in unit { counts[value, default: 0] += 1 }
      for (value, count) in counts {
        totals[value, default: 0] += count
        agreeing += Double(count * (count - 1)) / Double(unit.count - 1)
      }
    }
    let n = Double(totals.values.reduce(0, +))
    let expected = totals.values.reduce(0.0) { $0 + Double($1) * (n - Double($1)) }
    guard expected > 0 else { return nil }
    return 1 - (n - 1) * (n - agreeing) / expected
  }
}
