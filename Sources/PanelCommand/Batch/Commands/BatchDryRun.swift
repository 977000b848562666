import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelFormats
import PanelSite
import PanelStore

/// What a batch would do and cost, without doing it: every record is read and looked up, and the prompts of a sample are
/// counted.
struct BatchDryRun: Sendable {
  /// Tools whose prompts are counted; the rest is reckoned from them.
  static let sample = 20

  let plan: BatchPlan
  let panel: Panel
  let templates: [String: String]
  let program: PanelProgram

  func run(
    backend arguments: BackendArguments, database: DatabaseOptions,
    tools: (@Sendable (any SQLReading, Timestamp) throws -> [StoredTool])?
  ) async throws -> Int32 {
    let world = program.world
    world.messages.write("Opening \(arguments.address(world))\n")
    let backend = try await arguments.open(in: program)
    let making = BatchMaking(
      panel: panel, templates: try PromptTemplates(named: templates, folder: "prompts"), options: plan.session.options,
      backend: backend, world: world)
    // A dry run makes no database.
    let isThere = FileManager.default.fileExists(atPath: database.file(world).path)
    let store = isThere ? try database.open(world, mode: .readOnly) : nil
    var tally = Tally()
    tally.inputs = try making.inputs(address: arguments.address(world))
    if let tools {
      guard let store else { throw CommandFailure("There is no database \(world.shown(database.file(world))).") }
      let now = world.timestamp
      for tool in try await store.read({ try tools($0, now) }) {
        tally.tools.append((tool.slug, tool.category))
        guard let dossier = try await store.read({ try $0.dossier(of: tool.slug) })?.dossier else { continue }
        try await look(at: dossier, in: store, &tally)
      }
    } else {
      try await read(in: store, &tally)
    }
    let estimate = try await estimate(tally, making)
    await backend.close()
    world.output.write(text(tally, estimate, backend.identity))
    return tally.broken > 0 ? BatchStatus.someFailed : 0
  }

  private struct Tally {
    var inputs: RunInputs?
    var tools: [(tool: ToolSlug, category: String)] = []
    var records = 0
    var broken = 0
    /// Reviews that the store has, and that it has not.
    var known = 0
    var newReviews = 0
    /// Tools of which a review is missing.
    var new = 0
    var sample: [Dossier] = []
    var problems: [String] = []
  }

  private func read(in store: Store?, _ tally: inout Tally) async throws {
    var intake = BatchIntake()
    for (index, input) in plan.inputs.enumerated() {
      var source = try input.open()
      while true {
        let before = intake.records
        let dossiers = try intake.next(&source, input: index, inputs: plan.inputs) { errors, _ in
          if tally.problems.count < 20 { tally.problems.append(errors.description) }
        }
        for dossier in dossiers {
          tally.tools.append((dossier.slug, dossier.category))
          try await look(at: dossier, in: store, &tally)
        }
        if intake.records == before { break }
      }
    }
    (tally.records, tally.broken) = (intake.records, intake.broken)
  }

  private func look(at dossier: Dossier, in store: Store?, _ tally: inout Tally) async throws {
    if let store, let inputs = tally.inputs, !plan.isFresh {
      let keys = ReviewKeys(run: inputs, panel: panel, tool: dossier.slug, dossierSHA256: ContentHash.of(dossier))
      let known = try await store.read { try keys.reviews(in: $0).count { $0 != nil } }
      tally.known += known
      tally.newReviews += keys.keys.count - known
      if known == keys.keys.count { return }
    } else {
      tally.newReviews += panel.personas.count
    }
    tally.new += 1
    // Spread over the whole input: the first, and then ever more seldom.
    if tally.sample.count < Self.sample {
      tally.sample.append(dossier)
    } else if tally.new % max(1, tally.new / Self.sample) == 0 {
      tally.sample[tally.new % Self.sample] = dossier
    }
  }

  private func estimate(_ tally: Tally, _ making: BatchMaking) async throws -> SessionPlan.Estimate? {
    if tally.sample.isEmpty { return nil }
    let speed = SpeedRecord(world: making.world).speed(of: making.backend.identity)
    var sum: SessionPlan.Estimate?
    for dossier in tally.sample {
      let plan = try making.session([dossier], on: making.backend, run: RunID("dry-run")).plan()
      let counts = try await making.backend.countPromptTokens(plan.requests)
      let one = plan.estimate(promptTokens: counts, speed: speed)
      guard var total = sum else {
        sum = one
        continue
      }
      total.promptTokens += one.promptTokens
      total.computedPromptTokens += one.computedPromptTokens
      total.generatedTokens += one.generatedTokens
      total.seconds = one.seconds.flatMap { seconds in total.seconds.map { $0 + seconds } }
      sum = total
    }
    let factor = Double(tally.new) / Double(tally.sample.count)
    func scaled(_ value: Int) -> Int { Int((Double(value) * factor).rounded()) }
    return sum.map { sum in
      var scaledSum = sum
      scaledSum.promptTokens = scaled(sum.promptTokens)
      scaledSum.computedPromptTokens = scaled(sum.computedPromptTokens)
      scaledSum.generatedTokens = scaled(sum.generatedTokens)
      scaledSum.seconds = sum.seconds.map { $0 * factor }
      return scaledSum
    }
  }

  private func text(_ tally: Tally, _ estimate: SessionPlan.Estimate?, _ identity: BackendIdentity) -> String {
    var text = "\(plan.title), on \(identity.kind) with \(identity.model). Nothing was judged.\n\n"
    text += "Tools       \(NumberText.grouped(tally.tools.count))"
    text += tally.broken > 0 ? ", and \(NumberText.count(tally.broken, "record")) that cannot be read\n" : "\n"
    text +=
      "Reviews     \(NumberText.grouped(tally.newReviews)) new, \(NumberText.grouped(tally.known)) from the "
    text += "database\n"
    if plan.pairs != .none,
      let pairs = try? BatchIntake.pairs(tally.tools.sorted { $0.category < $1.category }, plan.pairs)
    {
      text += "Comparisons \(NumberText.grouped(pairs.count))\n"
    }
    if let estimate {
      text += "Prompts     about \(NumberText.grouped(estimate.promptTokens)) tokens, about "
      text += "\(NumberText.grouped(estimate.computedPromptTokens)) once shared beginnings are computed once\n"
      text += "To write    about \(NumberText.grouped(estimate.generatedTokens)) tokens\n"
      text +=
        estimate.seconds.map { "Time        about \(LiveText.clock($0)), from the speed of the last review here\n" }
        ?? "Time        not known yet: no review with this model was measured on this machine\n"
      if tally.sample.count < tally.new {
        text += "Tokens are reckoned from \(tally.sample.count) of the new tools.\n"
      }
    }
    for problem in tally.problems { text += "\(problem)\n" }
    if tally.broken > tally.problems.count { text += "and \(tally.broken - tally.problems.count) more\n" }
    return text
  }
}
