public import Foundation

/// A moment by the wall clock: milliseconds since 1970, as it stands in `BIGINT` columns.
public struct Timestamp: RawRepresentable, Hashable, Sendable, Comparable, SQLConvertible {
  public var rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }
  public init(_ date: Date) { rawValue = Int64((date.timeIntervalSince1970 * 1_000).rounded(.down)) }
  public var date: Date { Date(timeIntervalSince1970: Double(rawValue) / 1_000) }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  public func adding(milliseconds: Int64) -> Timestamp { Timestamp(rawValue: rawValue + milliseconds) }
}
