import PanelDesk
import PanelFormats
import PanelStore

/// Bodies of the API, written in snake case.
struct APIItems: Encodable {
  var items: [APIRow]
  var next: Int64?
}

struct APIRow: Encodable {
  var id: Int64
  var title: String
  var category: String
  var state: String
  var version: Int
  var contentSha256: String
  var need: Double
  var disagreement: Double
  var swing: Double?
  var unsupported: Double
  var judgedAt: String
  var assignee: String?
  var claimedBy: String?

  init(_ row: StoredItem, now: Moment) {
    let judged = Moment(milliseconds: row.judgedAt.rawValue)
    id = row.id
    title = row.title
    category = row.category
    state = row.state
    version = row.version
    contentSha256 = row.contentSHA256
    need = Need(
      disagreement: row.disagreement, swing: row.swing, unsupported: row.unsupported, since: judged
    ).value(at: now)
    disagreement = row.disagreement
    swing = row.swing
    unsupported = row.unsupported
    judgedAt = "\(judged)"
    assignee = row.assignee
    claimedBy = (row.claimUntil.map { $0.rawValue > now.milliseconds } ?? false) ? row.claimBy : nil
  }
}

struct APIField: Encodable {
  var path: String
  var panel: String
  var text: String
}

struct APIItem: Encodable {
  var item: APIRow
  var note: String?
  var publishedVersion: Int?
  var approvedBy: String?
  var scheduledFor: String?
  var actions: [String]
  var fields: [APIField]
  var comparison: ComparisonDocument
}

struct APIVersion: Encodable {
  var version: Int
  var author: String?
  var kind: String
  var note: String
  var at: String
  var contentSha256: String

  init(_ stored: StoredItemVersion) {
    version = stored.version
    author = stored.author
    kind = stored.kind
    note = stored.note
    at = "\(Moment(milliseconds: stored.createdAt.rawValue))"
    contentSha256 = stored.contentSHA256
  }
}

struct APIEntry: Encodable {
  var id: Int64
  var at: String
  var actor: String
  var action: String
  var detail: String
  var hash: String

  init(_ entry: AuditEntry) {
    id = entry.id
    at = "\(entry.at)"
    actor = entry.actor
    action = entry.action
    detail = entry.detail
    hash = entry.hash
  }
}

struct APIHistory: Encodable {
  var versions: [APIVersion]
  var log: [APIEntry]
}

struct APIAction: Decodable {
  var action: String
  var contentSha256: String?
  var text: String?
  var at: String?
  var takeOver: Bool?
}

struct APITexts: Decodable {
  var version: Int
  var texts: [String: String]
  var note: String?
}

struct APISaved: Encodable {
  var version: Int
  var changed: Bool
}

struct APIConflict: Encodable {
  struct Failure: Encodable {
    var status: Int
    var message: String
    var remedy: String
  }

  struct Clash: Encodable {
    var path: String
    var before: String
    var mine: String
    var theirs: String
    var merged: String
    var isSameWords: Bool
  }

  var error: Failure
  var version: Int
  var clashes: [Clash]
  var proposal: [String: String]
}
