import Crypto
import Foundation
import PanelDesk
import PanelStore

/// Who asks.
struct Visitor: Sendable {
  var actor: Actor?
  /// A program with a token. A browser never sends one by itself, so no page of elsewhere can use it.
  var isProgram = false
  var session: String?
}

/// A request that is refused before it reaches a page.
struct WebError: Error {
  var status: Int
  var title: String
  var message: String
  var remedy: String = ""
  /// The methods that the path takes, where another was used.
  var allow: String?
}

extension DeskServer {
  static let cookie = "__Host-panel"

  func checkHost(_ request: WebRequest) throws {
    guard settings.serves(host: request.headers["host"] ?? "") else {
      throw WebError(
        status: 421, title: "Not here", message: "This server does not answer under that name.",
        remedy: "The admin names it with panel serve --public-host.")
    }
  }

  func visitor(of request: WebRequest) async throws -> Visitor {
    if let header = request.headers["authorization"] {
      guard let token = header.wholeMatch(of: /[Bb]earer +(\S+)/)?.output.1,
        let actor = try await desk.bearer(String(token))
      else {
        throw WebError(
          status: 401, title: "No such token", message: "The token is wrong, revoked, or of a closed account.")
      }
      return Visitor(actor: actor, isProgram: true)
    }
    guard let key = request.cookie(Self.cookie) else { return Visitor() }
    return Visitor(actor: try await desk.session(key, at: world.now()), session: key)
  }

  /// Refuses what changes something unless the browser says that a page of ours sent it, by `Sec-Fetch-Site`, or by
  /// `Origin` where it is too old for that.
  func checkOrigin(_ request: WebRequest, _ visitor: Visitor) throws {
    if ["GET", "HEAD"].contains(request.method) || visitor.isProgram { return }
    // Refused by the API itself: it wants a token.
    if visitor.actor == nil, request.path.first == "api" { return }
    let isOurs: Bool
    if let site = request.headers["sec-fetch-site"] {
      isOurs = site == "same-origin"
    } else if let origin = request.headers["origin"], let host = request.headers["host"] {
      isOurs = origin == "http://\(host)" || origin == "https://\(host)"
    } else {
      isOurs = false
    }
    guard isOurs else {
      throw WebError(
        status: 403, title: "Refused", message: "This did not come from a page of the desk, so nothing was done.",
        remedy: "Open the desk itself and do it there.")
    }
  }

  func addHeaders(to response: inout WebResponse, _ request: WebRequest, id: String) {
    func set(_ name: String, _ value: String) {
      if !response.headers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
        response.headers.append((name, value))
      }
    }
    set(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
    set("X-Frame-Options", "DENY")
    set("X-Content-Type-Options", "nosniff")
    set("Referrer-Policy", "same-origin")
    set("Cross-Origin-Opener-Policy", "same-origin")
    set("Cross-Origin-Resource-Policy", "same-origin")
    set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    set("Cache-Control", "no-store")
    set("X-Request-Id", id)
    if request.headers["x-forwarded-proto"] == "https" {
      set("Strict-Transport-Security", "max-age=31536000")
    }
  }

  /// The page, or for the API the JSON, of an error.
  func failure(_ error: any Error, _ request: WebRequest) -> WebResponse {
    let failure = WebError(error)
    if failure.status >= 500 { world.log("{\"at\":\"\(world.now())\",\"error\":\(Self.quoted("\(error)"))}") }
    if request.path.first == "api" {
      var response = WebResponse.json(
        "{\"error\":{\"status\":\(failure.status),\"message\":\(Self.quoted(failure.message)),"
          + "\"remedy\":\(Self.quoted(failure.remedy))}}\n", status: failure.status)
      if let allow = failure.allow { response.headers.append(("Allow", allow)) }
      return response
    }
    if failure.status == 401, request.path.first != "login" {
      // A form that was sent after the session ended: its texts are in the browser's drafts, and the login leads to them.
      let back = request.method == "GET" ? "/" + request.path.joined(separator: "/") : Self.form(of: request)
      let query = request.query.text
      let target = back + (request.method == "GET" && !query.isEmpty ? "?\(query)" : "")
      return .see("/login?to=\(FormData.encoded(target))\(request.method == "GET" ? "" : "&expired=1")")
    }
    var response = WebResponse.html(pages.message(failure), status: failure.status)
    if let allow = failure.allow { response.headers.append(("Allow", allow)) }
    return response
  }

  /// The page on which a form stood.
  private static func form(of request: WebRequest) -> String {
    guard request.path.count == 3, request.path[0] == "items", let id = Int64(request.path[1]) else { return "/queue" }
    let from = request.form["from"].map { "from=\(FormData.encoded(QueueFilter(FormData($0)).text))" }
    let parts = [request.path[2] == "save" ? "edit=1" : nil, from].compactMap { $0 }
    return "/items/\(id)" + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
  }

  static func quoted(_ text: String) -> String {
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }

  static func styleHash(_ text: String) -> String {
    "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
  }
}

extension WebError {
  /// What an error of the rooms below is to a browser.
  init(_ error: any Error) {
    switch error {
    case let error as WebError: self = error
    case let error as DeskError:
      let (status, title): (Int, String) =
        switch error.code {
        case .notAllowed: (403, "Not allowed")
        case .noSuchTransition, .claimed, .contentChanged, .ownEdit, .nothingToUndo, .nameTaken, .notInFuture:
          (409, "Not done")
        case .badInput: (422, "Something is missing")
        case .tooLong: (413, "Too long")
        case .notFound: (404, "Not found")
        case .unauthorized: (401, "Log in")
        case .tooManyTries: (429, "Please wait")
        default: (500, "Something broke")
        }
      self.init(status: status, title: title, message: error.message, remedy: error.remedy)
    case let error as StoreError where error.code == .busy || error.code == .full:
      self.init(
        status: 503, title: "Please try again", message: "The database is busy or full; nothing was saved.",
        remedy: "Go back: what you typed is still there. Then save again.")
    default:
      self.init(
        status: 500, title: "Something broke", message: "The server failed on this; nothing was changed.",
        remedy: "Go back: what you typed is still there. The log of the server says more.")
    }
  }
}
