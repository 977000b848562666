import ArgumentParser
import PanelDesk
import PanelSite
import PanelStore

/// `panel queue show`
struct QueueShowCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows an item as readers will see it, and where it stands.")

  @Argument(help: ArgumentHelp("Its number.", valueName: "item")) var item: Int64
  @Option(help: "An earlier version. (default: the newest)") var version: Int?
  @Flag(help: "Only what people changed of the panel's words: [-removed-] {+added+}.") var diff = false
  @OptionGroup var desk: DeskArguments

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let desk = try self.desk.open(world)
    let entry = try await desk.entry(item, version: version)
    if diff {
      writeDiff(entry, world)
      return 0
    }
    let width = world.output.isInteractive ? world.output.size.columns : OutputPlan.defaultWidth
    world.output.write(
      ComparisonPage(entry.content.edited).terminalText(width: width, colour: world.output.hasColour))
    for note in entry.content.editorNotes { world.output.write("\n\(PlainText.clean(note))\n") }
    for comment in try await desk.comments(on: item) {
      world.output.write("\n\(comment.author), on version \(comment.version): \(PlainText.clean(comment.text))\n")
    }
    let state = entry.item
    var lines = ["", "Item \(item), version \(version ?? state.version) of \(state.version): \(state.state.title)"]
    if let claim = state.claim, claim.isHeld(at: world.moment) {
      lines.append("Claimed by \(claim.by) until \(claim.until)")
    }
    if let approval = state.approval { lines.append("Approved by \(approval.by) at \(approval.at)") }
    if let moment = state.scheduledFor { lines.append("Scheduled for \(moment)") }
    if let published = state.publishedVersion { lines.append("Readers see version \(published)") }
    if let note = state.note { lines.append("Note: \(PlainText.clean(note))") }
    let need = entry.need
    lines.append(
      "Need \(entry.row.needText(at: world.moment)): disagreement \(percent(need.disagreement)), swing "
        + "\(need.swing.map(percent) ?? "not measured"), unsupported \(percent(need.unsupported))")
    lines.append("Content \(entry.content.hash(baseHash: entry.baseHash))")
    world.output.write(lines.map { $0 + "\n" }.joined())
    return 0
  }

  private func writeDiff(_ entry: DeskEntry, _ world: World) {
    let edited = entry.content.fields.filter(\.isEdited)
    if edited.isEmpty { world.messages.write("Nobody changed the panel's words.\n") }
    for field in edited {
      world.output.write("## \(field.path)\n")
      let runs = WordDiff(from: field.original, to: field.text).runs.map { run in
        let text = PlainText.clean(run.text)
        return switch run.kind {
        case .same: text
        case .removed: "[-\(text)-]"
        case .added: "{+\(text)+}"
        }
      }
      world.output.write(runs.joined(separator: " ") + "\n")
    }
    for note in entry.content.editorNotes { world.output.write("\(PlainText.clean(note))\n") }
  }

  private func percent(_ value: Double) -> String { "\(Int((value * 100).rounded())) %" }
}

/// `panel queue history`
struct QueueHistoryCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Tells what was done to an item, and by whom.")

  @Argument(help: ArgumentHelp("Its number.", valueName: "item")) var item: Int64
  @OptionGroup var desk: DeskArguments

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let desk = try self.desk.open(world)
    _ = try await desk.entry(item)
    var table = Table(rows: [["AT", "WHO", "WHAT", "DETAIL"]])
    for entry in try await desk.auditEntries(of: item) {
      table.rows.append(["\(entry.at)", entry.actor, entry.action, entry.detail])
    }
    world.write(table)
    return 0
  }
}
