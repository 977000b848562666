import ArgumentParser
import PanelCore
import PanelFormats

/// `panel persona try`
struct PersonaTryCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "try", abstract: "Lets one persona review one tool, to see how its questions work.",
    discussion: """
      The persona needs no seat on the panel. What it wrote is printed move by move, with the facts it cites and with \
      what moved its vote.
      """)

  @Argument(help: "The persona's id.") var id: String
  @OptionGroup var tools: ToolArguments
  @Option(help: "The same seed gives the same review.") var seed: UInt64 = 1
  @OptionGroup(title: "Model") var backend: BackendArguments
  @OptionGroup(title: "Files") var library: LibraryOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    var session = try SessionArguments.parse([])
    session.personas = try PersonaLookup.id(id).rawValue
    session.seed = seed
    let input = try ReviewInput(
      tools: tools, session: session, library: try library.library(world), world: world)
    let comparison = try await ReviewRun(input: input, program: program)
      .outcome(backend: backend, options: session.options, record: nil).comparison
    for verdict in comparison.verdicts {
      for (review, persona) in zip(verdict.reviews, input.panel.personas) {
        world.output.write(Self.text(review, persona, verdict.dossier))
      }
    }
    return 0
  }

  private static func text(_ review: Review, _ persona: Persona, _ dossier: Dossier) -> String {
    var text = "\(persona.name) on \(dossier.name): \(review.vote?.rawValue ?? "no vote")"
    if let pShip = review.pShip { text += ", P(ship) \(Int((pShip * 100).rounded())) %" }
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
      for driver in review.drivers.prefix(6) {
        let weight = (driver.weight * 100).rounded() / 100
        text +=
          "  \(weight < 0 ? "−" : "+")\(abs(weight))  \(driver.evidence) \(dossier[driver.evidence]?.text ?? "")\n"
      }
    }
    return text + "\n"
  }
}
