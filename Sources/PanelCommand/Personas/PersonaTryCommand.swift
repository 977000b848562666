import ArgumentParser
import PanelCore
import PanelFormats
import PanelSite

/// `panel persona try`
struct PersonaTryCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "try", abstract: "Lets one persona review one tool, to see how its questions work.",
    discussion: """
      The persona needs no seat on the panel. What it wrote is printed move by move, with the facts it cites and with \
      what moved its vote: each fact's weight, and the log-odds that the model's own distribution gave it.
      """)

  @Argument(help: "The persona's id.") var id: String
  @Argument(help: "Tools, named as for “panel review”.") var tools: [String] = []
  @Option(name: .customLong("tool"), parsing: .singleValue, help: "The same as an option; repeat it for more tools.")
  var named: [String] = []
  @OptionGroup var readmes: ReadmeArguments
  @Option(help: "The same seed gives the same review.") var seed: UInt64 = 1
  @Flag(help: "Print every prompt with its tokens first.") var prompts = false
  @OptionGroup(title: "Model") var backend: BackendArguments
  @OptionGroup(title: "Files") var library: LibraryOptions

  func validate() throws {
    if tools.isEmpty, named.isEmpty {
      throw ValidationError("No tool is named. Name one: panel persona try \(id) --tool ripgrep")
    }
  }

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    var session = try SessionArguments.parse([])
    session.personas = try PersonaLookup.id(id).rawValue
    session.seed = seed
    let library = try library.library(world)
    let input = try ReviewInput(
      dossiers: try readmes.dossiers(of: tools + named, library, world: world), session: session, library: library)
    if prompts {
      world.output.write(
        try await DryRun(input: input, program: program).text(backend: backend, options: session.options) + "\n")
    }
    let comparison = try await ReviewRun(input: input, program: program)
      .outcome(backend: backend, options: session.options, record: nil).comparison
    for verdict in comparison.verdicts {
      for (review, persona) in zip(verdict.reviews, input.panel.personas) {
        world.output.write(Self.text(review, persona, verdict.dossier))
      }
    }
    let run = comparison.run
    world.output.write(
      "\(NumberText.grouped(run.promptTokens)) prompt tokens, \(NumberText.grouped(run.computedPromptTokens)) of them computed, "
        + "\(NumberText.grouped(run.generatedTokens)) written\n")
    return 0
  }

  private static func text(_ review: Review, _ persona: Persona, _ dossier: Dossier) -> String {
    var text = "\(persona.name) on \(dossier.name): \(review.vote?.rawValue ?? "no vote")"
    if let pShip = review.pShip { text += ", P(ship) \(NumberText.decimal(pShip, places: 2))" }
    if let raw = review.pShipRaw {
      text += " (the model's own distribution over the vote: \(NumberText.decimal(raw, places: 2)))"
    }
    text += "\n"
    if let error = review.error { text += "  failed: \(error)\n" }
    for answer in review.moves {
      let ask = persona.moves.first { $0.id == answer.id }?.ask.replacing("{name}", with: dossier.name) ?? ""
      text += "\n\(answer.id) · \(ask)\n  \(answer.text)\n"
      let cited = answer.evidence.map { "\($0)" }.joined(separator: " ")
      text += "  \(cited.isEmpty ? "cites nothing" : "cites \(cited)")\(answer.isSupported ? "" : " · not supported")\n"
    }
    if !review.drivers.isEmpty {
      text += "\nWhat moved the vote\n"
      for driver in review.drivers {
        let raw = driver.raw.map { ", raw \(NumberText.signed($0, places: 2))" } ?? ""
        text +=
          "  \(NumberText.signed(driver.weight, places: 2))\(raw)  \(driver.evidence) \(dossier[driver.evidence]?.text ?? "")\n"
      }
      for term in review.terms {
        text += "  \(NumberText.signed(term.weight, places: 2))  \(term.term.rawValue)\n"
      }
    }
    return text + "\n"
  }
}
