import ArgumentParser

/// `panel persona`
struct PersonaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "persona",
    abstract: "The reviewers: list, show, check, write, try and compare them.",
    discussion: """
      A persona is a file: its lens, the questions it answers in every review (moves), and the rule of its vote. \
      docs/personas.md tells how to write one.

      EXAMPLES
        panel persona show dx
        panel persona new security && panel persona try security ripgrep
        panel persona lint
        panel persona compare dx ./dx-draft.yaml
      """,
    subcommands: [
      PersonaListCommand.self, PersonaShowCommand.self, PersonaLintCommand.self, PersonaNewCommand.self,
      PersonaTryCommand.self, PersonaCompareCommand.self,
    ])
}
