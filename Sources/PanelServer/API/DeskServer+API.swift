import Foundation
import PanelDesk
import PanelFormats
import PanelStore

extension DeskServer {
  /// The JSON API, described by `openapi.json`.
  func api(_ request: WebRequest, _ visitor: Visitor) async throws -> WebResponse {
    let parts = Array(request.path.dropFirst())
    guard parts.first == "v1" else { throw Self.noSuchPath }
    if parts == ["v1", "openapi.json"] {
      try Self.demand("GET", request)
      return .json(String(decoding: PackageResources.openapi_json, as: UTF8.self))
    }
    guard let actor = visitor.actor else {
      throw WebError(
        status: 401, title: "Log in", message: "The API wants a token: Authorization: Bearer panel_….",
        remedy: "panel user token makes one.")
    }
    guard actor.may(.read) else {
      throw WebError(status: 403, title: "Not allowed", message: "This token may not read items.")
    }
    if parts == ["v1", "counts"] {
      try Self.demand("GET", request)
      let counts = try await desk.counts()
      return try Self.json(
        Dictionary(uniqueKeysWithValues: ItemState.allCases.map { ($0.rawValue, counts[$0] ?? 0) }))
    }
    guard parts.count >= 2, parts[1] == "items" else { throw Self.noSuchPath }
    if parts.count == 2 {
      try Self.demand("GET", request)
      return try await apiItems(request)
    }
    let id = try number(parts[2])
    switch parts.dropFirst(3).first {
    case nil:
      try Self.demand("GET", request)
      return try Self.json(try await apiItem(id))
    case "history" where parts.count == 4:
      try Self.demand("GET", request)
      _ = try await desk.entry(id)
      return try Self.json(
        APIHistory(
          versions: try await desk.versions(of: id).map(APIVersion.init),
          log: try await desk.auditEntries(of: id).map(APIEntry.init)))
    case "actions" where parts.count == 4:
      try Self.demand("POST", request)
      let body = try Self.decode(APIAction.self, request)
      guard let kind = DeskAction.Kind(rawValue: body.action) else {
        throw DeskError(.badInput, "“\(body.action.prefix(40))” is no action.", remedy: "openapi.json names them.")
      }
      if kind == .schedule, let text = body.at, Moment(text) == nil {
        throw DeskError(.badInput, "“\(text.prefix(40))” is no time.")
      }
      var action = try Self.action(
        kind, hash: body.contentSha256 ?? "", text: body.text ?? "", time: body.at.flatMap { Moment($0) })
      if kind == .claim { action = .claim(takeOver: body.takeOver ?? false) }
      try await desk.act(action, on: id, by: actor, at: world.now())
      return try Self.json(try await apiItem(id))
    case "undo" where parts.count == 4:
      try Self.demand("POST", request)
      try await desk.undo(id, by: actor, at: world.now())
      return try Self.json(try await apiItem(id))
    case "texts" where parts.count == 4:
      try Self.demand("PUT", request)
      return try await apiSave(id, try Self.decode(APITexts.self, request), actor)
    default: throw Self.noSuchPath
    }
  }

  private func apiItems(_ request: WebRequest) async throws -> WebResponse {
    let form = request.query
    for state in form.all("state") where ItemState(rawValue: state) == nil {
      throw DeskError(.badInput, "“\(state.prefix(40))” is no state.")
    }
    var limit = 50
    if let text = form["limit"] {
      guard let number = Int(text), (1...200).contains(number) else {
        throw DeskError(.badInput, "limit is “\(text.prefix(20))”; expected 1 to 200.")
      }
      limit = number
    }
    var after: ItemQuery.Position?
    if let text = form["after"] {
      guard let id = Int64(text), id > 0 else { throw DeskError(.badInput, "after is “\(text.prefix(20))”, no item.") }
      let row = try await desk.entry(id).row
      after = ItemQuery.Position(need: row.need, id: row.id)
    }
    let now = world.now()
    let items = try await desk.queue(QueueFilter(form).query(now: now, limit: limit + 1, after: after))
    return try Self.json(
      APIItems(
        items: items.prefix(limit).map { APIRow($0, now: now) }, next: items.count > limit ? items[limit - 1].id : nil))
  }

  private func apiItem(_ id: Int64) async throws -> APIItem {
    let entry = try await desk.entry(id)
    return APIItem(
      item: APIRow(entry.row, now: world.now()), note: entry.item.note, publishedVersion: entry.item.publishedVersion,
      approvedBy: entry.item.approval?.by.rawValue, scheduledFor: entry.item.scheduledFor.map { "\($0)" },
      actions: entry.item.actions.filter { $0 != .edit }.map(\.rawValue),
      fields: entry.content.fields.map { APIField(path: "\($0.path)", panel: $0.original, text: $0.text) },
      comparison: ComparisonDocument(entry.content.edited))
  }

  private func apiSave(_ id: Int64, _ body: APITexts, _ actor: Actor) async throws -> WebResponse {
    var texts: [FieldPath: String] = [:]
    for (name, text) in body.texts {
      guard let path = FieldPath(name) else { throw DeskError(.notFound, "There is no text “\(name.prefix(200))”.") }
      texts[path] = text
    }
    switch try await desk.save(
      texts, of: id, basedOn: body.version, by: actor, at: world.now(), note: String((body.note ?? "").prefix(500)))
    {
    case .saved(let version): return try Self.json(APISaved(version: version, changed: true))
    case .unchanged(let version): return try Self.json(APISaved(version: version, changed: false))
    case .conflict(let current, let merge):
      return try Self.json(
        APIConflict(
          error: APIConflict.Failure(
            status: 409, message: "Item \(id) is at version \(current.item.version); nothing was saved.",
            remedy: "Decide what stands and save it with the newer version's number."),
          version: current.item.version,
          clashes: merge.clashes.map {
            APIConflict.Clash(
              path: "\($0.path)", before: $0.base, mine: $0.mine, theirs: $0.theirs, merged: $0.merge.text,
              isSameWords: $0.merge.hasConflicts)
          },
          proposal: Dictionary(uniqueKeysWithValues: merge.proposal.map { ("\($0.key)", $0.value) })), status: 409)
    }
  }

  private static let noSuchPath = WebError(
    status: 404, title: "Not found", message: "There is no such path.", remedy: "See /api/v1/openapi.json.")

  private static func demand(_ method: String, _ request: WebRequest) throws {
    guard request.method == method || (method == "GET" && request.method == "HEAD") else {
      throw WebError(
        status: 405, title: "Not allowed", message: "This path takes \(method).",
        allow: method == "GET" ? "GET, HEAD" : method)
    }
  }

  private static func decode<Body: Decodable>(_ type: Body.Type, _ request: WebRequest) throws -> Body {
    guard request.headers["content-type"]?.lowercased().hasPrefix("application/json") ?? false else {
      throw WebError(status: 415, title: "Not JSON", message: "The body has to be application/json.")
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(type, from: Data(request.body))
    } catch {
      throw WebError(status: 422, title: "Not readable", message: "The body is not what openapi.json describes.")
    }
  }

  private static func json(_ value: some Encodable, status: Int = 200) throws -> WebResponse {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return .json(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n", status: status)
  }
}
