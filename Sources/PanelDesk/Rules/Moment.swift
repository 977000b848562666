/// A point in time, in whole milliseconds since 1970-01-01 00:00 UTC. Rules are handed it; they never read a clock.
public struct Moment: Hashable, Sendable, Comparable, CustomStringConvertible {
  public var milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// - Parameter seconds: since 1970-01-01 00:00 UTC.
  public init(seconds: Double) { milliseconds = Int64((seconds * 1000).rounded()) }

  public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }

  public func adding(seconds: Int64) -> Moment { Moment(milliseconds: milliseconds + seconds * 1000) }

  /// Seconds from `earlier` to this; negative where `earlier` is later.
  public func seconds(since earlier: Moment) -> Double { Double(milliseconds - earlier.milliseconds) / 1000 }

  /// RFC 3339 in UTC with whole seconds: `2026-11-22T22:06:00Z`.
  public var description: String {
    let seconds = Self.floor(milliseconds, 1000)
    let (day, second) = (Self.floor(seconds, 86_400), seconds - Self.floor(seconds, 86_400) * 86_400)
    let date = Self.civil(day)
    return "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))"
      + "T\(Self.padded(second / 3600, 2)):\(Self.padded(second / 60 % 60, 2)):\(Self.padded(second % 60, 2))Z"
  }

  /// Reads RFC 3339: `2026-11-22T22:06:00Z`, with an offset in place of `Z`, and without seconds or their fraction.
  public init?(_ text: some StringProtocol) {
    let pattern = /(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})/
    guard let match = String(text).wholeMatch(of: pattern)?.output,
      let year = Int64(match.1), let month = Int64(match.2), let day = Int64(match.3),
      (1...12).contains(month), (1...31).contains(day),
      let hour = Int64(match.4), hour < 24, let minute = Int64(match.5), minute < 60
    else { return nil }
    let second = match.6.flatMap { Int64($0) } ?? 0
    guard second < 61 else { return nil }
    var offset: Int64 = 0
    if match.7 != "Z", match.7 != "z" {
      guard let hours = Int64(match.7.dropFirst().prefix(2)), let minutes = Int64(match.7.suffix(2)) else { return nil }
      offset = (hours * 60 + minutes) * (match.7.first == "-" ? -1 : 1)
    }
    let days = Self.dayNumber(year: year, month: month, day: day)
    // A day that the month does not have comes back as one of the next month.
    guard Self.civil(days) == (year, month, day) else { return nil }
    milliseconds = (days * 86_400 + hour * 3600 + minute * 60 + second - offset * 60) * 1000
  }

  private static func floor(_ value: Int64, _ unit: Int64) -> Int64 {
    let quotient = value / unit
    return value % unit < 0 ? quotient - 1 : quotient
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// Year, month and day of the days since 1970 (H. Hinnant, "chrono-compatible low-level date algorithms").
  private static func civil(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let z = day + 719_468
    let era = floor(z, 146_097)
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let m = (5 * dayOfYear + 2) / 153
    let month = m < 10 ? m + 3 : m - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * m + 2) / 5 + 1)
  }

  private static func dayNumber(year: Int64, month: Int64, day: Int64) -> Int64 {
    let y = month <= 2 ? year - 1 : year
    let era = floor(y, 400)
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
