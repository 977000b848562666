import PanelCore
import PanelDesk
import PanelSite

/// The page that shows a persona's new text while it is written.
struct RerunPage: Sendable {
  struct Move: Sendable {
    var moveName: String
    var words: String
  }

  var shell: Shell
  var id: String
  var title: String
  var phase: String
  var moves: [Move]
  var events: String
  var link: String
  var problem: String
  var hasProblem: Bool

  init(job: Reruns.Job, entry: DeskEntry, actor: Actor, from: String) {
    id = "\(job.item)"
    let verdict = entry.content.base.verdicts.first { $0.dossier.slug == job.seat.tool }
    let reviewer = verdict?.reviews.first { $0.persona == job.seat.persona }?.name ?? job.seat.persona.rawValue
    title = PlainText.clean("\(reviewer) judges \(verdict?.dossier.name ?? job.seat.tool.rawValue) again")
    shell = Shell(title, actor)
    shell.isWaiting = !job.isOver
    phase = PlainText.clean(job.phase)
    moves = job.moves.map { Move(moveName: $0.name.replacing("_", with: " "), words: PlainText.clean($0.text)) }
    let suffix = DeskServer.suffix(from.isEmpty ? nil : from)
    events = "/items/\(job.item)/events?job=\(job.id)\(suffix)"
    link = "/items/\(job.item)" + (suffix.isEmpty ? "" : "?\(suffix.dropFirst())")
    if case .failed(let text) = job.state { problem = PlainText.clean(text) } else { problem = "" }
    hasProblem = !problem.isEmpty
  }
}
