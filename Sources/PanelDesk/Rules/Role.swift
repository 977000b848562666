/// What an account may do. To edit and to publish are separate rights.
public enum Right: String, Hashable, Sendable, CaseIterable {
  /// See items, their history and comments.
  case read
  /// Change texts, record overrides, run a persona again, comment.
  case edit
  /// Claim, approve, request changes, reject, reopen.
  case decide
  /// Publish, schedule, withdraw.
  case publish
  /// Make accounts and tokens, assign items to others.
  case administer
}

/// A bundle of rights that an account is given; an account may have several.
public enum Role: String, Hashable, Sendable, CaseIterable {
  case reader
  case editor
  case publisher
  case admin

  public var rights: Set<Right> {
    switch self {
    case .reader: [.read]
    case .editor: [.read, .edit, .decide]
    case .publisher: [.read, .publish]
    case .admin: Set(Right.allCases)
    }
  }
}

/// An account's name: 1 to 64 of `a–z`, `0–9`, `-`, `.` and `_`, beginning with a letter or digit.
public struct AccountName: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let rawValue: String

  /// nil where `value` is not a name.
  public init?(_ value: String) {
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    guard let first = value.utf8.first, isAlphanumeric(first), value.utf8.count <= 64,
      value.utf8.allSatisfy({ isAlphanumeric($0) || "-._".utf8.contains($0) })
    else { return nil }
    rawValue = value
  }

  public var description: String { rawValue }
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Who acts, with the roles it has at that moment.
public struct Actor: Hashable, Sendable {
  public var name: AccountName
  public var roles: Set<Role>
  /// nil for all rights of the roles; a program's token may carry fewer.
  public var limit: Set<Right>?

  public init(_ name: AccountName, roles: Set<Role>, limit: Set<Right>? = nil) {
    self.name = name
    self.roles = roles
    self.limit = limit
  }

  public var rights: Set<Right> {
    let rights: Set<Right> = roles.reduce(into: []) { $0.formUnion($1.rights) }
    return limit.map { rights.intersection($0) } ?? rights
  }
  public func may(_ right: Right) -> Bool { rights.contains(right) }
}
