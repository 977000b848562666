import PanelCore
import PanelDesk
import PanelSite
import PanelStore

/// The review page, as its template sees it.
struct ItemPage: Sendable {
  struct Seat: Sendable {
    var reviewer: String
    var cells: [Cell]
  }

  struct Cell: Sendable {
    var toolName: String
    var seat: String
    var voteWord: String
    var voteClass: String
    var probability: String
    var failure: String
    var hasFailure: Bool
    var overrideNote: String
    var isOverridden: Bool
    var rerunNote: String
    var isReran: Bool
    var moves: [MoveField]
  }

  /// A persona that judges again just now.
  struct Waiting: Sendable {
    var label: String
    var link: String
  }

  struct Tool: Sendable {
    var toolName: String
    var category: String
    var tagline: String
    var percent: String
    var split: String
    var price: String
  }

  struct Comment: Sendable {
    var author: String
    var version: String
    var when: String
    var words: String
  }

  struct Button: Sendable {
    var action: String
    var label: String
    var key: String
    var isMain: Bool
  }

  var shell: Shell
  var id: String
  var title: String
  var state: String
  var stateClass: String
  var version: String
  var hash: String
  var from: String
  var need: String
  var why: String
  var queueLink: String
  var nextLink: String
  var hasNext: Bool
  var editLink: String
  var viewLink: String
  var isEditing: Bool
  var mayEdit: Bool
  var mayDecide: Bool
  var canReject: Bool
  var canRequest: Bool
  var canSchedule: Bool
  var canWithdraw: Bool
  var buttons: [Button]
  var facts: [String]
  var others: String
  var hasOthers: Bool
  var isClaimedByOther: Bool
  var claimedBy: String
  var tools: [Tool]
  var recommendation: [MoveField]
  var seats: [Seat]
  var comments: [Comment]
  var editedCount: String
  var hasEdits: Bool
  var mayRerun: Bool
  var noRerun: String
  var hasNoRerun: Bool
  var waiting: [Waiting]
  var problem: String
  var hasProblem: Bool
  var notice: [DoneNotice]

