import PanelDesk
import PanelStore
import Testing

struct PeopleTests {
  static let password = "correct horse battery"

  static func ann() throws -> AccountName { try #require(AccountName("ann")) }

  @Test func `a password is checked by its hash, which keeps its parameters and never the password`() throws {
    let hash = try PasswordHash(of: Self.password, salt: [1, 2, 3])
    let text = hash.description
    #expect(text.hasPrefix("$scrypt$ln=15,r=8,p=3$") && !text.contains("horse"))
    let read = try #require(PasswordHash(text))
    #expect(read == hash && read.matches(Self.password) && !read.matches(Self.password + " "))
    #expect(throws: DeskError.self) { try PasswordHash(of: "short", salt: []) }
  }

  @Test(arguments: ["", "$scrypt$", "$scrypt$ln=30,r=8,p=1$AA==$AA==", "$scrypt$ln=20,r=99,p=1$AA==$AA==", "plain"])
  func `what is no hash, or would take too much memory, is not read`(text: String) {
    #expect(PasswordHash(text) == nil)
  }

  @Test func `a session begins with a login and ends with logout, expiry, or a change of the account`() async throws {
    let place = try DeskStoreTests.Place()
    defer { withExtendedLifetime(place) {} }
    let desk = place.desk
    try await desk.addAccount(Self.ann(), roles: [.editor], password: Self.password, by: "eve", at: Desk.noon)
    let login = try await desk.logIn(name: "ann", password: Self.password, from: "::1", at: Desk.noon)
    #expect(try await desk.session(login.key, at: Desk.noon)?.roles == [.editor])
    #expect(try await desk.session(String(login.key.reversed()), at: Desk.noon) == nil)
    #expect(try await desk.session(login.key, at: Desk.noon.adding(seconds: 13 * 3600)) == nil)
    // Used now and then it lasts, but no longer than a week.
    var now = Desk.noon
    var hours = 0
    while try await desk.session(login.key, at: now) != nil, hours < 400 {
      hours += 6
      now = now.adding(seconds: 6 * 3600)
    }
    #expect(hours == 7 * 24)
    let second = try await desk.logIn(name: "ann", password: Self.password, from: "::1", at: Desk.noon)
    try await desk.logOut(second.key, at: Desk.noon)
    #expect(try await desk.session(second.key, at: Desk.noon) == nil)
    let third = try await desk.logIn(name: "ann", password: Self.password, from: "::1", at: Desk.noon)
    try await desk.changeAccount(Self.ann(), isClosed: true, by: "eve", at: Desk.noon)
    #expect(try await desk.session(third.key, at: Desk.noon) == nil)
    await #expect(throws: DeskError.self) {
      try await desk.logIn(name: "ann", password: Self.password, from: "::1", at: Desk.noon)
    }
    // Neither key nor password is in the database.
    let file = try #require(try? String(decoding: Array(place.read()), as: UTF8.self))
    for secret in [login.key, second.key, third.key, Self.password] { #expect(!file.contains(secret)) }
  }

  @Test func `guessing slows down, for the account and for the address, and the message names neither`() async throws {
    let place = try DeskStoreTests.Place()
    defer { withExtendedLifetime(place) {} }
    let desk = place.desk
    try await desk.addAccount(Self.ann(), roles: [.editor], password: Self.password, by: "eve", at: Desk.noon)
    func code(_ name: String, _ password: String, _ second: Int64) async -> DeskError? {
      do {
        _ = try await desk.logIn(name: name, password: password, from: "::1", at: Desk.noon.adding(seconds: second))
        return nil
      } catch { return error as? DeskError }
    }
    let wrong = await code("ann", "wrong", 0)
    #expect(wrong == (await code("nobody", "wrong", 0)) && wrong?.code == .unauthorized)
    for _ in 0..<4 { _ = await code("ann", "wrong", 0) }
    #expect(await code("ann", Self.password, 0)?.code == .tooManyTries, "even the right password has to wait")
    #expect(await code("ann", Self.password, 2) == nil)
    #expect(LoginThrottle.account.wait(failures: 30, last: Desk.noon, now: Desk.noon) == 900)
    #expect(LoginThrottle.account.wait(failures: 30, last: Desk.noon, now: Desk.noon.adding(seconds: -90_000)) == 900)
  }

  @Test func `a token has at most the rights of its account, and none once revoked`() async throws {
    let place = try DeskStoreTests.Place()
    defer { withExtendedLifetime(place) {} }
    let desk = place.desk
    try await desk.addAccount(Self.ann(), roles: [.editor], password: nil, by: "eve", at: Desk.noon)
    let token = try await desk.addToken(
      named: "digest", for: Self.ann(), rights: [.read, .publish], by: "eve", at: Desk.noon)
    #expect(try await desk.bearer(token)?.rights == [.read])
    #expect(try await desk.bearer("panel_" + String(repeating: "A", count: 43)) == nil)
    let id = try #require(try await desk.tokens().first?.id)
    try await desk.revokeToken(id, by: "eve", at: Desk.noon)
    #expect(try await desk.bearer(token) == nil)
  }
}
