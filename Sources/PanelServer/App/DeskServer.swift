import Foundation
public import PanelDesk
import PanelStore

/// The desk's pages and API: a function from requests to responses. ``run(onReady:)`` puts it on a port.
public final class DeskServer: Sendable {
  let desk: Desk
  let settings: ServerSettings
  let world: ServerWorld
  let pages: Pages
  let metrics = ServerMetrics()
  let running: PersonaRunning
  let reruns = Reruns()
  /// Hashing a password takes 32 MiB and a third of a second: two at once, the others wait.
  let hashing = Turnstile(places: 2, longestQueue: 50)

  /// - Throws: A parser error of the template library where a built-in template is broken.
  public init(
    desk: Desk, settings: ServerSettings, world: ServerWorld,
    running: PersonaRunning = .notHere("The server was started without a model.")
  ) throws {
    self.desk = desk
    self.settings = settings
    self.world = world
    self.running = running
    pages = try Pages()
  }

  /// Answers one request; errors become pages.
  public func respond(to request: WebRequest) async -> WebResponse {
    let began = world.elapsed()
    let id = world.newID()
    var account = "-"
    var response: WebResponse
    do {
      try checkHost(request)
      let visitor = try await visitor(of: request)
      account = visitor.actor?.name.rawValue ?? "-"
      try checkOrigin(request, visitor)
      response = try await route(request, visitor)
    } catch {
      response = failure(error, request)
    }
    addHeaders(to: &response, request, id: id)
    let seconds = world.elapsed() - began
    let route = request.path.prefix(4).map { $0.allSatisfy(\.isNumber) ? "N" : Self.known($0) }.joined(separator: "/")
    metrics.count(route: "/" + route, status: response.status, seconds: seconds)
    let line = LogLine(
      at: "\(world.now())", request: id, method: String(request.method.prefix(16)),
      path: "/" + request.path.joined(separator: "/").prefix(200), status: response.status,
      ms: (seconds * 1000).rounded(), account: account, from: request.address)
    if let data = try? JSONEncoder().encode(line) { world.log(String(decoding: data, as: UTF8.self)) }
    return response
  }

  /// What is to be done every few seconds: verdicts of the panel become drafts, what is due is published.
  func tick() async {
    do {
      try await desk.takeIn(at: world.now())
      try await desk.publishDue(at: world.now())
    } catch {
      world.log("{\"at\":\"\(world.now())\",\"error\":\"the desk's own work failed\"}")
    }
  }

  private struct LogLine: Encodable {
    var at: String
    var request: String
    var method: String
    var path: String
    var status: Int
    var ms: Double
    var account: String
    var from: String
  }

  /// Words of our own paths; anything else somebody made up, and must not become a label of its own.
  private static func known(_ word: String) -> String {
    [
      "login", "logout", "queue", "items", "read", "health", "ready", "metrics", "api", "v1", "assets", "bulk", "views",
      "act", "save", "undo", "comment", "assign", "override", "restore", "history", "page", "actions", "texts",
      "openapi.json", "desk.css", "desk.js", "counts", "rerun", "events",
    ].contains(word) ? word : "other"
  }
}
