/// How many tools got which ship percentage.
public struct ShipDistribution: Hashable, Sendable {
  /// Tools by whole percent, 0 to 100.
  public private(set) var counts = Array(repeating: 0, count: 101)
  public private(set) var withoutQuorum = 0

  public init() {}

  public mutating func add(_ percent: Int?) {
    if let percent, counts.indices.contains(percent) { counts[percent] += 1 } else { withoutQuorum += 1 }
  }

  public var judged: Int { counts.reduce(0, +) }
  public var total: Int { judged + withoutQuorum }

  /// Of an even number, the lower of the two in the middle.
  public var median: Int? {
    guard judged > 0 else { return nil }
    var left = (judged - 1) / 2
    for (percent, count) in counts.enumerated() {
      if left < count { return percent }
      left -= count
    }
    return nil
  }

  /// Ten bars: 0–9 %, … 90–100 %.
  var bars: [Int] {
    (0..<10).map { counts[($0 * 10)..<($0 == 9 ? 101 : $0 * 10 + 10)].reduce(0, +) }
  }

  static func label(_ bar: Int) -> String { bar == 9 ? "90–100" : "\(bar * 10)–\(bar * 10 + 9)" }
}
