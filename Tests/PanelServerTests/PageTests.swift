import PanelDesk
import PanelServer
import Testing

struct PageTests {
  @Test func `an item is edited, approved by another and published with forms alone`() async throws {
    let place = try Place()
    try await place.account("ann", .editor)
    try await place.account("pat", .editor, .publisher)
    let id = try await place.item("r1")
    let (ann, pat) = (try await place.login("ann"), try await place.login("pat"))
    let saved = await place.send(
      "POST", "/items/\(id)/save", form: [("version", "1"), ("text:beacon/dx/first", "Edited text.")], cookie: ann)
    #expect(saved.status == 303 && saved["location"] == "/items/\(id)?saved=2")
    let hash = try await place.desk.entry(id).item.contentHash
    let own = await place.send("POST", "/items/\(id)/act", form: [("action", "approve"), ("hash", hash)], cookie: ann)
    #expect(own.status == 409 && own.text.contains("nobody approves their own"))
    let old = await place.send("POST", "/items/\(id)/act", form: [("action", "approve"), ("hash", "old")], cookie: pat)
    #expect(old.status == 409 && old.text.contains("has changed since you read it"))
    for _ in 0..<2 {  // The second is the double click.
      let approved = await place.send(
        "POST", "/items/\(id)/act", form: [("action", "approve"), ("hash", hash)], cookie: pat)
      #expect(approved.status == 303)
    }
    #expect(await place.send("GET", "/read/\(id)").status == 404)
    _ = await place.send("POST", "/items/\(id)/act", form: [("action", "publish"), ("hash", hash)], cookie: pat)
    let read = await place.send("GET", "/read/\(id)")
    #expect(read.status == 200 && read.text.contains("Edited text."))
    #expect(await place.send("GET", "/read").text.contains("/read/\(id)"))
  }

  @Test func `after a decision the next item opens, and the decision can be undone from there`() async throws {
    let place = try Place()
    try await place.account("ann", .editor)
    let (first, second) = (try await place.item("r1"), try await place.item("r2"))
    let key = try await place.login("ann")
    let response = await place.send(
      "POST", "/items/\(first)/act",
      form: [("action", "reject"), ("text", "Not now."), ("from", "category=One two three.")],
      cookie: key)
    let next = try #require(response["location"])
    #expect(next.hasPrefix("/items/\(second)?done=\(first)&what=reject&from=category"))
    let page = await place.send("GET", next, cookie: key)
    #expect(page.text.contains("Item \(first) rejected.") && page.text.contains("/items/\(first)/undo"))
    _ = await place.send("POST", "/items/\(first)/undo", cookie: key)
    #expect(try await place.desk.entry(first).item.state == .draft)
  }

  @Test func `a save on an old version gets both texts and loses neither`() async throws {
    let place = try Place()
    try await place.account("ann", .editor)
    let id = try await place.item("r1")
    let key = try await place.login("ann")
    let field = "text:beacon/dx/first"
    _ = await place.send(
      "POST", "/items/\(id)/save", form: [("version", "1"), (field, "One two four.")], cookie: key)
    let response = await place.send(
      "POST", "/items/\(id)/save", form: [("version", "1"), (field, "Zero two three.")], cookie: key)
    #expect(response.status == 409)
    for text in ["One two four.", "Zero two three.", "Zero two four.", "name=\"version\" value=\"2\""] {
      #expect(response.text.contains(text), "\(text)")
    }
  }

  @Test func `a text of 100 KB comes back in its box, with what to do`() async throws {
    let place = try Place()
    try await place.account("ann", .editor)
    let id = try await place.item("r1")
    let long = String(repeating: "word ", count: 20_000)
    let response = await place.send(
      "POST", "/items/\(id)/save", form: [("version", "1"), ("text:beacon/dx/first", long)],
      cookie: try await place.login("ann"))
    #expect(response.status == 413 && response.text.contains(long) && response.text.contains("Shorten it"))
  }

  @Test func `a form after the session's end leads to the login and says that the text is kept`() async throws {
    let place = try Place()
    let response = await place.send(
      "POST", "/items/1/save", form: [("version", "1")], cookie: String(repeating: "a", count: 43))
    #expect(response.status == 303 && response["location"] == "/login?to=%2Fitems%2F1%3Fedit%3D1&expired=1")
    #expect(await place.send("GET", "/login?to=%2Fqueue&expired=1").text.contains("kept in this browser"))
  }

  @Test(arguments: [
    "/items/99", "/items/0", "/items/abc", "/items/99999999999999999999", "/items/1/nothing", "/nowhere",
  ])
  func `what is not there is said to be not there`(target: String) async throws {
    let place = try Place()
    try await place.account("ann", .editor)
    try await place.item("r1")
    let response = await place.send("GET", target, cookie: try await place.login("ann"))
    #expect(response.status == 404 && response.text.contains("/queue"))
  }

