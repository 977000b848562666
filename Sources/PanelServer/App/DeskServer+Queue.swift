import PanelDesk
import PanelSite
import PanelStore

/// What a person works through: the filter of the queue, as it stands in addresses.
struct QueueFilter: Sendable {
  var states: [String]
  var category: String?
  var persona: String?
  var assignee: String?
  /// Days since it was judged.
  var age: Int?
  var search: String?

  /// - Parameter form: of the queue's address; what is no filter is passed over.
  init(_ form: FormData) {
    states = form.all("state").filter { ItemState(rawValue: $0) != nil }
    category = form["category"].map { String($0.prefix(200)) }
    persona = form["persona"].map { String($0.prefix(64)) }
    assignee = form["assignee"].map { String($0.prefix(64)) }
    age = form["age"].flatMap { Int($0) }.map { min(max(0, $0), 36_500) }
    search = form["q"].map { String($0.prefix(200)) }
  }

  /// As it stands after a `?`; empty for all that waits.
  var text: String {
    var fields = states.map { (name: "state", value: $0) }
    func add(_ name: String, _ value: String?) {
      if let value { fields.append((name: name, value: value)) }
    }
    add("category", category)
    add("persona", persona)
    add("assignee", assignee)
    add("age", age.map(String.init))
    add("q", search)
    return FormData(fields).text
  }

  func query(now: Moment, limit: Int = 50, after: ItemQuery.Position? = nil) -> ItemQuery {
    ItemQuery(
      states: states.isEmpty ? nil : states, category: category, persona: persona, assignee: assignee,
      judgedBefore: age.map { Timestamp(rawValue: now.adding(seconds: -Int64($0) * 86_400).milliseconds) },
      words: search?.split(whereSeparator: \.isWhitespace).map(String.init) ?? [], after: after, limit: limit)
  }
}

extension DeskServer {
  func queuePage(_ request: WebRequest, _ actor: Actor) async throws -> WebResponse {
    let filter = QueueFilter(request.query)
    let now = world.now()
    var after: ItemQuery.Position?
    if let id = request.query["after"].flatMap({ Int64($0) }), let row = try? await desk.entry(id).row {
      after = ItemQuery.Position(need: row.need, id: row.id)
    }
    let items = try await desk.queue(filter.query(now: now, limit: 51, after: after))
    let page = QueuePage(
      actor: actor, filter: filter, items: Array(items.prefix(50)), counts: try await desk.counts(),
      categories: try await desk.categories(), views: try await desk.views(of: actor), now: now,
      hasMore: items.count > 50, isFirst: after == nil, done: DoneNotice(request.query, actor: actor))
    return .html(pages.queue(page))
  }

  func saveView(_ request: WebRequest, _ actor: Actor) async throws -> WebResponse {
    let form = request.form
    let query = QueueFilter(FormData(form["query"] ?? "")).text
    if let name = form["delete"] {
      try await desk.deleteView(name, of: actor)
    } else {
      try await desk.saveView(form["name"] ?? "", query: query, of: actor, at: world.now())
    }
    return .see("/queue" + (query.isEmpty ? "" : "?\(query)"))
  }

  /// Several items at once: first a page that says how many, then the deed.
  func bulk(_ request: WebRequest, _ actor: Actor) async throws -> WebResponse {
    let form = request.form
    let ids = form.all("id").compactMap { Int64($0) }.prefix(200)
    guard let kind = form["action"].flatMap({ DeskAction.Kind(rawValue: $0) }),
      [.claim, .release, .approve, .requestChanges, .reject, .publish, .reopen].contains(kind)
    else { throw WebError(status: 422, title: "Nothing chosen", message: "Choose what to do with the items.") }
    guard !ids.isEmpty else {
      throw WebError(status: 422, title: "Nothing selected", message: "Select items first, with s or the boxes.")
    }
    let back = "/queue" + (form["from"].map { "?" + QueueFilter(FormData($0)).text } ?? "")
    var entries: [DeskEntry] = []
    for id in ids { if let entry = try? await desk.entry(id) { entries.append(entry) } }
    guard form["confirm"] == "yes" else {
      return .html(
        pages.bulk(BulkPage(actor: actor, kind: kind, entries: entries, back: back, from: form["from"] ?? "")))
    }
    var outcomes: [(title: String, outcome: String, isDone: Bool)] = []
    for entry in entries {
      do {
        // What the person saw on the page before, not what is there now.
        let hash = form["hash-\(entry.item.id)"] ?? ""
        let action = try Self.action(kind, hash: hash, text: form["text"] ?? "", time: nil)
        let item = try await desk.act(action, on: entry.item.id, by: actor, at: world.now())
        outcomes.append((entry.row.title, item.state.title, true))
      } catch let error as DeskError {
        outcomes.append((entry.row.title, error.description, false))
      }
    }
    return .html(pages.bulkDone(BulkDonePage(actor: actor, kind: kind, outcomes: outcomes, back: back)))
  }

  static func action(_ kind: DeskAction.Kind, hash: String, text: String, time: Moment?) throws -> DeskAction {
    switch kind {
    case .claim: return .claim(takeOver: false)
    case .release: return .release
    case .approve: return .approve(contentHash: hash)
    case .requestChanges: return .requestChanges(note: text)
    case .reject: return .reject(reason: text)
    case .schedule:
      guard let time else {
        throw DeskError(.badInput, "There is no time to publish it at.", remedy: "Choose one, in UTC.")
      }
      return .schedule(at: time)
    case .unschedule: return .unschedule
    case .publish: return .publish(contentHash: hash)
    case .withdraw: return .withdraw(reason: text)
    case .reopen: return .reopen
    case .edit, .supersede:
      throw DeskError(.badInput, "“\(kind.rawValue)” is nothing that is done from a page.")
    }
  }
}
