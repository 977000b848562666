import PanelStore

/// An account as others may see it.
public struct Account: Hashable, Sendable {
  public var name: AccountName
  public var roles: Set<Role>
  /// Whether it can log in to the pages.
  public var hasPassword: Bool
  public var isClosed: Bool

  public var actor: Actor { Actor(name, roles: isClosed ? [] : roles) }
}

extension Desk {
  public func accounts() async throws -> [Account] {
    try await store.read { try $0.accounts().compactMap { Account($0) } }
  }

  /// - Throws: ``DeskError`` with `notFound`.
  public func account(_ name: AccountName) async throws -> Account {
    guard let account = try await store.read({ try $0.account(name.rawValue) }).flatMap({ Account($0) }) else {
      throw DeskError(
        .notFound, "There is no account \(name).", remedy: "`panel user add \(name) --role editor` makes one.")
    }
    return account
  }

  /// Makes an account.
  ///
  /// - Parameter password: nil for one that works in the terminal only.
  /// - Throws: ``DeskError`` with `nameTaken`, `badInput`.
  public func addAccount(
    _ name: AccountName, roles: Set<Role>, password: String?, by actor: String, at now: Moment
  ) async throws {
    guard name.rawValue != "panel" else {
      throw DeskError(
        .nameTaken, "“panel” is the program's own name in the audit log.", remedy: "Choose another name.")
    }
    guard !roles.isEmpty else {
      throw DeskError(
        .badInput, "An account needs a role.",
        remedy: "One or more of \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    let hash = try password.map { try PasswordHash(of: $0, salt: randomBytes(PasswordHash.saltBytes)).description }
    try await store.write { sql in
      guard try sql.account(name.rawValue) == nil else {
        throw DeskError(.nameTaken, "There is an account \(name) already.", remedy: "Choose another name.")
      }
      try sql.save(
        StoredAccount(name: name.rawValue, roles: Self.text(roles), password: hash, createdAt: now.timestamp))
      try sql.audit("user.add", by: actor, on: "user/\(name)", at: now, detail: ["roles": Self.text(roles)])
    }
  }

  /// Changes an account; nil leaves a part as it is. All its sessions end, and with the account closed its tokens too.
  public func changeAccount(
    _ name: AccountName, roles: Set<Role>? = nil, password: String? = nil, isClosed: Bool? = nil, by actor: String,
    at now: Moment
  ) async throws {
    let hash = try password.map { try PasswordHash(of: $0, salt: randomBytes(PasswordHash.saltBytes)).description }
    try await store.write { sql in
      guard var row = try sql.account(name.rawValue) else {
        throw DeskError(.notFound, "There is no account \(name).", remedy: "`panel user list` shows them.")
      }
      var detail: [String: String] = [:]
      if let roles {
        row.roles = Self.text(roles)
        detail["roles"] = row.roles
      }
      if let hash {
        row.password = hash
        detail["password"] = "changed"
      }
      if let isClosed {
        row.closedAt = isClosed ? now.timestamp : nil
        detail["closed"] = "\(isClosed)"
        if isClosed { try sql.revokeTokens(of: name.rawValue, at: now.timestamp) }
      }
      try sql.save(row)
      try sql.deleteSessions(of: name.rawValue)
      try sql.deleteTries("account:\(name)")
      try sql.audit("user.change", by: actor, on: "user/\(name)", at: now, detail: detail)
    }
  }

  static func text(_ roles: Set<Role>) -> String { roles.map(\.rawValue).sorted().joined(separator: " ") }
}

extension Account {
  init?(_ row: StoredAccount) {
    guard let name = AccountName(row.name) else { return nil }
    self.init(
      name: name, roles: Set(row.roles.split(separator: " ").compactMap { Role(rawValue: String($0)) }),
      hasPassword: row.password != nil, isClosed: row.closedAt != nil)
  }
}
