import PanelCore
import PanelDesk
import PanelSite
import PanelStore

/// The page of a save that met a newer version.
struct ConflictPage: Sendable {
  struct Clash: Sendable {
    var path: String
    var label: String
    var before: String
    var mine: String
    var theirs: String
    var merged: String
    var isSameWords: Bool
  }

  struct Kept: Sendable {
    var path: String
    var label: String
    var words: String
  }

  var shell: Shell
  var id: String
  var title: String
  var version: String
  var from: String
  var clashes: [Clash]
  var hasClashes: Bool
  var kept: [Kept]
  var link: String

  init(actor: Actor, entry: DeskEntry, merge: EditMerge, from: String) {
    id = "\(entry.item.id)"
    title = PlainText.clean(entry.row.title)
    shell = Shell("Two versions of \(title)", actor)
    version = "\(entry.item.version)"
    self.from = from
    clashes = merge.clashes.map {
      Clash(
        path: "\($0.path)", label: Self.label($0.path, in: entry.content), before: $0.base, mine: $0.mine,
        theirs: $0.theirs,
        merged: merge.proposal[$0.path] ?? $0.mine, isSameWords: $0.merge.hasConflicts)
    }
    hasClashes = !clashes.isEmpty
    let clashing = Set(merge.clashes.map(\.path))
    let now = Dictionary(entry.content.fields.map { ($0.path, $0.text) }, uniquingKeysWith: { a, _ in a })
    kept = merge.proposal.filter { !clashing.contains($0.key) && now[$0.key] != $0.value }
      .sorted { $0.key < $1.key }.map {
        Kept(path: "\($0.key)", label: Self.label($0.key, in: entry.content), words: $0.value)
      }
    link = "/items/\(entry.item.id)" + (from.isEmpty ? "" : "?from=\(FormData.encoded(from))")
  }

  /// `Recommendation`, or `The Developer on Ripgrep: first impression`.
  private static func label(_ path: FieldPath, in content: ItemContent) -> String {
    guard case .move(let tool, let persona, let move) = path else { return "Recommendation" }
    let verdict = content.base.verdicts.first { $0.dossier.slug == tool }
    let reviewer = verdict?.reviews.first { $0.persona == persona }?.name ?? persona.rawValue
    let name = verdict?.dossier.name ?? tool.rawValue
    return PlainText.clean("\(reviewer) on \(name): \(move.replacing("_", with: " "))")
  }
}

/// What became of an item, version by version and step by step.
struct HistoryPage: Sendable {
  struct Version: Sendable {
    var number: String
    var who: String
    var kind: String
    var note: String
    var when: String
    var link: String
    var isOld: Bool
  }

  struct Step: Sendable {
    var when: String
    var who: String
    var what: String
    var detail: String
  }

  var shell: Shell
  var id: String
  var title: String
  var current: String
  var mayEdit: Bool
  var versions: [Version]
  var steps: [Step]

  init(actor: Actor, entry: DeskEntry, versions: [StoredItemVersion], log: [AuditEntry]) {
    id = "\(entry.item.id)"
    title = PlainText.clean(entry.row.title)
    shell = Shell("History of \(title)", actor)
    current = "\(entry.item.version)"
    mayEdit = actor.may(.edit)
    self.versions = versions.reversed().map {
      Version(
        number: "\($0.version)", who: $0.author ?? "the panel", kind: $0.kind, note: PlainText.clean($0.note),
        when: ItemPage.time(Moment(milliseconds: $0.createdAt.rawValue)),
        link: "/items/\($0.item)/page?version=\($0.version)", isOld: $0.version != entry.item.version)
    }
    steps = log.reversed().map {
      Step(when: ItemPage.time($0.at), who: $0.actor, what: $0.action, detail: PlainText.clean($0.detail))
    }
  }
}
