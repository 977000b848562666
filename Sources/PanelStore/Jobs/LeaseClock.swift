/// What a process reads off its clocks at one moment.
public struct ClockReading: Hashable, Sendable {
  public var wall: Timestamp
  /// Milliseconds of a clock that never goes back while the process lives; from where it counts does not matter.
  public var monotonic: Int64

  public init(wall: Timestamp, monotonic: Int64) {
    self.wall = wall
    self.monotonic = monotonic
  }
}

/// The time that leases are reckoned in, in milliseconds.
///
/// A wall clock can be set back, and a lease that should end in a minute would end in an hour. So a process asks its wall
/// clock once, and from then on counts with its monotonic clock; and the latest time that any process reckoned with is
/// kept in the database, behind which none falls back. A clock that is set back, in a running process or between two,
/// changes nothing then. A process that starts with a clock far ahead takes the others with it: leases that they hold may
/// end early, and their results are refused rather than counted twice.
struct LeaseClock: Sendable {
  /// A time, and the monotonic clock at it.
  private var origin: (time: Int64, monotonic: Int64)?

  init() {}

  /// - Parameter stored: the latest time that is in the database.
  mutating func now(_ reading: ClockReading, stored: Int64) -> Int64 {
    var now = reading.wall.rawValue
    if let origin { now = origin.time + max(0, reading.monotonic - origin.monotonic) }
    now = max(now, stored)
    origin = (now, reading.monotonic)
    return now
  }
}
