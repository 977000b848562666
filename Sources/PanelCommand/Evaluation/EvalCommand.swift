import ArgumentParser
import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelFormats

/// `panel eval`
struct EvalCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Measures how far the panel's verdicts can be believed on a model.",
    discussion: """
      Pairs of dossiers that should compare in a known way, attacks by text, what should change nothing, and a sample of \
      written moves. Nothing but the moves is generated, the rest is read from distributions. Answers are kept while it \
      runs: after Ctrl-C the same command goes on where it was. docs/method.md explains every figure.

      EXAMPLES
        panel eval                                           all sections, the report as text
        panel eval --only metamorphic,injections --output report.html --output report.json
        panel eval --only outcomes --outcomes known.csv      accuracy, Brier score and calibration
        panel eval --suite ./mine                            metamorphic.yaml, injections.yaml and dossiers/ of yours
        panel eval --fit --moves 0 --parameters evaluation/combinations.yaml
      """)

  @Option(
    help: ArgumentHelp(
      "Only these sections: \(EvaluationSection.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "section,section…"))
  var only: String?

  @Option(help: ArgumentHelp("Tools of which whole reviews are written; 0 writes none.", valueName: "n"))
  var moves = 3

  @Option(help: ArgumentHelp("Take only so many pairs and so many attacks, evenly from the whole.", valueName: "n"))
  var limit: Int?

  @Option(help: ArgumentHelp("Folder with a suite of your own. (default: the one in the program)", valueName: "dir"))
  var suite: String?

  @Option(
    help: ArgumentHelp(
      "Slugs of the tools into whose dossiers attacks are put. (default: stencil, else the first)",
      valueName: "slug,slug…"))
  var attacked: String?

  @Option(help: ArgumentHelp("Known outcomes: CSV with the columns tool and outcome (ship, skip).", valueName: "path"))
  var outcomes: String?

  @Option(help: ArgumentHelp("Only these personas.", valueName: "id,id…"))
  var personas: String?

  @Flag(help: "Fit the parameters of the vote on the suite's pairs, and report with them.")
  var fit = false

  @Option(
    help: ArgumentHelp(
      "File of parameters to read, and to write the fitted ones into. (default: those in the program)",
      valueName: "path"))
  var parameters: String?

  @Option(help: ArgumentHelp("Keep answers in this file for good, and ask nothing twice.", valueName: "path"))
  var journal: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Write to a file by its ending, .json, .html or text; may be repeated, “-” is text on standard output.",
      valueName: "path"))
  var output: [String] = []

  @OptionGroup(title: "Model") var backend: BackendArguments
  @OptionGroup(title: "Files") var library: LibraryOptions

  func validate() throws {
    if moves < 0 { throw ValidationError("--moves is \(moves); expected 0 or more.") }
    if let limit, limit < 1 { throw ValidationError("--limit is \(limit); expected 1 or more.") }
    _ = try sections()
  }

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let (input, table) = try input(world)
    let opened = try await backend.open(in: program)
    let kept = journal.map { world.path($0) } ?? Self.temporary(world, opened.identity)
    if journal == nil {
      try FileManager.default.createDirectory(
        at: kept.deletingLastPathComponent(), withIntermediateDirectories: true)
    }
    let journaled = try JournalBackend(opened, file: kept)
    var prepared = input
    prepared.options.combination = table.combination(for: opened.identity)
    let progress = EvaluationDisplay(world)
    let evaluation = Evaluation(prepared, backend: journaled) { progress.show($0) }
    let files = output.isEmpty ? ["-"] : output
    let report = try await evaluation.report(try sections(), fits: fit) { report in
      // What is done is kept even if the rest is not: only files that a program reads, text would be printed twice.
      for file in files where file != "-" { try? Self.write(report, to: file, world) }
    }
    await journaled.close()
    progress.end()
    if journal == nil { try? FileManager.default.removeItem(at: kept) }
    for file in files {
      try Self.write(report, to: file, world)
      if file != "-" { world.messages.write("Wrote \(file)\n") }
    }
    if let parameters, let fitted = report.fit { try keep(fitted, opened.identity, in: parameters, table, world) }
    return 0
  }

  /// Sections in the order in which they are measured.
  private func sections() throws -> Set<EvaluationSection> {
    guard let only else { return Set(EvaluationSection.allCases) }
    return Set(
      try only.split(separator: ",").map { name in
        guard let section = EvaluationSection(rawValue: name.trimmingCharacters(in: .whitespaces)) else {
          throw ValidationError(
            "--only holds “\(name)”; expected some of "
              + EvaluationSection.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        return section
      })
  }

  private func input(_ world: World) throws -> (EvaluationInput, FittedCombinations) {
    let library = try library.library(world)
    let suite = try EvaluationLibrary(folder: suite.map { world.path($0, isFolder: true) })
    var dossiers = try suite.ownDossiers()
    for slug in library.toolSlugs where !dossiers.contains(where: { $0.slug == slug }) {
      dossiers.append(try library.dossier(slug))
    }
    func known(_ slug: ToolSlug, _ what: String) throws {
      guard !dossiers.contains(where: { $0.slug == slug }) else { return }
      throw CommandFailure("\(what) names “\(slug)”, which has no dossier.", remedy: "“panel tool list” names all.")
    }
    var pairs = try suite.pairs()
    for pair in pairs {
      try known(pair.tool, "The pair “\(pair.id)”")
      guard let dossier = dossiers.first(where: { $0.slug == pair.tool }), dossier.edited(pair.edits) == nil else {
        continue
      }
      throw CommandFailure("The pair “\(pair.id)” changes a fact that \(pair.tool) does not have.")
    }
    var attacks = try suite.attacks()
    if let limit { (pairs, attacks) = (Self.evenly(pairs, limit), Self.evenly(attacks, limit)) }
    let usual = dossiers.map(\.slug).first { $0.rawValue == "stencil" } ?? dossiers.first?.slug
    let attacked =
      self.attacked.map { $0.split(separator: ",").compactMap { ToolSlug(String($0)) } } ?? [usual].compactMap { $0 }
    for slug in attacked { try known(slug, "--attacked") }
    var outcomes: [KnownOutcome] = []
    if let file = self.outcomes {
      outcomes = try OutcomeFile.parse(try SourceText.read(world.path(file), file: file, limit: SourceText.jsonLimit))
    }
    var session = try SessionArguments.parse([])
    session.personas = personas
    let panel = try library.panel(only: try session.personaIDs())
    let began = world.elapsed()
    let rows: [FittedParameters]
    if let parameters, FileManager.default.fileExists(atPath: world.path(parameters).path) {
      rows = try CombinationFile.parse(
        try SourceText.read(world.path(parameters), file: parameters, limit: SourceText.yamlLimit))
    } else {
      rows = try suite.combinations()
    }
    let input = EvaluationInput(
      dossiers: dossiers, pairs: pairs, attacks: attacks, attacked: attacked,
      moveSample: Self.evenly(library.toolSlugs, moves), outcomes: outcomes, panel: panel,
      templates: try PromptTemplates(named: try library.promptTemplates(), folder: library.prompts.name),
      options: SessionOptions(),
      context: RunContext(
        id: world.newID(), started: world.now().formatted(.iso8601), version: PanelVersion.text,
        personasSHA256: ContentHash.of(panel), dossierSHA256: [:], elapsed: { world.elapsed() - began }))
    return (input, FittedCombinations(rows))
  }

  private static func evenly<Row>(_ rows: [Row], _ count: Int) -> [Row] {
    guard rows.count > count else { return rows }
    return (0..<count).map { rows[$0 * rows.count / count] }
  }

  /// Where answers are kept while a run is on its way.
  private static func temporary(_ world: World, _ identity: BackendIdentity) -> URL {
    let name = (identity.modelSHA256.map { String($0.prefix(16)) } ?? identity.model).map {
      $0.isLetter || $0.isNumber ? $0 : "-"
    }
    return world.stateFolder.appending(path: "eval/\(String(name)).jsonl")
  }

  private static func write(_ report: EvaluationReport, to file: String, _ world: World) throws {
    if file == "-" {
      world.output.write(report.text())
      return
    }
    let text =
      switch file.split(separator: ".").last?.lowercased() {
      case "json": try report.reportJSON()
      case "html", "htm": report.html()
      default: report.text()
      }
    try Data(text.utf8).write(to: world.path(file), options: .atomic)
  }

  private func keep(
    _ fit: FitReport, _ identity: BackendIdentity, in path: String, _ table: FittedCombinations, _ world: World
  ) throws {
    var rows = table.rows.filter { $0.id != identity.model }
    rows.append(VoteCombination(named: fit.parameters).parameters(model: identity.model, sha256: identity.modelSHA256))
    try Data(CombinationFile.text(rows).utf8).write(to: world.path(path), options: .atomic)
    world.messages.write("Wrote \(path)\n")
  }
}