  init(
    entry: DeskEntry, actor: Actor, filter: QueueFilter, now: Moment, next: Int64?, isEditing: Bool, others: [String],
    comments: [StoredComment], typed: [FieldPath: String], problem: String?, done: DoneNotice?, policy: DeskPolicy,
    first: Comparison?, running: PersonaRunning, waiting: [Reruns.Job]
  ) {
    let item = entry.item
    let comparison = entry.content.edited
    id = "\(item.id)"
    title = PlainText.clean(entry.row.title)
    shell = Shell(title, actor)
    state = item.state.title
    stateClass = item.state.rawValue
    version = "\(item.version)"
    hash = item.contentHash
    from = filter.text
    let suffix = from.isEmpty ? "" : "from=\(FormData.encoded(from))"
    need = QueuePage.decimal(entry.need.value(at: now))
    why = QueuePage.why(entry.need)
    queueLink = from.isEmpty ? "/queue" : "/queue?\(from)"
    nextLink = next.map { "/items/\($0)" + (suffix.isEmpty ? "" : "?\(suffix)") } ?? ""
    hasNext = next != nil
    viewLink = "/items/\(item.id)" + (suffix.isEmpty ? "" : "?\(suffix)")
    editLink = "/items/\(item.id)?edit=1" + (suffix.isEmpty ? "" : "&\(suffix)")
    mayEdit = actor.may(.edit) && Transition.find(.edit, from: item.state) != nil
    self.isEditing = isEditing && mayEdit
    mayDecide = actor.may(.decide)
    func can(_ kind: DeskAction.Kind) -> Bool {
      guard actor.may(Transition.right(for: kind)) else { return false }
      // A decision on a draft claims it first.
      return item.actions.contains(kind)
        || (item.state == .draft && [.approve, .reject, .requestChanges].contains(kind))
    }
    canReject = can(.reject)
    canRequest = can(.requestChanges)
    canSchedule = can(.schedule)
    canWithdraw = can(.withdraw)
    var buttons: [Button] = []
    let isOwn = item.authors.contains(actor.name) && !policy.allowsOwnApproval
    if can(.approve), !isOwn { buttons.append(Button(action: "approve", label: "Approve", key: "a", isMain: true)) }
    if can(.publish), item.approval?.contentHash == item.contentHash {
      buttons.append(Button(action: "publish", label: "Publish", key: "p", isMain: true))
    }
    let isMine = item.claim.map { $0.by == actor.name && $0.isHeld(at: now) } ?? false
    if can(.claim), !isMine { buttons.append(Button(action: "claim", label: "Claim", key: "c", isMain: false)) }
    if can(.release), isMine { buttons.append(Button(action: "release", label: "Release", key: "c", isMain: false)) }
    if can(.reopen) { buttons.append(Button(action: "reopen", label: "Reopen", key: "o", isMain: false)) }
    if can(.unschedule) { buttons.append(Button(action: "unschedule", label: "Unschedule", key: "o", isMain: false)) }
    self.buttons = buttons
    let isClaimed = item.claim?.isHeld(at: now) ?? false
    isClaimedByOther = isClaimed && item.claim?.by != actor.name
    claimedBy = item.claim?.by.rawValue ?? ""
    var facts: [String] = []
    if isClaimed, let claim = item.claim {
      facts.append("Claimed by \(claim.by == actor.name ? "you" : claim.by.rawValue) until \(Self.time(claim.until)).")
    }
    if let assignee = item.assignee { facts.append("Assigned to \(assignee).") }
    if let approval = item.approval { facts.append("Approved by \(approval.by), \(Self.time(approval.at)).") }
    if let moment = item.scheduledFor { facts.append("Will be published \(Self.time(moment)).") }
    if let published = item.publishedVersion {
      facts.append(
        published == item.version ? "Readers see this version." : "Readers see version \(published), not this one.")
    }
    if let note = item.note { facts.append("Note: \(PlainText.clean(note))") }
    if isOwn, can(.approve) { facts.append("It holds edits of yours, so somebody else has to approve it.") }
    self.facts = facts
    self.others = others.joined(separator: ", ")
    hasOthers = !others.isEmpty
    tools = comparison.verdicts.map { verdict in
      Tool(
        toolName: PlainText.clean(verdict.dossier.name), category: PlainText.clean(verdict.dossier.category),
        tagline: PlainText.clean(verdict.dossier.tagline), percent: verdict.shipPercent.map { "\($0)%" } ?? "—",
        split: Self.split(verdict.split),
        price: verdict.dossier.pricing.map { PlainText.clean("\($0.label), \($0.entry)") } ?? "—")
    }
    let fields = Dictionary(entry.content.fields.map { ($0.path, $0) }, uniquingKeysWith: { a, _ in a })
    let wordsBefore = typed
    func field(
      _ path: FieldPath, _ name: String, _ evidence: [Evidence], isSupported: Bool, before: String? = nil
    ) -> MoveField? {
      fields[path].map {
        MoveField(
          $0, name: name, evidence: evidence, isSupported: isSupported, typed: wordsBefore[path], before: before)
      }
    }
    recommendation = field(.recommendation, "recommendation", [], isSupported: true).map { [$0] } ?? []
    seats = entry.content.personas.map { persona in
      var reviewer = persona.rawValue
      let cells = comparison.verdicts.compactMap { verdict -> Cell? in
        guard let review = verdict.reviews.first(where: { $0.persona == persona }) else { return nil }
        reviewer = PlainText.clean(review.name)
        let seat = SeatPath(tool: verdict.dossier.slug, persona: persona)
        let override = entry.content.edits.overrides[seat]
        let rerun = entry.content.edits.reruns[seat]
        let before =
          rerun == nil
          ? nil
          : first?.verdicts.first { $0.dossier.slug == seat.tool }?.reviews.first { $0.persona == persona }
        return Cell(
          toolName: PlainText.clean(verdict.dossier.name), seat: "\(seat)",
          voteWord: review.vote?.rawValue ?? "no vote", voteClass: review.vote?.rawValue ?? "failed",
          probability: review.pShip.map { "P(ship) " + Self.hundredths($0) } ?? "",
          failure: PlainText.clean(review.error ?? ""), hasFailure: review.error != nil && override == nil,
          overrideNote: override.map { "Set by \($0.by): \(PlainText.clean($0.reason))" } ?? "",
          isOverridden: override != nil,
          rerunNote: rerun.map { Self.rerunNote(PlainText.clean($0), before: before) } ?? "", isReran: rerun != nil,
          moves: review.moves.compactMap { move in
            field(
              .move(tool: verdict.dossier.slug, persona: persona, id: move.id), move.id.replacing("_", with: " "),
              move.evidence.compactMap { verdict.dossier[$0] }, isSupported: move.isSupported,
              before: before.map { $0.moves.first { $0.id == move.id }?.text ?? "" })
          })
      }
      return Seat(reviewer: reviewer, cells: cells)
    }
    self.comments = comments.map {
      Comment(
        author: $0.author, version: "\($0.version)", when: Self.time(Moment(milliseconds: $0.createdAt.rawValue)),
        words: PlainText.clean($0.text))
    }
    let edits = entry.content.edits
    let count = edits.texts.count + edits.overrides.count + edits.reruns.count
    hasEdits = count > 0
    editedCount =
      count == 0 ? "" : count == 1 ? "1 change to what the panel wrote" : "\(count) changes to what the panel wrote"
    switch running {
    case .here: (mayRerun, noRerun) = (mayEdit, "")
    case .notHere(let reason): (mayRerun, noRerun) = (false, PlainText.clean(reason))
    }
    hasNoRerun = !noRerun.isEmpty
    let suffixOfJob = suffix.isEmpty ? "" : "&\(suffix)"
    self.waiting = waiting.map {
      Waiting(label: "\($0.seat)", link: "/items/\(item.id)/rerun?job=\($0.id)\(suffixOfJob)")
    }
    self.problem = problem ?? ""
    hasProblem = problem != nil
    notice = done.map { [$0] } ?? []
  }

