import Foundation
import PanelStore

/// Somebody's session: what the browser holds, and until when.
public struct Login: Hashable, Sendable {
  public var actor: Actor
  /// The key; the database keeps only its hash.
  public var key: String
  public var expires: Moment
}

extension Desk {
  /// A session ends after this long without a request …
  public static let idleSeconds: Int64 = 12 * 3600
  /// … and after this long in any case.
  public static let longestSessionSeconds: Int64 = 7 * 86_400

  /// Checks name and password and begins a session.
  ///
  /// - Parameter address: where the request came from.
  /// - Throws: ``DeskError`` with `unauthorized`, the same whether the name or the password was wrong, or `tooManyTries`.
  public func logIn(name: String, password: String, from address: String, at now: Moment) async throws -> Login {
    let subjects = [("account:\(name.prefix(64))", LoginThrottle.account), ("address:\(address)", .address)]
    let row = try await store.read { sql -> StoredAccount? in
      for (subject, throttle) in subjects {
        guard let tries = try sql.tries(subject) else { continue }
        let wait = throttle.wait(failures: tries.count, last: Moment(tries.last), now: now)
        if wait > 0 {
          throw DeskError(
            .tooManyTries, "Too many logins failed.",
            remedy: "Try again in \(wait) second\(wait == 1 ? "" : "s").")
        }
      }
      return try sql.account(name)
    }
    // A name that is not there takes as long as one that is.
    let hash = row?.password.flatMap { PasswordHash($0) } ?? Self.nobody
    let isRight = hash?.matches(password) ?? false
    guard isRight, let row, row.password != nil, row.closedAt == nil, let account = Account(row) else {
      try await store.write { sql in
        for (subject, throttle) in subjects {
          var count = 1
          if let tries = try sql.tries(subject), now.seconds(since: Moment(tries.last)) < Double(throttle.longest) {
            count += tries.count
          }
          try sql.setTries(subject, count: count, last: now.timestamp)
        }
        try sql.audit(
          "login.failed", by: "panel", on: "", at: now, detail: ["name": String(name.prefix(64)), "from": address])
      }
      throw DeskError(.unauthorized, "Name or password is wrong.", remedy: "Try again, or ask an admin.")
    }
    let key = Self.base64(randomBytes(32))
    let expires = now.adding(seconds: Self.idleSeconds)
    try await store.write { sql in
      try sql.deleteTries(subjects[0].0)
      try sql.deleteSessions(expiredAt: now.timestamp)
      try sql.deleteTries(lastBefore: now.adding(seconds: -LoginThrottle.account.longest).timestamp)
      try sql.insert(
        StoredSession(
          sha256: Self.hash(key), account: row.name, createdAt: now.timestamp, seenAt: now.timestamp,
          expiresAt: expires.timestamp))
      try sql.audit("login", by: row.name, on: "user/\(row.name)", at: now, detail: ["from": address])
    }
    return Login(actor: account.actor, key: key, expires: expires)
  }

  /// Whose session a key is of; nil where there is none, or it is over.
  public func session(_ key: String, at now: Moment) async throws -> Actor? {
    guard key.utf8.count == 43 else { return nil }
    let hash = Self.hash(key)
    let found = try await store.read { sql -> (session: StoredSession, account: Account)? in
      guard let session = try sql.session(hash), session.expiresAt > now.timestamp,
        let row = try sql.account(session.account), row.closedAt == nil, let account = Account(row)
      else { return nil }
      return (session, account)
    }
    guard let found else { return nil }
    if now.seconds(since: Moment(found.session.seenAt)) > 300 {
      let last = Moment(found.session.createdAt).adding(seconds: Self.longestSessionSeconds)
      let expires = min(now.adding(seconds: Self.idleSeconds), last)
      try await store.write {
        try $0.touchSession(hash, seenAt: now.timestamp, expiresAt: expires.timestamp)
      }
    }
    return found.account.actor
  }

  public func logOut(_ key: String, at now: Moment) async throws {
    let hash = Self.hash(key)
    try await store.write { sql in
      guard let session = try sql.session(hash) else { return }
      try sql.deleteSession(hash)
      try sql.audit("logout", by: session.account, on: "user/\(session.account)", at: now)
    }
  }

  static func hash(_ key: String) -> String { Hexadecimal.sha256(parts: ["panel.key/1", key]) }

  /// Of no password: what is checked where there is no such account.
  private static let nobody = PasswordHash(
    "$scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")

  /// Base64 for addresses and cookies, without padding (RFC 4648, section 5).
  static func base64(_ bytes: [UInt8]) -> String {
    String(
      Data(bytes).base64EncodedString().compactMap { letter -> Character? in
        switch letter {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: letter
        }
      })
  }
}
