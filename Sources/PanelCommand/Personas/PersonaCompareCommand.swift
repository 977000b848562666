import ArgumentParser
import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelFormats

/// `panel persona compare`
struct PersonaCompareCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Holds two versions of a persona against each other on the published suite.",
    discussion: """
      Says for each whether its P(ship) moves the right way, stays where nothing changed, and how often it ships, and how \
      much the two agree. Nothing is written; everything is read from distributions.

      EXAMPLES
        panel persona compare dx ./dx-draft.yaml
        panel persona compare futurist business --limit 20
      """)

  @Argument(help: "An id, or the path of a persona's file.") var old: String
  @Argument(help: "The same for the other one.") var new: String
  @Option(help: ArgumentHelp("Take only so many pairs, evenly from the whole.", valueName: "n")) var limit: Int?
  @OptionGroup(title: "Model") var backend: BackendArguments
  @OptionGroup(title: "Files") var library: LibraryOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let library = try library.library(world)
    let first = try persona(old, library, world)
    var second = try persona(new, library, world)
    if first.id == second.id, let id = PersonaID("\(second.id.rawValue.prefix(60))-new") { second.id = id }
    let suite = try EvaluationLibrary()
    var pairs = try suite.pairs()
    if let limit, limit > 0, limit < pairs.count {
      pairs = (0..<limit).map { pairs[$0 * pairs.count / limit] }
    }
    var dossiers = try suite.ownDossiers()
    for slug in library.toolSlugs { dossiers.append(try library.dossier(slug)) }
    let panel = Panel(personas: [first, second], quorum: 1)
    let began = world.elapsed()
    let opened = try JournalBackend(try await backend.open(in: program))
    let display = EvaluationDisplay(world)
    let evaluation = Evaluation(
      EvaluationInput(
        dossiers: dossiers, pairs: pairs, attacks: [], attacked: [], panel: panel,
        templates: try PromptTemplates(named: try library.promptTemplates(), folder: library.prompts.name),
        options: SessionOptions(),
        context: RunContext(
          id: world.newID(), started: world.now().formatted(.iso8601), version: PanelVersion.text,
          personasSHA256: ContentHash.of(panel), dossierSHA256: [:], elapsed: { world.elapsed() - began })),
      backend: opened
    ) { display.show($0) }
    let report = try await evaluation.report([.metamorphic, .personas])
    await opened.close()
    display.end()
    world.output.write(Self.text(report, shown: [old, new]))
    return 0
  }

  private func persona(_ name: String, _ library: PanelLibrary, _ world: World) throws -> Persona {
    guard name.contains("/") || name.hasSuffix(".yaml") else {
      return try PanelFolder.persona(try PersonaLookup.id(name), in: library.personas)
    }
    return try PersonaFile.read(
      world.path(name), kinds: try PanelFolder.kinds(in: library.personas), file: name)
  }

  static func text(_ report: EvaluationReport, shown: [String]) -> String {
    var table = Table(rows: [["", shown[0], shown[1]]])
    if let metamorphic = report.metamorphic {
      table.rows.append(["right direction"] + metamorphic.personas.map { EvaluationReport.percent($0.direction) })
      table.rows.append(
        ["|ΔP| ≤ 0.05 where nothing changed"] + metamorphic.personas.map { EvaluationReport.percent($0.steady) })
    }
    if let distinctness = report.distinctness {
      table.rows.append(["ship rate"] + distinctness.seats.map { EvaluationReport.percent($0.ship) })
      if let pair = distinctness.pairs.first {
        table.rows.append(["correlation of weights", EvaluationReport.number(pair.weights, 2), ""])
        table.rows.append(["correlation of P(ship)", EvaluationReport.number(pair.pShip, 2), ""])
      }
      table.rows.append(["same vote", EvaluationReport.percent(distinctness.rawAgreement), ""])
    }
    return table.text(width: nil)
  }
}
