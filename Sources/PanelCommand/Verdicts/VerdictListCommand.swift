import ArgumentParser
import Foundation
import PanelCore
import PanelFormats
import PanelStore

/// `panel verdict list`
struct VerdictListCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Names the newest verdict of each tool, or all versions of one tool's.")

  @Argument(help: "A tool, for all of its versions.") var tool: String?
  @Option(help: "Only tools of this category.") var category: String?
  @OptionGroup var place: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let store = try place.openExisting(world)
    defer { try? store.close() }
    let verdicts: [StoredVerdict]
    if let tool {
      let newest = try await VerdictLookup(store: store).verdict(tool)
      verdicts = try await store.read { try $0.verdictVersions(of: newest.id.tool) }
    } else {
      verdicts = try await store.read { [category] in try $0.latestVerdicts(category: category) }
    }
    var table = Table(rows: [["VERDICT", "SHIP", "SPLIT", "MADE", "BY", "CATEGORY"]])
    table.rows += verdicts.map { Self.row($0) }
    world.write(table)
    if verdicts.isEmpty { world.messages.write("There are no verdicts in \(world.shown(store.file)) yet.\n") }
    return 0
  }

  private static func row(_ verdict: StoredVerdict) -> [String] {
    let document = verdict.document
    var by = "panel"
    if case .editor(let name, _, _) = verdict.origin { by = name }
    return [
      "\(verdict.id)", document.shipPercent.map { "\($0) %" } ?? "—", VerdictText.split(document.split),
      verdict.createdAt.date.formatted(.iso8601.year().month().day()), by, document.category,
    ]
  }
}

/// `panel verdict show`
struct VerdictShowCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints a verdict with its reviews.")

  @Argument(help: "A tool, or a version such as caddy@2.") var verdict: String
  @Option(help: ArgumentHelp("text, json, markdown or html.", valueName: "format")) var format = OutputFormat.text
  @OptionGroup var place: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let store = try place.openExisting(world)
    defer { try? store.close() }
    let lookup = VerdictLookup(store: store)
    let stored = try await lookup.verdict(verdict)
    let (whole, run) = try await lookup.whole(stored)
    let comparison = Comparison(
      verdicts: [whole], recommendation: nil,
      run: run.record(tool: stored.id.tool, dossierSHA256: stored.dossierSHA256))
    let isTerminal = world.output.isInteractive
    let width = isTerminal || world["COLUMNS"] != nil ? world.output.size.columns : OutputPlan.defaultWidth
    world.output.write(try format.write(comparison, width: width, colour: isTerminal && world.output.hasColour))
    if case .editor(let name, let note, let base) = stored.origin {
      world.messages.write("\(stored.id) is \(name)'s change of version \(base)\(note.isEmpty ? "." : ": \(note)")\n")
    }
    return 0
  }
}

/// `panel verdict export`
struct VerdictExportCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes verdicts as JSON lines to standard output, one a line.",
    discussion: "Each line is an object of the contract's “verdicts”; docs/json.md describes it.")

  @Argument(help: "Tools or versions; none writes the newest of all tools.") var verdicts: [String] = []
  @Option(help: "Only tools of this category.") var category: String?
  @OptionGroup var place: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let store = try place.openExisting(world)
    defer { try? store.close() }
    let lookup = VerdictLookup(store: store)
    var found: [StoredVerdict] = []
    for name in verdicts { found.append(try await lookup.verdict(name)) }
    if verdicts.isEmpty { found = try await store.read { [category] in try $0.latestVerdicts(category: category) } }
    for verdict in found { world.output.write(try StableJSON.line(verdict.document) + "\n") }
    return 0
  }
}

/// Parts of verdicts in words.
enum VerdictText {
  static func split(_ split: VerdictDocument.SplitPart) -> String {
    var parts = ["\(split.ship) ship", "\(split.skip) skip"]
    if split.abstain > 0 { parts.append("\(split.abstain) abstain") }
    if split.failed > 0 { parts.append("\(split.failed) failed") }
    return parts.joined(separator: " · ")
  }
}
