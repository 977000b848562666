import PanelCore
import PanelDesk
import PanelSite
import PanelStore

extension DeskServer {
  func itemPage(_ id: Int64, _ request: WebRequest, _ actor: Actor) async throws -> WebResponse {
    let entry = try await desk.entry(id)
    let filter = QueueFilter(FormData(request.query["from"] ?? ""))
    let isEditing = request.query["edit"] != nil && actor.may(.edit)
    return .html(
      try await page(entry, filter: filter, actor, isEditing: isEditing, done: DoneNotice(request.query, actor: actor)))
  }

  func page(
    _ entry: DeskEntry, filter: QueueFilter, _ actor: Actor, isEditing: Bool, typed: [FieldPath: String] = [:],
    problem: String? = nil, done: DoneNotice? = nil
  ) async throws -> String {
    let now = world.now()
    let id = entry.item.id
    let next = try await desk.next(after: id, in: filter.query(now: now), for: actor, at: now)
    let first = entry.content.edits.reruns.isEmpty ? nil : try await desk.entry(id, version: 1).content.base
    return pages.item(
      ItemPage(
        entry: entry, actor: actor, filter: filter, now: now, next: next, isEditing: isEditing,
        others: metrics.look(at: id, by: actor.name.rawValue, elapsed: world.elapsed()),
        comments: try await desk.comments(on: id), typed: typed, problem: problem, done: done, policy: desk.policy,
        first: first, running: running, waiting: reruns.running(on: id)))
  }

  func itemPart(_ part: String, _ id: Int64, _ request: WebRequest, _ actor: Actor) async throws -> WebResponse {
    switch part {
    case "history":
      let entry = try await desk.entry(id)
      return .html(
        pages.history(
          HistoryPage(
            actor: actor, entry: entry, versions: try await desk.versions(of: id),
            log: try await desk.auditEntries(of: id))))
    case "rerun": return try await rerunPage(id, request, actor)
    case "events": return try rerunEvents(id, request)
    case "page":
      let entry = try await desk.entry(id, version: request.query["version"].flatMap { Int($0) })
      return try readerPage(entry.content)
    default: throw WebError(status: 404, title: "Not found", message: "There is no such page.")
    }
  }

  /// What readers see, or would see.
  func readerPage(_ content: ItemContent) throws -> WebResponse {
    var html = try ComparisonPage(content.edited).html()
    let notes = content.editorNotes.map { "<p>\(Pages.escaped(PlainText.clean($0)))</p>" }.joined()
    if !notes.isEmpty, let main = html.firstRange(of: "<main>") {
      html.insert(
        contentsOf:
          "<section class=\"card\" aria-label=\"Notes of the editors\"><h2>Notes of the editors</h2>\(notes)</section>",
        at: main.upperBound)
    }
    var response = WebResponse.html(html)
    let style = html.firstMatch(of: /<style>([\s\S]*?)<\/style>/).map { Self.styleHash(String($0.output.1)) } ?? ""
    response.headers.append(
      (
        "Content-Security-Policy",
        "default-src 'none'; style-src \(style); img-src data:; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'"
      ))
    return response
  }

  func readPage(_ id: Int64) async throws -> WebResponse { try readerPage(try await desk.published(id).content) }

  func readList() async throws -> WebResponse {
    .html(pages.read(ReadPage(try await desk.publishedItems(limit: 200), head: try await desk.auditHead())))
  }

