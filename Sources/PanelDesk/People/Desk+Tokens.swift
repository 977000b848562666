import PanelStore

/// A program's way in, as people may see it.
public struct Token: Hashable, Sendable {
  public var id: Int64
  public var account: String
  public var name: String
  public var rights: Set<Right>
  public var created: Moment
  public var isRevoked: Bool
}

extension Desk {
  /// Makes a token. It is shown once; the database keeps its hash.
  ///
  /// - Parameter rights: at most those that count of the account's own.
  public func addToken(
    named name: String, for account: AccountName, rights: Set<Right>, by actor: String, at now: Moment
  ) async throws -> String {
    let token = "panel_" + Self.base64(randomBytes(32))
    guard !name.trimmed.isEmpty, name.utf8.count <= 200 else {
      throw DeskError(.badInput, "A token needs a name of at most 200 bytes.", remedy: "Name what will use it.")
    }
    try await store.write { sql in
      guard try sql.account(account.rawValue) != nil else {
        throw DeskError(.notFound, "There is no account \(account).", remedy: "`panel user list` shows them.")
      }
      let id = try sql.insert(
        StoredToken(
          sha256: Self.hash(token), account: account.rawValue, name: name.trimmed,
          rights: rights.map(\.rawValue).sorted().joined(separator: " "), createdAt: now.timestamp))
      try sql.audit(
        "token.add", by: actor, on: "user/\(account)", at: now,
        detail: ["id": "\(id ?? 0)", "rights": rights.map(\.rawValue).sorted().joined(separator: " ")])
    }
    return token
  }

  public func tokens() async throws -> [Token] { try await store.read { try $0.tokens().map { Token($0) } } }

  /// - Throws: ``DeskError`` with `notFound`.
  public func revokeToken(_ id: Int64, by actor: String, at now: Moment) async throws {
    try await store.write { sql in
      guard try sql.revokeToken(id, at: now.timestamp) else {
        throw DeskError(.notFound, "There is no token \(id) in force.", remedy: "`panel user tokens` shows them.")
      }
      try sql.audit("token.revoke", by: actor, on: "token/\(id)", at: now)
    }
  }

  /// Whose token it is, with the rights that both the token and its account have; nil where it is not in force.
  public func bearer(_ token: String) async throws -> Actor? {
    guard token.utf8.count == 49 else { return nil }
    let hash = Self.hash(token)
    return try await store.read { sql in
      guard let row = try sql.token(sha256: hash), row.revokedAt == nil, let stored = try sql.account(row.account),
        let account = Account(stored), !account.isClosed
      else { return nil }
      return Actor(account.name, roles: account.roles, limit: Token(row).rights)
    }
  }

  /// An account's saved views of the queue: name and query.
  public func views(of actor: Actor) async throws -> [(name: String, query: String)] {
    try await store.read { try $0.views(of: actor.name.rawValue) }
  }

  /// - Throws: ``DeskError`` with `badInput`.
  public func saveView(_ name: String, query: String, of actor: Actor, at now: Moment) async throws {
    let name = name.trimmed
    guard !name.isEmpty, name.utf8.count <= 200, query.utf8.count <= 2000 else {
      throw DeskError(.badInput, "A view needs a name of at most 200 bytes.", remedy: "Give it another one.")
    }
    try await store.write { sql in
      guard try sql.views(of: actor.name.rawValue).count < 100 else {
        throw DeskError(.badInput, "There are a hundred saved views already.", remedy: "Delete one first.")
      }
      try sql.saveView(name, query: query, of: actor.name.rawValue, at: now.timestamp)
    }
  }

  public func deleteView(_ name: String, of actor: Actor) async throws {
    try await store.write { try $0.deleteView(name, of: actor.name.rawValue) }
  }
}

extension Token {
  init(_ row: StoredToken) {
    self.init(
      id: row.id, account: row.account, name: row.name,
      rights: Set(row.rights.split(separator: " ").compactMap { Right(rawValue: String($0)) }),
      created: Moment(row.createdAt), isRevoked: row.revokedAt != nil)
  }
}
