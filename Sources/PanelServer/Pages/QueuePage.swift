import PanelDesk
import PanelSite
import PanelStore

/// The queue, as its template sees it.
struct QueuePage: Sendable {
  struct Choice: Sendable {
    var value: String
    var label: String
    var isChosen: Bool
  }

  struct Row: Sendable {
    var id: String
    var title: String
    var link: String
    var state: String
    var stateClass: String
    var need: String
    var why: String
    var category: String
    var age: String
    var holder: String
    var hasHolder: Bool
  }

  struct View: Sendable {
    var viewName: String
    var link: String
    var query: String
  }

  var shell: Shell
  var states: [Choice]
  var categories: [Choice]
  var persona: String
  var assignee: String
  var age: String
  var search: String
  var rows: [Row]
  var isEmpty: Bool
  var waiting: String
  var views: [View]
  var from: String
  var more: String
  var hasMore: Bool
  var isFirst: Bool
  var notice: [DoneNotice]
  var mayDecide: Bool
  var mayPublish: Bool
  var isFiltered: Bool

  init(
    actor: Actor, filter: QueueFilter, items: [StoredItem], counts: [ItemState: Int], categories: [String],
    views: [(name: String, query: String)], now: Moment, hasMore: Bool, isFirst: Bool, done: DoneNotice?
  ) {
    shell = Shell("Queue", actor)
    from = filter.text
    let chosen = filter.states
    states = ItemState.allCases.map {
      Choice(value: $0.rawValue, label: "\($0.title) (\(counts[$0] ?? 0))", isChosen: chosen.contains($0.rawValue))
    }
    self.categories = categories.map { Choice(value: $0, label: $0, isChosen: $0 == filter.category) }
    persona = filter.persona ?? ""
    assignee = filter.assignee ?? ""
    age = filter.age.map(String.init) ?? ""
    search = filter.search ?? ""
    let suffix = filter.text.isEmpty ? "" : "?from=\(FormData.encoded(filter.text))"
    rows = items.map { item in
      let need = Need(
        disagreement: item.disagreement, swing: item.swing, unsupported: item.unsupported,
        since: Moment(milliseconds: item.judgedAt.rawValue))
      let days = max(0, Int((now.milliseconds - item.judgedAt.rawValue) / 86_400_000))
      let isClaimed = item.claimUntil.map { $0.rawValue > now.milliseconds } ?? false
      let holder = isClaimed ? "with \(item.claimBy ?? "")" : item.assignee.map { "for \($0)" } ?? ""
      return Row(
        id: "\(item.id)", title: PlainText.clean(item.title), link: "/items/\(item.id)\(suffix)",
        state: item.state.replacing("_", with: " "), stateClass: item.state, need: Self.decimal(need.value(at: now)),
        why: Self.why(need), category: PlainText.clean(item.category), age: days == 0 ? "today" : "\(days) d",
        holder: holder, hasHolder: !holder.isEmpty)
    }
    isEmpty = items.isEmpty
    let open = ItemState.allCases.filter(\.isOpen).reduce(0) { $0 + (counts[$1] ?? 0) }
    waiting = open == 1 ? "1 item waits" : "\(open) items wait"
    self.views = views.map {
      View(viewName: $0.name, link: $0.query.isEmpty ? "/queue" : "/queue?\($0.query)", query: $0.query)
    }
    self.hasMore = hasMore
    self.isFirst = isFirst
    isFiltered = !filter.text.isEmpty
    let last = items.last.map { "after=\($0.id)" } ?? ""
    more = "/queue?" + (filter.text.isEmpty ? last : "\(filter.text)&\(last)")
    notice = done.map { [$0] } ?? []
    mayDecide = actor.may(.decide)
    mayPublish = actor.may(.publish)
  }

  static func decimal(_ value: Double) -> String {
    let tenths = Int((min(value, 1e9) * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// What the need comes from, in words.
  static func why(_ need: Need) -> String {
    func percent(_ value: Double) -> String { "\(Int((value * 100).rounded()))%" }
    var parts: [String] = []
    if need.disagreement > 0 { parts.append("disagreement \(percent(need.disagreement))") }
    if let swing = need.swing, swing > 0 { parts.append("swing \(percent(swing))") }
    if need.unsupported > 0 { parts.append("unsupported \(percent(need.unsupported))") }
    return parts.isEmpty ? "nothing speaks against it" : parts.joined(separator: ", ")
  }
}

/// The page that asks whether several items are meant.
struct BulkPage: Sendable {
  struct Row: Sendable {
    var id: String
    var title: String
    var hash: String
  }

  var shell: Shell
  var title: String
  var action: String
  var rows: [Row]
  var needsText: Bool
  var back: String
  var from: String

  init(actor: Actor, kind: DeskAction.Kind, entries: [DeskEntry], back: String, from: String) {
    let count = entries.count == 1 ? "1 item" : "\(entries.count) items"
    title =
      "\(kind.rawValue.replacing("-", with: " ").prefix(1).uppercased())\(kind.rawValue.replacing("-", with: " ").dropFirst()): \(count)"
    shell = Shell(title, actor)
    action = kind.rawValue
    rows = entries.map {
      Row(id: "\($0.item.id)", title: PlainText.clean($0.row.title), hash: $0.item.contentHash)
    }
    needsText = kind == .reject || kind == .requestChanges
    self.back = back
    self.from = from
  }
}

/// What became of several items.
struct BulkDonePage: Sendable {
  struct Row: Sendable {
    var title: String
    var outcome: String
    var isDone: Bool
  }

  var shell: Shell
  var summary: String
  var action: String
  var rows: [Row]
  var back: String

  init(actor: Actor, kind: DeskAction.Kind, outcomes: [(title: String, outcome: String, isDone: Bool)], back: String) {
    let done = outcomes.count(where: \.isDone)
    action = kind.rawValue
    summary = "\(done) of \(outcomes.count) done"
    shell = Shell(summary, actor)
    rows = outcomes.map {
      Row(title: PlainText.clean($0.title), outcome: PlainText.clean($0.outcome), isDone: $0.isDone)
    }
    self.back = back
  }
}

/// What is published.
struct ReadPage: Sendable {
  struct Row: Sendable {
    var title: String
    var link: String
    var date: String
  }

  var shell = Shell("Published", nil)
  var rows: [Row]
  var isEmpty: Bool
  var head: String
  var hasHead: Bool

  /// - Parameter head: of the audit log, so that readers can keep it: against it a log that was rewritten shows.
  init(_ items: [StoredItem], head: String?) {
    self.head = head ?? ""
    hasHead = head != nil
    rows = items.map {
      Row(
        title: PlainText.clean($0.title), link: "/read/\($0.id)",
        date: String("\(Moment(milliseconds: $0.publishedAt?.rawValue ?? 0))".prefix(10)))
    }
    isEmpty = rows.isEmpty
  }
}
