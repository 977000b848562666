import ArgumentParser
import Foundation
import PanelDesk
import PanelStore

/// `panel queue edit`
struct QueueEditCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Changes the texts of an item in an editor.",
    discussion: """
      Opens $VISUAL, else $EDITOR, else vi. What was typed is never lost: where the editor fails, the sheet cannot be \
      read, or somebody saved a newer version meanwhile, the sheet stays and --file goes on with it.
      """)

  @Argument(help: ArgumentHelp("Its number.", valueName: "item")) var item: Int64
  @Option(help: ArgumentHelp("Save this sheet; open no editor.", valueName: "path")) var file: String?
  @Option(help: "Why, for the history.") var note = ""
  @OptionGroup var desk: DeskArguments

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let desk = try self.desk.open(world)
    let actor = try await self.desk.actor(desk, world)
    let entry = try await desk.entry(item)
    let sheet = EditSheet(entry.content.fields)
    if let file {
      let text = try read(world.path(file), shown: file)
      return try await save(text, from: world.path(file), sheet: sheet, desk, actor, world)
    }
    // Refused before anything is typed.
    _ = try entry.item.after(.edit, by: actor, at: world.moment, policy: desk.policy)
    let place = try place(version: entry.item.version, world)
    let before = sheet.text(notes: [Self.head(item, entry.item.version), entry.row.title])
    if FileManager.default.fileExists(atPath: place.path) {
      throw CommandFailure(
        "There is a sheet of this version that was not saved: \(world.shown(place)).",
        remedy: "Save it with: panel queue edit \(item) --file \(world.shown(place))\nOr remove it to begin anew.")
    }
    try Data(before.utf8).write(to: place, options: [.withoutOverwriting])
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: place.path)
    let editor = world["VISUAL"] ?? world["EDITOR"] ?? "vi"
    let status = EditorProcess.run(editor, file: place.path)
    let after = try read(place, shown: world.shown(place))
    guard status == 0 else {
      if after == before { try? FileManager.default.removeItem(at: place) }
      throw CommandFailure(
        "The editor “\(editor)” ended with status \(status); nothing was saved.",
        remedy: after == before
          ? "Name another one with EDITOR." : "What you typed is in \(world.shown(place)). " + again(world.shown(place))
      )
    }
    return try await save(after, from: place, sheet: sheet, desk, actor, world)
  }

  private func save(
    _ text: String, from place: URL, sheet: EditSheet, _ desk: Desk, _ actor: Actor, _ world: World
  ) async throws -> Int32 {
    let shown = world.shown(place)
    guard let line = text.split(whereSeparator: \.isNewline).first,
      let match = line.wholeMatch(of: /# panel item (\d+), version (\d+)/)?.output, Int64(match.1) == item,
      let version = Int(match.2)
    else {
      throw CommandFailure(
        "\(shown) does not begin with “\(Self.head(item, 1))”, so it cannot be told what it was made from.",
        remedy: "Restore its first line. " + again(shown))
    }
    do {
      switch try await desk.save(
        sheet.read(text), of: item, basedOn: version, by: actor, at: world.moment, note: note)
      {
      case .saved(let version):
        world.output.write("\(item)  version \(version)\n")
        try? FileManager.default.removeItem(at: place)
        return 0
      case .unchanged:
        world.messages.write("Nothing was changed.\n")
        try? FileManager.default.removeItem(at: place)
        return 0
      case .conflict(let current, let merge):
        let merged = place.deletingLastPathComponent().appending(path: "item-\(item)-merge-\(current.item.version).txt")
        try Data(Self.sheet(current, merge).utf8).write(to: merged)
        throw CommandFailure(
          "Item \(item) is at version \(current.item.version) since you opened version \(version); nothing was saved.",
          remedy: "Your sheet is \(shown). Both texts brought together are in \(world.shown(merged)): read it, then\n"
            + again(world.shown(merged)))
      }
    } catch let error as DeskError {
      throw CommandFailure(error.description, remedy: "What you typed is in \(shown). " + again(shown))
    }
  }

  /// What to do about a conflict: the texts to save next, and where both changed the same words, all three.
  private static func sheet(_ current: DeskEntry, _ merge: EditMerge) -> String {
    let clashes = merge.clashes.flatMap { clash in
      [
        "Both changed \(clash.path)\(clash.merge.hasConflicts ? ", at the same words; yours is below" : "; both are below")",
        "  before: \(clash.base)", "  yours:  \(clash.mine)", "  theirs: \(clash.theirs)",
      ]
    }
    var fields = current.content.fields
    for index in fields.indices {
      if let text = merge.proposal[fields[index].path] { fields[index].text = text }
    }
    return EditSheet(fields).text(notes: [head(current.item.id, current.item.version), current.row.title] + clashes)
  }

  private static func head(_ item: Int64, _ version: Int) -> String { "panel item \(item), version \(version)" }

  private func again(_ path: String) -> String { "panel queue edit \(item) --file \(path)" }

  private func place(version: Int, _ world: World) throws -> URL {
    let folder = world.stateFolder.appending(path: "desk", directoryHint: .isDirectory)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(
        "The folder \(world.shown(folder)) for sheets cannot be made: \((error as NSError).localizedDescription)")
    }
    return folder.appending(path: "item-\(item)-version-\(version).txt")
  }

  private func read(_ place: URL, shown: String) throws -> String {
    do {
      return String(decoding: try Data(contentsOf: place), as: UTF8.self)
    } catch {
      throw CommandFailure("\(shown) cannot be read: \((error as NSError).localizedDescription)")
    }
  }
}
