import ArgumentParser
import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelFormats
import PanelStore

/// `panel verdict replay`
struct VerdictReplayCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Makes a verdict once more from what it was made from, and compares the bytes.",
    discussion: """
      Dossier, personas, prompts, settings and seed are taken from the store as they were then, not from files. On the \
      kernel, with the same model and version, the reviews have the same bytes. The exit status is 0 where they have, and \
      1 where they have not: then what differs is printed.
      """)

  @Argument(help: "A tool, or a version such as caddy@2.") var verdict: String
  @OptionGroup(title: "Model") var backend: BackendArguments
  @OptionGroup var place: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let store = try place.openExisting(world)
    defer { try? store.close() }
    let stored = try await VerdictLookup(store: store).verdict(verdict)
    let past = try await store.read { try PastRun(of: stored, in: $0) }
    var arguments = backend
    if arguments.model == nil, arguments.address(world) == "kernel" { arguments.model = past.run.inputs.modelName }
    world.messages.write("Opening \(arguments.address(world))\n")
    let opened = try await arguments.open(in: program)
    let differences = try past.differences(from: opened.identity, address: arguments.address(world))
    for difference in differences { world.messages.write("Not as it was: \(difference)\n") }
    let input = ReviewInput(dossiers: [past.dossier], panel: past.panel, templates: past.templates)
    let comparison = try await input.session(on: opened, options: past.options, world: world).comparison()
    await opened.close()
    return report(past, comparison.verdicts[0], to: world)
  }

  private func report(_ past: PastRun, _ verdict: Verdict, to world: World) -> Int32 {
    var differing = 0
    for (stored, review) in zip(past.reviews, verdict.reviews) {
      let lines = Self.differences(stored.review, review)
      if lines.isEmpty { continue }
      differing += 1
      world.output.write("\(review.name)\n" + lines.map { "  \($0)\n" }.joined())
    }
    let count = past.reviews.count
    if differing == 0, verdict.reviews.count == count {
      world.output.write("\(past.id): the same bytes, \(count) of \(count) reviews.\n")
      return 0
    }
    world.output.write("\(past.id): \(differing) of \(count) reviews differ.\n")
    return CommandFailure.Status.failed.rawValue
  }

  /// What differs between two reviews; empty where they have the same bytes.
  static func differences(_ old: Review, _ new: Review) -> [String] {
    let texts = [old, new].map { try? ReviewText($0).json() }
    if texts[0] == texts[1], texts[0] != nil { return [] }
    var lines: [String] = []
    func compare<Value: Equatable>(_ name: String, _ a: Value, _ b: Value) {
      if a != b { lines.append("\(name): \(a) → \(b)") }
    }
    compare("vote", old.vote?.rawValue ?? "failed", new.vote?.rawValue ?? "failed")
    compare("P(ship)", old.pShip.map { "\($0)" } ?? "—", new.pShip.map { "\($0)" } ?? "—")
    compare("P(ship) before calibration", old.pShipRaw.map { "\($0)" } ?? "—", new.pShipRaw.map { "\($0)" } ?? "—")
    compare("cause of failure", old.error ?? "none", new.error ?? "none")
    for move in new.moves {
      let before = old.moves.first { $0.id == move.id }
      compare(move.id, before?.text ?? "nothing", move.text)
    }
    return lines.isEmpty ? ["numbers behind the vote, beyond what is shown"] : lines
  }
}

/// What a verdict was made from, as the store has it.
private struct PastRun: Sendable {
  let id: VerdictID
  let run: StoredRun
  let dossier: Dossier
  let panel: Panel
  let templates: PromptTemplates
  let options: SessionOptions
  let settings: String
  let reviews: [StoredReview]

  init(of verdict: StoredVerdict, in sql: any SQLReading) throws {
    func missing(_ what: String) -> CommandFailure {
      CommandFailure("\(verdict.id) cannot be replayed: \(what).", remedy: "panel store check    says more")
    }
    if case .editor(let name, _, let base) = verdict.origin {
      throw CommandFailure(
        "\(verdict.id) was changed by \(name) and cannot be replayed.",
        remedy: "panel verdict replay \(verdict.id.tool)@\(base)    replays what it was made from", status: .usage)
    }
    id = verdict.id
    guard let run = try sql.run(verdict.run) else { throw missing("its run is not in the store") }
    self.run = run
    guard let dossier = try sql.dossier(of: verdict.id.tool, sha256: verdict.dossierSHA256)?.dossier else {
      throw missing("its dossier is not in the store")
    }
    self.dossier = dossier
    guard let panel = try sql.document(run.inputs.personasSHA256),
      let prompts = try sql.document(run.inputs.promptsSHA256),
      let settings = try sql.document(run.inputs.settingsSHA256)
    else { throw missing("its personas, prompts or settings are not in the store") }
    self.panel = try CanonicalText.panel(panel, name: "personas of \(verdict.id)")
    templates = try PromptTemplates(
      named: try CanonicalText.prompts(prompts, name: "prompts of \(verdict.id)"), folder: "prompts of \(verdict.id)")
    self.settings = settings
    do { options = try SessionOptions.reading(settings, seed: run.inputs.seed) } catch {
      throw missing("its settings are those of another version of panel (\(run.inputs.version))")
    }
    reviews = try sql.reviews(of: verdict.id)
  }

  /// What is not as it was, beside the answers.
  func differences(from identity: BackendIdentity, address: String) throws -> [String] {
    let now = RunInputs(
      identity, address: address, panel: panel, templates: templates, options: options,
      settings: try options.reviewSettings())
    let then = run.inputs
    var lines: [String] = []
    func compare(_ name: String, _ a: String?, _ b: String?) {
      if a != b { lines.append("\(name) was \(a ?? "unknown"), is \(b ?? "unknown")") }
    }
    compare("the backend", then.backend, now.backend)
    compare("the program", then.engine, now.engine)
    if then.modelSHA256 != now.modelSHA256 || then.modelSHA256 == nil {
      compare(
        "the model", "\(then.modelName) \(then.modelSHA256 ?? "")", "\(now.modelName) \(now.modelSHA256 ?? "")")
    }
    compare("the tokenizer", then.tokenizerSHA256, now.tokenizerSHA256)
    compare("the personas' hash", then.personasSHA256, now.personasSHA256)
    compare("the prompts' hash", then.promptsSHA256, now.promptsSHA256)
    if ContentHash.ofText(settings) != now.settingsSHA256 {
      lines.append("the settings, or how this version of panel makes reviews from answers, changed")
    }
    return lines
  }
}
