/// How long a response asks the client to wait (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// Reads seconds, or a date relative to the response's own `Date` field, so that no clock of ours is needed; nil where
  /// there is no such field, or it cannot be read.
  static func duration(in head: HTTPHead) -> Duration? {
    guard let value = head["Retry-After"]?.trimmed, !value.isEmpty else { return nil }
    if value.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      return .seconds(min(Int(value) ?? longest, longest))
    }
    guard let then = seconds(ofDate: value), let now = head["Date"].flatMap(seconds(ofDate:)) else { return nil }
    return .seconds(min(max(0, then - now), longest))
  }

  /// A day; more is no answer to “when?”.
  private static let longest = 86_400

  /// Seconds since 1970 of an IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
  static func seconds(ofDate text: String) -> Int? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), (1...31).contains(day),
      let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3]), (1970...9999).contains(year)
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int($0) }
    guard time.count == 3, (0...23).contains(time[0]), (0...59).contains(time[1]), (0...60).contains(time[2]) else {
      return nil
    }
    // Days since 1 March of the year 0 (H. Hinnant, “chrono-compatible low-level date algorithms”).
    let y = month < 2 ? year - 1 : year
    let m = month < 2 ? month + 10 : month - 2
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468
    return days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
