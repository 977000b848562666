import PanelDesk
import PanelServer
import Testing

struct SecurityTests {
  @Test func `a login gives a cookie that scripts, other sites and plain HTTP never see`() async throws {
    let place = try Place()
    try await place.account("ann", .editor)
    let response = await place.send(
      "POST", "/login", form: [("name", "ann"), ("password", Place.password), ("to", "/items/1")])
    #expect(response.status == 303 && response["location"] == "/items/1")
    let cookie = try #require(response["set-cookie"])
    for part in ["__Host-panel=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"] { #expect(cookie.contains(part)) }
    #expect(!cookie.contains("Domain"))
  }

  @Test(arguments: ["/queue", "/items/1", "/items/1/history", "/items/1/page"])
  func `pages of the desk lead to the login, and from there back`(target: String) async throws {
    let place = try Place()
    let response = await place.send("GET", target, cookie: "forged-forged-forged-forged-forged-forged-1")
    #expect(response.status == 303)
    #expect(response["location"] == "/login?to=\(FormData.encoded(target))")
  }

  @Test(arguments: [
    ["sec-fetch-site": "cross-site"], ["sec-fetch-site": "same-site"], ["sec-fetch-site": "none"],
    ["sec-fetch-site": "", "origin": "https://evil.example"], ["sec-fetch-site": "", "origin": "null"],
    ["sec-fetch-site": ""], ["sec-fetch-site": "", "origin": "http://127.0.0.1:8080.evil.example"],
  ])
  func `a form of another site does nothing, logged in or not`(headers: [String: String]) async throws {
    let place = try Place()
    try await place.account("ann", .admin)
    let id = try await place.item("r1")
    let key = try await place.login("ann")
    let hash = try await place.desk.entry(id).item.contentHash
    for (target, form) in [
      ("/items/\(id)/act", [("action", "approve"), ("hash", hash)]), ("/items/\(id)/save", [("version", "1")]),
      ("/queue/bulk", [("action", "reject"), ("id", "\(id)")]), ("/logout", []), ("/login", [("name", "ann")]),
    ] {
      let response = await place.send("POST", target, form: form, cookie: key, headers: headers)
      #expect(response.status == 403, "\(target)")
    }
    #expect(try await place.desk.entry(id).item.state == .draft)
    #expect(try await place.desk.session(key, at: Place.noon) != nil)
  }

  @Test(arguments: ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "", "localhost.evil.example:80"])
  func `a name that was pointed at this machine is not served`(host: String) async throws {
    #expect(await (try Place()).send("GET", "/login", headers: ["host": host]).status == 421)
  }

  @Test(arguments: ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", ""])
  func `a login leads to no other server`(target: String) async throws {
    let place = try Place()
    try await place.account("ann", .editor)
    let response = await place.send(
      "POST", "/login", form: [("name", "ann"), ("password", Place.password), ("to", target)])
    #expect(response["location"] == "/queue")
  }

  @Test func `guesses are told apart by nobody, and slowed down`() async throws {
    let place = try Place()
    try await place.account("ann", .editor)
    var texts: Set<String> = []
    for name in ["ann", "nobody"] {
      let response = await place.send("POST", "/login", form: [("name", name), ("password", "wrong")])
      #expect(response.status == 403 && response["set-cookie"] == nil)
      texts.insert(response.text.replacing("value=\"\(name)\"", with: ""))
    }
    #expect(texts.count == 1)
    for _ in 0..<4 { _ = await place.send("POST", "/login", form: [("name", "ann"), ("password", "wrong")]) }
    let slowed = await place.send("POST", "/login", form: [("name", "ann"), ("password", Place.password)])
    #expect(slowed.status == 429 && slowed["retry-after"] != nil && slowed["set-cookie"] == nil)
  }

  @Test func `every answer forbids frames, foreign scripts and guessing of types`() async throws {
    let place = try Place()
    for target in ["/login", "/nowhere", "/assets/desk.js", "/health", "/read", "/api/v1/items"] {
      let response = await place.send("GET", target)
      let policy = try #require(response["content-security-policy"])
      #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
      #expect(!policy.contains("unsafe"))
      #expect(response["x-content-type-options"] == "nosniff" && response["x-frame-options"] == "DENY")
    }
  }

  static let hostile = [
    "<script>window.pwned=1</script>", "\"><img src=x onerror=window.pwned=1>", "'><svg onload=window.pwned=1>",
    "</textarea><script>window.pwned=1</script>", "{{#shell}}{{title}}{{/shell}}", "javascript:window.pwned=1",
    "</title><script>window.pwned=1</script>", "<a href=\"javascript:window.pwned=1\">x</a>",
    "\u{0600}<script>window.pwned=1</script>",
    "--><script>window.pwned=1</script>", "</style><script>window.pwned=1</script>", "[x](javascript:window.pwned=1)",
  ]

  @Test(arguments: hostile)
  func `hostile text in every field becomes no element on any page`(text: String) async throws {
    let place = try Place()
    try await place.account("ann", .admin)
    let id = try await place.item("r1", text: text)
    let key = try await place.login("ann")
    var pages: [WebResponse] = []
    pages.append(
      await place.send(
        "POST", "/items/\(id)/save",
        form: [("version", "1"), ("text:beacon/dx/second", text + " mine"), ("note", text)],
        cookie: key))
    pages.append(
      await place.send(
        "POST", "/items/\(id)/save", form: [("version", "1"), ("text:beacon/dx/second", text + " other")], cookie: key))
    #expect(pages[0].status == 303 && pages[1].status == 409)
    _ = await place.send("POST", "/items/\(id)/comment", form: [("text", text)], cookie: key)
    _ = await place.send(
      "POST", "/items/\(id)/override",
      form: [("version", "2"), ("seat", "beacon/dx"), ("vote", "skip"), ("reason", text)], cookie: key)
    _ = await place.send(
      "POST", "/items/\(id)/act", form: [("action", "request-changes"), ("text", text)], cookie: key)
    _ = await place.send(
      "POST", "/queue/views", form: [("name", text), ("query", "q=\(FormData.encoded(text))")], cookie: key)
    let query = FormData.encoded(text)
    for target in [
      "/queue?q=\(query)&category=\(query)&persona=\(query)&assignee=\(query)&state=changes_requested",
      "/queue?state=changes_requested", "/items/\(id)?from=\(query)",
      "/items/\(id)?edit=1&from=\(query)", "/items/\(id)/history", "/items/\(id)/page", "/items/\(query)",
      "/login?to=\(query)", "/\(query)",
    ] { pages.append(await place.send("GET", target, cookie: target.hasPrefix("/login") ? nil : key)) }
    pages.append(await place.send("POST", "/login", form: [("name", text), ("password", "x")]))
    pages.append(
      await place.send(
        "POST", "/queue/bulk", form: [("action", "reject"), ("id", "\(id)"), ("from", text)], cookie: key))
    for page in pages {
      let html = page.text.lowercased()
      for mark in ["<script>", "<img", "<svg onload", "href=\"javascript:", "onerror=window.pwned=1>"] {
        #expect(!html.contains(mark), "\(mark) on a page of status \(page.status)")
      }
      #expect(html.matches(of: /<script/).count <= 1)
    }
  }
}
