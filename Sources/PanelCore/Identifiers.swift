/// A tool's short name in addresses and file names: 1 to 64 of `a–z`, `0–9`, `-`, `.` and `_`, beginning with a letter
/// or digit.
public struct ToolSlug: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let rawValue: String

  /// nil where `value` is not a slug.
  public init?(_ value: String) {
    guard Self.isValid(value) else { return nil }
    rawValue = value
  }

  public var description: String { rawValue }
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  static func isValid(_ value: String) -> Bool {
    guard let first = value.utf8.first, value.utf8.count <= 64, isAlphanumeric(first) else { return false }
    return value.utf8.allSatisfy {
      isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

/// A persona's short name, by the rules of ``ToolSlug``.
public struct PersonaID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let rawValue: String

  /// nil where `value` is not a valid id.
  public init?(_ value: String) {
    guard ToolSlug.isValid(value) else { return nil }
    rawValue = value
  }

  public var description: String { rawValue }
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The number under which a fact of a dossier is cited: `[3]`. The first fact is 1.
public struct EvidenceID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let rawValue: Int
  public init(_ value: Int) { rawValue = value }
  public var description: String { "[\(rawValue)]" }
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
