import ArgumentParser
import Foundation
import PanelCore

/// `panel review`
struct ReviewCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Lets the panel judge one tool, or two and more side by side.",
    discussion: """
      The verdict goes to standard output, progress and messages to standard error. With one tool there is a verdict \
      without a comparison. The exit status is 0, or 3 where a tool did not get enough votes for a percentage.

      EXAMPLES
        panel review ripgrep silversearcher-ag
        panel review ./tools/mine.yaml ripgrep --personas dx,competitor
        panel review ./README.md --name Mine --category "Search tools"
        panel review caddy nginx --output caddy-nginx.html --output caddy-nginx.md
        panel review caddy nginx --format json | jq .recommendation
        panel review caddy nginx --backend http://127.0.0.1:8080
        panel review caddy nginx --dry-run
      """)

  @OptionGroup var tools: ToolArguments
  @OptionGroup(title: "Session") var session: SessionArguments
  @OptionGroup(title: "Model") var backend: BackendArguments
  @OptionGroup(title: "Files") var library: LibraryOptions
  @OptionGroup(title: "Store") var store: StoreArguments

  @Option(
    help: ArgumentHelp(
      "text, json, markdown or html. (default: by the ending of --output, else text)", valueName: "format"))
  var format: OutputFormat?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Write to a file, whole or not at all, in place of standard output; may be repeated, “-” is standard output.",
      valueName: "path"))
  var output: [String] = []

  @Flag(help: "Print the prompts, their tokens and a time estimate; generate nothing.")
  var dryRun = false

  @Option(help: ArgumentHelp("Keep the model's answers, for --backend recording:PATH.", valueName: "path"))
  var record: String?

  func validate() throws {
    if dryRun, format != nil || record != nil {
      throw ValidationError(
        "--dry-run prints text about a review that does not happen: leave out --format and --record.")
    }
  }

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let library = try library.library(world)
    let input = try ReviewInput(
      dossiers: try tools.dossiers(library, world: world), session: session, library: library)
    let plan = try OutputPlan(paths: output, format: format, world: world)
    if dryRun {
      let text = try await DryRun(input: input, program: program).text(backend: backend, options: session.options)
      for path in try plan.write(text, world: world) { world.messages.write("Wrote \(path)\n") }
      return 0
    }
    let database = try store.openNow(world)
    let outcome = try await ReviewRun(
      input: input, program: program, openStore: { [store] in try database ?? store.open(world) },
      // A recording of what the store had would be empty.
      isFresh: store.fresh || record != nil
    ).outcome(backend: backend, options: session.options, record: record.map { world.path($0) })
    let comparison = outcome.comparison
    for path in try plan.write(comparison, world: world) { world.messages.write("Wrote \(path)\n") }
    reportReused(comparison, to: world)
    if let error = outcome.unkept {
      world.messages.write("panel: The review is not kept in the store. \(CommandFailure(error))\n")
      return CommandFailure.Status.failed.rawValue
    }
    return report(comparison, to: world)
  }

  private func reportReused(_ comparison: Comparison, to world: World) {
    let reused = comparison.run.fromStore.count
    if reused == 0 { return }
    let all = comparison.verdicts.reduce(0) { $0 + $1.reviews.count }
    world.messages.write(
      "\(reused) of \(all) reviews \(reused == 1 ? "was" : "were") in the store already (--fresh computes them again).\n"
    )
  }

  /// Says which tools have no percentage, and why.
  private func report(_ comparison: Comparison, to world: World) -> Int32 {
    var status: Int32 = 0
    for verdict in comparison.verdicts where verdict.shipPercent == nil {
      status = CommandFailure.Status.noQuorum.rawValue
      let causes = Set(verdict.reviews.compactMap(\.error)).sorted()
      world.messages.write(
        "panel: \(verdict.dossier.name) has no percentage: \(verdict.split.cast) of \(verdict.quorum) votes needed "
          + "(\(verdict.split.abstain) abstained, \(verdict.split.failed) failed).\n"
          + causes.map { "  \($0)\n" }.joined())
    }
    return status
  }
}
