import ArgumentParser
import Foundation
import PanelCore
import PanelDesk
import PanelFormats
import PanelStore

/// `panel queue list`
struct QueueListCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists what waits for a person, the greatest need first.",
    discussion: """
      Need is disagreement of the panel × injection swing × unsupported moves × age; 1 is a verdict of today that \
      nothing speaks against.
      """)

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Only items in this state; may be repeated. (default: all that wait)", valueName: "state"))
  var state: [String] = []
  @Option(help: "Only this category.") var category: String?
  @Option(help: "Only items with this persona.") var persona: String?
  @Option(help: "Only items assigned to this account.") var assignee: String?
  @Option(help: ArgumentHelp("Only items judged at least so many days ago.", valueName: "days")) var olderThan: Int?
  @Option(help: ArgumentHelp("Only items whose title or texts hold these words.", valueName: "words"))
  var search: String?
  @Option(help: "At most so many.") var limit = 50
  @OptionGroup var desk: DeskArguments

  func validate() throws {
    for state in state where ItemState(rawValue: state) == nil {
      throw ValidationError(
        "“\(state)” is no state; there are \(ItemState.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    if !(1...10_000).contains(limit) { throw ValidationError("--limit is \(limit); expected 1 to 10000.") }
  }

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let desk = try self.desk.open(world)
    let now = world.moment
    try await desk.takeIn(at: now)
    let items = try await desk.queue(
      ItemQuery(
        states: state.isEmpty ? nil : state, category: category, persona: persona, assignee: assignee,
        judgedBefore: olderThan.map { now.adding(seconds: -Int64($0) * 86_400) }.map {
          Timestamp(rawValue: $0.milliseconds)
        }, words: search?.split(whereSeparator: \.isWhitespace).map(String.init) ?? [], limit: limit))
    var table = Table(rows: [["ITEM", "NEED", "STATE", "AGE", "WITH", "TITLE"]])
    for item in items {
      let days = max(0, Int((now.milliseconds - item.judgedAt.rawValue) / 86_400_000))
      let holder = (item.claimUntil.map { $0.rawValue > now.milliseconds } ?? false) ? item.claimBy : item.assignee
      table.rows.append([
        "\(item.id)", item.needText(at: now), item.state.replacing("_", with: " "), "\(days) d", holder ?? "—",
        item.title,
      ])
    }
    if items.isEmpty {
      world.messages.write("Nothing waits here.\n")
    } else {
      world.write(table)
    }
    return 0
  }
}

extension StoredItem {
  /// The need with one digit after the point.
  func needText(at now: Moment) -> String {
    let need = Need(
      disagreement: disagreement, swing: swing, unsupported: unsupported, since: Moment(milliseconds: judgedAt.rawValue)
    )
    return need.value(at: now).formatted(
      .number.precision(.fractionLength(1)).locale(Locale(identifier: "en_US_POSIX")))
  }
}

/// `panel queue add`
struct QueueAddCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Puts comparisons from JSON files on the desk, as drafts.",
    discussion: "The dossiers of their tools are taken from --tools where they are the ones that were judged.")

  @Argument(help: ArgumentHelp("Files written by panel review --format json.", valueName: "file")) var files: [String]
  @OptionGroup var library: LibraryOptions
  @OptionGroup var desk: DeskArguments

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let desk = try self.desk.open(world)
    let actor = try await self.desk.actor(desk, world)
    let library = try library.library(world)
    for path in files {
      let data: Data
      do {
        data = try Data(contentsOf: world.path(path))
      } catch {
        throw CommandFailure("\(path) cannot be read: \((error as NSError).localizedDescription)")
      }
      let document = try ComparisonDocument.read(data, file: path)
      var dossiers: [ToolSlug: Dossier] = [:]
      for verdict in document.verdicts {
        guard let slug = ToolSlug(verdict.tool), let dossier = try? library.dossier(slug),
          document.run.dossierSHA256.hashes[verdict.tool] == ContentHash.of(dossier)
        else {
          world.messages.write(
            "panel: \(path): the dossier of \(verdict.tool) that was judged is not here; the item shows no evidence.\n")
          continue
        }
        dossiers[slug] = dossier
      }
      guard let comparison = document.comparison(dossiers: dossiers) else {
        throw CommandFailure("\(path) breaks its own schema.")
      }
      if let id = try await desk.add(comparison, by: actor, at: world.moment) {
        world.output.write("\(id)  \(path)\n")
      } else {
        world.messages.write("panel: \(path) is on the desk already.\n")
      }
    }
    return 0
  }
}
