/// Somebody who may use the desk.
public struct StoredAccount: Hashable, Sendable {
  public var name: String
  /// With spaces between them.
  public var roles: String
  /// Hash with its parameters; nil where the account cannot log in to the pages.
  public var password: String?
  public var createdAt: Timestamp
  public var closedAt: Timestamp?

  public init(name: String, roles: String, password: String?, createdAt: Timestamp, closedAt: Timestamp? = nil) {
    self.name = name
    self.roles = roles
    self.password = password
    self.createdAt = createdAt
    self.closedAt = closedAt
  }
}

/// A login. The browser holds the key; here is its hash.
public struct StoredSession: Hashable, Sendable {
  public var sha256: String
  public var account: String
  public var createdAt: Timestamp
  public var seenAt: Timestamp
  public var expiresAt: Timestamp

  public init(sha256: String, account: String, createdAt: Timestamp, seenAt: Timestamp, expiresAt: Timestamp) {
    self.sha256 = sha256
    self.account = account
    self.createdAt = createdAt
    self.seenAt = seenAt
    self.expiresAt = expiresAt
  }
}

/// A program's way in. The program holds the token; here is its hash.
public struct StoredToken: Hashable, Sendable {
  public var id: Int64
  public var sha256: String
  public var account: String
  public var name: String
  /// With spaces between them.
  public var rights: String
  public var createdAt: Timestamp
  public var revokedAt: Timestamp?

  public init(
    id: Int64 = 0, sha256: String, account: String, name: String, rights: String, createdAt: Timestamp,
    revokedAt: Timestamp? = nil
  ) {
    self.id = id
    self.sha256 = sha256
    self.account = account
    self.name = name
    self.rights = rights
    self.createdAt = createdAt
    self.revokedAt = revokedAt
  }
}

extension SQLReading {
  public func account(_ name: String) throws -> StoredAccount? {
    try row("SELECT * FROM desk_accounts WHERE name = ?", [name]).map(StoredAccount.init)
  }

  public func accounts() throws -> [StoredAccount] {
    try rows("SELECT * FROM desk_accounts ORDER BY name").map(StoredAccount.init)
  }

  public func session(_ sha256: String) throws -> StoredSession? {
    try row("SELECT * FROM desk_sessions WHERE sha256 = ?", [sha256]).map {
      StoredSession(
        sha256: try $0["sha256"], account: try $0["account"], createdAt: try $0["created_at"],
        seenAt: try $0["seen_at"], expiresAt: try $0["expires_at"])
    }
  }

  public func token(sha256: String) throws -> StoredToken? {
    try row("SELECT * FROM desk_tokens WHERE sha256 = ?", [sha256]).map(StoredToken.init)
  }

  public func tokens() throws -> [StoredToken] {
    try rows("SELECT * FROM desk_tokens ORDER BY account, id").map(StoredToken.init)
  }

  /// Failed logins of an account or from an address, and when the last was.
  public func tries(_ subject: String) throws -> (count: Int, last: Timestamp)? {
    try row("SELECT * FROM desk_tries WHERE subject = ?", [subject]).map { (try $0["n"], try $0["last_at"]) }
  }

  /// An account's saved views: name and query, in alphabetical order.
  public func views(of account: String) throws -> [(name: String, query: String)] {
    try rows("SELECT name, query FROM desk_views WHERE account = ? ORDER BY name", [account]).map {
      (try $0["name"], try $0["query"])
    }
  }
}

extension SQLWriting {
  /// Adds an account, or writes all of it where it is there.
  public func save(_ account: StoredAccount) throws {
    try insert(
      into: "desk_accounts", ["name", "roles", "password", "created_at", "closed_at"],
      CollectionOfOne<[any SQLConvertible]>([
        account.name, account.roles, account.password, account.createdAt, account.closedAt,
      ]),
      ending: """
        ON CONFLICT (name) DO UPDATE SET roles = excluded.roles, password = excluded.password, \
        closed_at = excluded.closed_at
        """)
  }

  public func insert(_ session: StoredSession) throws {
    try execute(
      "INSERT INTO desk_sessions (sha256, account, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?)",
      [session.sha256, session.account, session.createdAt, session.seenAt, session.expiresAt])
  }

  public func touchSession(_ sha256: String, seenAt: Timestamp, expiresAt: Timestamp) throws {
    try execute("UPDATE desk_sessions SET seen_at = ?, expires_at = ? WHERE sha256 = ?", [seenAt, expiresAt, sha256])
  }

  public func deleteSession(_ sha256: String) throws {
    try execute("DELETE FROM desk_sessions WHERE sha256 = ?", [sha256])
  }

  public func deleteSessions(of account: String) throws {
    try execute("DELETE FROM desk_sessions WHERE account = ?", [account])
  }

  public func deleteSessions(expiredAt now: Timestamp) throws {
    try execute("DELETE FROM desk_sessions WHERE expires_at <= ?", [now])
  }

  public func insert(_ token: StoredToken) throws -> Int64? {
    try row(
      "INSERT INTO desk_tokens (sha256, account, name, rights, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id",
      [token.sha256, token.account, token.name, token.rights, token.createdAt])?["id"]
  }

  /// - Returns: Whether there was such a token that was not revoked.
  public func revokeToken(_ id: Int64, at now: Timestamp) throws -> Bool {
    try execute("UPDATE desk_tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", [now, id]) > 0
  }

  public func revokeTokens(of account: String, at now: Timestamp) throws {
    try execute("UPDATE desk_tokens SET revoked_at = ? WHERE account = ? AND revoked_at IS NULL", [now, account])
  }

  public func setTries(_ subject: String, count: Int, last: Timestamp) throws {
    try execute(
      "INSERT INTO desk_tries (subject, n, last_at) VALUES (?, ?, ?) "
        + "ON CONFLICT (subject) DO UPDATE SET n = excluded.n, last_at = excluded.last_at", [subject, count, last])
  }

  public func deleteTries(_ subject: String) throws {
    try execute("DELETE FROM desk_tries WHERE subject = ?", [subject])
  }

  public func deleteTries(lastBefore time: Timestamp) throws {
    try execute("DELETE FROM desk_tries WHERE last_at < ?", [time])
  }

  public func saveView(_ name: String, query: String, of account: String, at now: Timestamp) throws {
    try execute(
      "INSERT INTO desk_views (account, name, query, created_at) VALUES (?, ?, ?, ?) "
        + "ON CONFLICT (account, name) DO UPDATE SET query = excluded.query", [account, name, query, now])
  }

  public func deleteView(_ name: String, of account: String) throws {
    try execute("DELETE FROM desk_views WHERE account = ? AND name = ?", [account, name])
  }
}

extension StoredAccount {
  init(_ row: SQLRow) throws {
    self.init(
      name: try row["name"], roles: try row["roles"], password: try row["password"],
      createdAt: try row["created_at"], closedAt: try row["closed_at"])
  }
}

extension StoredToken {
  init(_ row: SQLRow) throws {
    self.init(
      id: try row["id"], sha256: try row["sha256"], account: try row["account"], name: try row["name"],
      rights: try row["rights"], createdAt: try row["created_at"], revokedAt: try row["revoked_at"])
  }
}