  func change(_ what: String, _ id: Int64, _ request: WebRequest, _ actor: Actor) async throws -> WebResponse {
    let form = request.form
    let now = world.now()
    let filter = QueueFilter(FormData(form["from"] ?? ""))
    let here = "/items/\(id)" + (filter.text.isEmpty ? "" : "?from=\(FormData.encoded(filter.text))")
    let version = form["version"].flatMap { Int($0) } ?? 0
    switch what {
    case "act":
      guard let kind = form["action"].flatMap({ DeskAction.Kind(rawValue: $0) }) else {
        throw WebError(status: 422, title: "Nothing chosen", message: "Choose what to do.")
      }
      return try await act(kind, id, form, filter, actor, here: here)
    case "undo":
      try await desk.undo(id, by: actor, at: now)
      return .see(here)
    case "save": return try await save(id, form, version: version, filter, actor, here: here)
    case "comment":
      try await desk.comment(form["text"] ?? "", on: id, by: actor, at: now)
      return .see(Self.saved(here, version, form: "comment") + "#comments")
    case "assign":
      let name = form["to"]
      if let name, AccountName(name) == nil { throw DeskError(.badInput, "“\(name.prefix(64))” is no account's name.") }
      try await desk.assign(id, to: name.flatMap { AccountName($0) }, by: actor, at: now)
      return .see(here)
    case "override":
      guard let seat = form["seat"].flatMap({ SeatPath($0) }) else {
        throw DeskError(.badInput, "There is no such seat.")
      }
      let vote = form["vote"].flatMap { Vote(rawValue: $0) }
      do {
        _ = try await desk.override(
          seat, vote: vote, reason: form["reason"] ?? "", of: id, basedOn: version, by: actor, at: now)
      } catch let error as DeskError where [.badInput, .tooLong, .contentChanged].contains(error.code) {
        return .html(
          try await page(
            try await desk.entry(id), filter: filter, actor, isEditing: false, problem: error.description),
          status: WebError(error).status)
      }
      return .see(Self.saved(here, version + 1, form: "override"))
    case "rerun": return try await rerun(id, form, actor)
    case "restore":
      _ = try await desk.restore(
        form["earlier"].flatMap { Int($0) } ?? 0, of: id, basedOn: version, by: actor, at: now)
      return .see(here)
    default: throw WebError(status: 404, title: "Not found", message: "There is no such page.")
    }
  }

  /// The item's page, told which form's words the server has, so that the browser forgets its draft of them.
  static func saved(_ here: String, _ version: Int, form: String) -> String {
    "\(here)\(here.contains("?") ? "&" : "?")saved=\(version)" + (form == "item" ? "" : "&form=\(form)")
  }

  private func act(
    _ kind: DeskAction.Kind, _ id: Int64, _ form: FormData, _ filter: QueueFilter, _ actor: Actor, here: String
  ) async throws -> WebResponse {
    let now = world.now()
    let time = form["at"].flatMap { Moment($0.contains("Z") || $0.contains("+") ? $0 : $0 + "Z") }
    var action = try Self.action(kind, hash: form["hash"] ?? "", text: form["text"] ?? "", time: time)
    if kind == .claim { action = .claim(takeOver: form["take_over"] != nil) }
    // Found before the decision, while the item still has its place in the queue.
    let next = try await desk.next(after: id, in: filter.query(now: now), for: actor, at: now)
    do {
      try await desk.act(action, on: id, by: actor, at: now)
    } catch let error as DeskError
      where [.badInput, .notInFuture, .contentChanged, .ownEdit, .claimed, .noSuchTransition, .tooLong].contains(
        error.code)
    {
      return .html(
        try await page(
          try await desk.entry(id), filter: filter, actor, isEditing: false, problem: error.description),
        status: WebError(error).status)
    }
    if [.claim, .release, .reopen, .unschedule].contains(kind) { return .see(here) }
    var query = FormData([("done", "\(id)"), ("what", kind.rawValue)]).text
    if let next {
      if !filter.text.isEmpty { query += "&from=\(FormData.encoded(filter.text))" }
      return .see("/items/\(next)?\(query)")
    }
    return .see("/queue?\(filter.text.isEmpty ? "" : filter.text + "&")\(query)")
  }

  private func save(
    _ id: Int64, _ form: FormData, version: Int, _ filter: QueueFilter, _ actor: Actor, here: String
  ) async throws -> WebResponse {
    var texts: [FieldPath: String] = [:]
    for field in form.fields where field.name.hasPrefix("text:") {
      if let path = FieldPath(field.name.dropFirst(5)) { texts[path] = field.value }
    }
    do {
      switch try await desk.save(texts, of: id, basedOn: version, by: actor, at: world.now(), note: form["note"] ?? "")
      {
      case .saved(let version), .unchanged(let version):
        return .see(Self.saved(here, version, form: "item"))
      case .conflict(let current, let merge):
        return .html(
          pages.conflict(ConflictPage(actor: actor, entry: current, merge: merge, from: filter.text)), status: 409)
      }
    } catch let error as DeskError where [.badInput, .tooLong, .notFound, .noSuchTransition].contains(error.code) {
      // The page again, with what was typed in it.
      let entry = try await desk.entry(id)
      return .html(
        try await page(entry, filter: filter, actor, isEditing: true, typed: texts, problem: error.description),
        status: WebError(error).status)
    }
  }
}
