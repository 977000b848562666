import ArgumentParser
import Foundation
import PanelCore
import PanelEngine
import PanelFormats
import PanelStore

/// `panel batch INPUT…`
struct BatchStartCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Judges all tools of files, folders or the database. The word may be left out.",
    discussion: "docs/batch.md says what each kind of file holds.")

  @Argument(
    help: ArgumentHelp(
      "Files of dossiers (.jsonl, .csv, .yaml), folders of .yaml files, or “-” for JSON lines on standard input."))
  var input: [String] = []

  @Flag(help: "All tools of the database.")
  var all = false

  @Option(help: ArgumentHelp("The tools of a category of the database.", valueName: "name"))
  var category: String?

  @Option(
    help: ArgumentHelp("The tools of the database whose verdict is older, or missing: 90d, 12h.", valueName: "age"))
  var stale: BatchDuration?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Write results as they come: a .jsonl, .csv, .html or .md file, or a folder of all; may be repeated.",
      valueName: "path"))
  var output: [String] = []

  @Flag(help: "Compare each tool with each other one too.")
  var pairs = false

  @Flag(help: "Compare the tools of each category with one another too.")
  var pairsWithinCategory = false

  @Option(help: ArgumentHelp("Attempts after which a tool is given up.", valueName: "count"))
  var attempts = 3

  @Flag(help: "Make reviews anew that the database has already.")
  var fresh = false

  @Flag(help: "Say how many reviews are new, how many tokens and about how long; judge nothing.")
  var dryRun = false

  @Flag(help: "Queue the jobs and leave them to “panel worker”.")
  var queueOnly = false

  @OptionGroup(title: "Work") var work: BatchWorkArguments
  @OptionGroup(title: "Session") var session: SessionArguments
  @OptionGroup(title: "Model") var backend: BackendArguments
  @OptionGroup(title: "Files") var library: LibraryOptions
  @OptionGroup(title: "Files") var database: DatabaseOptions

  func validate() throws {
    let fromStore = all || category != nil || stale != nil
    if input.isEmpty, !fromStore {
      throw ValidationError("Nothing to judge: name a file or folder, or --all, --category or --stale.")
    }
    if !input.isEmpty, fromStore {
      throw ValidationError("Name files, or --all, --category and --stale, not both.")
    }
    if pairs, pairsWithinCategory { throw ValidationError("Use --pairs or --pairs-within-category, not both.") }
    if !(1...1000).contains(attempts) { throw ValidationError("--attempts is \(attempts); expected 1 to 1000.") }
    if dryRun, !output.isEmpty || queueOnly { throw ValidationError("--dry-run writes nothing: leave out the others.") }
  }

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let library = try library.library(world)
    let panel = try library.panel(only: try session.personaIDs())
    let templates = try library.promptTemplates()
    // A file that is none is refused before a model is loaded.
    let inputs = input.map { BatchInputPlace($0, world: world) }
    for input in inputs where !input.isStandardInput { _ = try input.open() }
    let outputs = try output.map { try BatchOutputPlace($0, world: world) }
    if Set(outputs.map(\.path)).count < outputs.count {
      throw CommandFailure("Two outputs go to the same place.", status: .usage)
    }
    let plan = BatchPlan(
      title: title, inputs: inputs, outputs: outputs,
      pairs: pairs ? .all : pairsWithinCategory ? .withinCategory : .none, attempts: attempts,
      maxFailures: work.maxFailures, isFresh: fresh, backend: backend.address(world),
      model: backend.model(world), threads: backend.threads, contextLength: backend.context,
      session: BatchSessionPlan(session))
    if dryRun {
      return try await BatchDryRun(plan: plan, panel: panel, templates: templates, program: program)
        .run(backend: backend, database: database, tools: tools)
    }
    let process = BatchProcess(program: program, work: work, backend: backend)
    return try await process.start(
      plan, panel: panel, templates: templates, library: library, store: try database.open(world), tools: tools,
      worksItself: !queueOnly)
  }

  private var title: String {
    if !input.isEmpty { return input.map { $0 == "-" ? "standard input" : $0 }.joined(separator: ", ") }
    var text = category.map { "tools of category “\($0)”" } ?? "all tools"
    if let stale { text += " without a verdict of the last \(stale.defaultValueDescription)" }
    return text
  }

  /// The tools of the store that were asked for; nil where the tools come from files.
  private var tools: (@Sendable (any SQLReading, Timestamp) throws -> [StoredTool])? {
    guard input.isEmpty else { return nil }
    let (category, stale) = (category, stale)
    return { sql, now in
      try sql.tools(
        category: category,
        withoutVerdictSince: stale.map { now.adding(milliseconds: -1000 * $0.seconds) })
    }
  }
}