  @Test func `who lacks a right is told which role has it, and nothing is done`() async throws {
    let place = try Place()
    try await place.account("rea", .reader)
    let id = try await place.item("r1")
    let key = try await place.login("rea")
    let hash = try await place.desk.entry(id).item.contentHash
    for (part, form) in [
      ("act", [("action", "approve"), ("hash", hash)]), ("act", [("action", "publish"), ("hash", hash)]),
      ("save", [("version", "1"), ("text:beacon/dx/first", "Mine.")]), ("comment", [("text", "Mine.")]),
      ("override", [("seat", "beacon/dx"), ("version", "1"), ("vote", "skip"), ("reason", "Mine.")]),
    ] {
      let response = await place.send("POST", "/items/\(id)/\(part)", form: form, cookie: key)
      #expect(response.status == 403 && response.text.contains("needs the role"), "\(part)")
    }
    let page = await place.send("GET", "/items/\(id)", cookie: key).text
    #expect(!page.contains("value=\"approve\"") && !page.contains("edit=1"))
    #expect(try await place.desk.entry(id).item.version == 1)
  }

  @Test func `words for an item that is gone are answered with what to do, and stay in the browser`() async throws {
    let place = try Place()
    try await place.account("ann", .editor)
    let key = try await place.login("ann")
    for (part, form) in [
      ("save", [("version", "1"), ("text:beacon/dx/first", "Mine.")]), ("comment", [("text", "Mine.")]),
      ("act", [("action", "reject"), ("text", "Mine.")]),
    ] {
      let response = await place.send("POST", "/items/99/\(part)", form: form, cookie: key)
      #expect(response.status == 404 && response.text.contains("There is no item 99."), "\(part)")
      // Only what says that it was done lets the browser drop its draft.
      #expect(response["location"] == nil && !response.text.contains("data-sent"))
    }
  }

  @Test func `several items at once are counted and confirmed first`() async throws {
    let place = try Place()
    try await place.account("ann", .editor)
    let ids = [try await place.item("r1"), try await place.item("r2")]
    let key = try await place.login("ann")
    let form = [("action", "approve")] + ids.map { ("id", "\($0)") }
    let page = await place.send("POST", "/queue/bulk", form: form, cookie: key)
    #expect(page.text.contains("Approve: 2 items") && page.text.contains("name=\"confirm\" value=\"yes\""))
    for id in ids { #expect(try await place.desk.entry(id).item.state == .draft) }
    var confirmed = form + [("confirm", "yes")]
    for id in ids { confirmed.append(("hash-\(id)", try await place.desk.entry(id).item.contentHash)) }
    let done = await place.send("POST", "/queue/bulk", form: confirmed, cookie: key)
    #expect(done.text.contains("2 of 2 done"))
  }

  @Test func `the API wants a token, and does what its rights allow`() async throws {
    let place = try Place()
    try await place.account("ann", .editor)
    let id = try await place.item("r1")
    let name = try #require(AccountName("ann"))
    let reader = try await place.desk.addToken(named: "r", for: name, rights: [.read], by: "t", at: Place.noon)
    let editor = try await place.desk.addToken(
      named: "e", for: name, rights: [.read, .edit, .decide, .publish], by: "t", at: Place.noon)
    func call(_ method: String, _ path: String, _ token: String, _ body: String = "") async -> WebResponse {
      await place.send(
        method, "/api/v1/\(path)",
        headers: [
          "authorization": "Bearer \(token)", "content-type": "application/json", "sec-fetch-site": "",
        ], body: body)
    }
    #expect(await place.send("GET", "/api/v1/items").status == 401)
    #expect(await call("GET", "items", "panel_wrong").status == 401)
    #expect(await call("GET", "items", reader).text.contains("\"state\":\"draft\""))
    let texts = #"{"version":1,"texts":{"beacon/dx/first":"By a program."}}"#
    #expect(await call("PUT", "items/\(id)/texts", reader, texts).status == 403)
    #expect(await call("PUT", "items/\(id)/texts", editor, texts).text == "{\"changed\":true,\"version\":2}\n")
    let conflict = await call(
      "PUT", "items/\(id)/texts", editor, #"{"version":1,"texts":{"beacon/dx/first":"Something else."}}"#)
    #expect(conflict.status == 409 && conflict.text.contains("\"theirs\":\"By a program.\""))
    #expect(
      await call("POST", "items/\(id)/actions", editor, #"{"action":"publish"}"#).status == 403, "not an editor's right"
    )
    #expect(await call("POST", "items/\(id)/actions", editor, "{").status == 422)
    #expect(await call("POST", "items/\(id)/actions", editor, #"{"action":"odd"}"#).status == 422)
    #expect(await call("DELETE", "items/\(id)", editor).status == 405)
    #expect(await call("GET", "items/\(id)/history", reader).text.contains("\"kind\":\"edit\""))
    #expect(await call("GET", "openapi.json", reader).text.contains("\"openapi\": \"3.1.0\""))
  }
}