  /// `2026-11-22 22:06 UTC`
  static func time(_ moment: Moment) -> String {
    let text = "\(moment)"
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
  }

  private static func rerunNote(_ run: String, before: Review?) -> String {
    var note = "The persona ran again: \(run)."
    if let before {
      note += " Before: \(before.vote?.rawValue ?? "no vote")"
      note += before.pShip.map { ", P(ship) \(hundredths($0))." } ?? "."
    }
    return note
  }

  static func split(_ split: Split) -> String {
    var parts = ["\(split.ship) ship", "\(split.skip) skip"]
    if split.abstain > 0 { parts.append("\(split.abstain) abstained") }
    if split.failed > 0 { parts.append("\(split.failed) failed") }
    return parts.joined(separator: " · ")
  }

  static func hundredths(_ value: Double) -> String {
    let hundredths = Int((min(max(value, 0), 1) * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}

/// One text that can be edited, with what the panel wrote and what it cites.
struct MoveField: Sendable {
  struct Run: Sendable {
    var isRemoved: Bool
    var isAdded: Bool
    var words: String
  }

  struct Fact: Sendable {
    var number: String
    var factText: String
    var source: String
    var isVendor: Bool
  }

  var path: String
  var anchor: String
  var moveName: String
  var words: String
  /// What stands in the box: what was typed and could not be saved, else the text.
  var boxed: String
  var isEdited: Bool
  var diff: [Run]
  /// Against what the persona wrote before it ran again.
  var rerunDiff: [Run]
  var isRewritten: Bool
  var evidence: [Fact]
  var hasEvidence: Bool
  var isUnsupported: Bool
  var lines: String

  init(
    _ field: ItemContent.Field, name: String, evidence: [Evidence], isSupported: Bool, typed: String?,
    before: String? = nil
  ) {
    path = "\(field.path)"
    anchor = "f-" + path.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
    moveName = name
    words = PlainText.clean(field.text)
    boxed = typed ?? field.text
    isEdited = field.isEdited
    diff = field.isEdited ? Self.runs(from: field.original, to: field.text) : []
    isRewritten = before.map { $0 != field.original } ?? false
    rerunDiff = isRewritten ? Self.runs(from: before ?? "", to: field.original) : []
    self.evidence = evidence.map {
      Fact(
        number: "\($0.id.rawValue)", factText: PlainText.clean($0.text), source: PlainText.clean($0.source),
        isVendor: $0.isVendorText)
    }
    hasEvidence = !evidence.isEmpty
    // An edited text is the editor's: the check was of the panel's.
    isUnsupported = !isSupported && !field.isEdited
    lines = "\(min(12, max(3, boxed.count / 60 + 1)))"
  }

  private static func runs(from old: String, to new: String) -> [Run] {
    WordDiff(from: old, to: new).runs.map {
      Run(isRemoved: $0.kind == .removed, isAdded: $0.kind == .added, words: PlainText.clean($0.text))
    }
  }
}
