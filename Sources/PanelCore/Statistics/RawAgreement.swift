/// How often two votes on the same tool agree, chance not taken off.
public enum RawAgreement {
  /// The mean, over the units with at least two values, of the share of their pairs that are equal (the observed
  /// agreement of J. L. Fleiss, "Measuring nominal scale agreement among many raters", 1971, with a number of raters that
  /// may differ from unit to unit).
  ///
  /// - Parameter units: for each tool the values of those who gave one.
  /// - Returns: 0 to 1; nil where no unit has two values.
  public static func mean<Value: Hashable>(_ units: [[Value]]) -> Double? {
    var sum = 0.0
    var pairable = 0
    for unit in units where unit.count > 1 {
      var counts: [Value: Int] = [:]
      for value in unit { counts[value, default: 0] += 1 }
      let agreeing = counts.values.reduce(0) { $0 + $1 * ($1 - 1) }
      sum += Double(agreeing) / Double(unit.count * (unit.count - 1))
      pairable += 1
    }
    return pairable == 0 ? nil : sum / Double(pairable)
  }
}
