/// How long somebody has to wait after logins that failed.
public struct LoginThrottle: Hashable, Sendable {
  /// Failures that cost no wait.
  public var free: Int
  /// Longest wait, in seconds. After this long without a failure all is forgotten.
  public var longest: Int64

  /// Of an account: five tries, then waits that double up to 15 minutes.
  public static let account = LoginThrottle(free: 5, longest: 900)
  /// Of an address, behind which there may be a whole office: twenty.
  public static let address = LoginThrottle(free: 20, longest: 900)

  /// Seconds to wait before the next try; 0 where it may be now.
  ///
  /// A clock that was set back makes nobody wait longer than ``longest``.
  public func wait(failures: Int, last: Moment, now: Moment) -> Int64 {
    guard failures >= free else { return 0 }
    let wait = min(longest, 1 << min(20, Int64(failures - free)))
    let passed = Int64(now.seconds(since: last))
    return passed < 0 ? wait : max(0, wait - passed)
  }
}
