import PanelDesk
import PanelStore

extension DeskServer {
  func route(_ request: WebRequest, _ visitor: Visitor) async throws -> WebResponse {
    let method = request.method == "HEAD" ? "GET" : request.method
    switch (method, request.path.first ?? "", request.path.count) {
    case ("GET", "", 0): return .see("/queue")
    case ("GET", "health", 1): return .text("ok\n")
    case ("GET", "ready", 1): return try await ready()
    case ("GET", "metrics", 1): return try await metricsPage(request, visitor)
    case ("GET", "assets", 2): return try asset(request.path[1], request)
    case ("GET", "login", 1): return loginPage(request, visitor)
    case ("POST", "login", 1): return try await logIn(request)
    case ("POST", "logout", 1): return try await logOut(visitor)
    case ("GET", "read", 1): return try await readList()
    case ("GET", "read", 2): return try await readPage(try number(request.path[1]))
    case (_, "api", _): return try await api(request, visitor)
    default: break
    }
    guard let actor = visitor.actor else {
      throw WebError(status: 401, title: "Log in", message: "This page is for people of the desk.")
    }
    switch (method, request.path.first ?? "", request.path.count) {
    case ("GET", "queue", 1): return try await queuePage(request, actor)
    case ("POST", "queue", 2) where request.path[1] == "bulk": return try await bulk(request, actor)
    case ("POST", "queue", 2) where request.path[1] == "views": return try await saveView(request, actor)
    case ("GET", "items", 2): return try await itemPage(try number(request.path[1]), request, actor)
    case ("GET", "items", 3): return try await itemPart(request.path[2], try number(request.path[1]), request, actor)
    case ("POST", "items", 3): return try await change(request.path[2], try number(request.path[1]), request, actor)
    default:
      throw WebError(
        status: ["GET", "POST"].contains(method) ? 404 : 405, title: "Not found", message: "There is no such page.",
        remedy: "The queue is at /queue.", allow: "GET, HEAD, POST")
    }
  }

  func number(_ text: String) throws -> Int64 {
    guard let number = Int64(text), number > 0 else {
      throw WebError(
        status: 404, title: "Not found", message: "There is no item “\(text.prefix(40))”.", remedy: "Look at the queue."
      )
    }
    return number
  }

  private func ready() async throws -> WebResponse {
    do {
      _ = try await desk.counts()
      return .text("ready\n")
    } catch {
      return .text("the database does not answer\n", status: 503)
    }
  }

  private func metricsPage(_ request: WebRequest, _ visitor: Visitor) async throws -> WebResponse {
    guard visitor.actor != nil || (ServerSettings.isLoopback(request.address) && !settings.isBehindProxy) else {
      throw WebError(status: 401, title: "Log in", message: "Metrics are for this machine, or with a token.")
    }
    let counts = try await desk.counts()
    return .text(
      metrics.text(items: ItemState.allCases.map { ($0.rawValue, counts[$0] ?? 0) }),
      type: "text/plain; version=0.0.4; charset=utf-8")
  }

  private func asset(_ name: String, _ request: WebRequest) throws -> WebResponse {
    guard let asset = pages.assets[name] else {
      throw WebError(status: 404, title: "Not found", message: "There is no such file.")
    }
    if request.headers["if-none-match"] == asset.tag { return WebResponse(status: 304, headers: [("ETag", asset.tag)]) }
    return WebResponse(
      headers: [("Content-Type", asset.type), ("Cache-Control", "no-cache"), ("ETag", asset.tag)], body: asset.bytes)
  }

  // MARK: Login

  private func loginPage(_ request: WebRequest, _ visitor: Visitor) -> WebResponse {
    if visitor.actor != nil { return .see(Self.local(request.query["to"])) }
    return .html(
      pages.login(
        to: Self.local(request.query["to"]), name: "",
        notice: request.query["expired"] == nil
          ? nil
          : "Your session had ended, so nothing was saved. What you typed is kept in this browser: log in, and it is there again."
      ))
  }

  private func logIn(_ request: WebRequest) async throws -> WebResponse {
    let form = request.form
    let (name, password, to) = (form["name"] ?? "", form["password"] ?? "", Self.local(form["to"]))
    do {
      let now = world.now()
      guard
        let login = try await hashing.pass({ [desk, address = request.address] in
          try await desk.logIn(name: name, password: password, from: address, at: now)
        })
      else {
        throw DeskError(.tooManyTries, "Many people log in at once.", remedy: "Try again in a few seconds.")
      }
      var response = WebResponse.see(to)
      response.headers.append(
        (
          "Set-Cookie",
          "\(Self.cookie)=\(login.key); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=\(Desk.longestSessionSeconds)"
        ))
      return response
    } catch let error as DeskError {
      let failure = WebError(error)
      var response = WebResponse.html(
        pages.login(to: to, name: String(name.prefix(64)), notice: error.description),
        status: failure.status == 401 ? 403 : failure.status)
      if failure.status == 429 { response.headers.append(("Retry-After", "60")) }
      return response
    }
  }

  private func logOut(_ visitor: Visitor) async throws -> WebResponse {
    if let key = visitor.session { try await desk.logOut(key, at: world.now()) }
    var response = WebResponse.see("/login")
    response.headers.append(
      ("Set-Cookie", "\(Self.cookie)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"))
    response.headers.append(("Clear-Site-Data", "\"cache\""))
    return response
  }

  /// A place on this server to go to; anything that a browser may read as another server becomes the queue.
  static func local(_ target: String?) -> String {
    guard let target, target.hasPrefix("/"), !target.hasPrefix("//"), target.utf8.count < 2000,
      target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
    else { return "/queue" }
    return target
  }
}
