import ArgumentParser

/// `panel tool`
struct ToolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tool",
    abstract: "The dossiers: list, show, check and write them.",
    discussion: """
      A dossier is a file of numbered facts about a tool, each with its source and date; docs/dossiers.md tells how to \
      write one.

      EXAMPLES
        panel tool show ripgrep
        panel tool new mytool --from ./README.md
        panel tool lint mytool
      """,
    subcommands: [ToolListCommand.self, ToolShowCommand.self, ToolLintCommand.self, ToolNewCommand.self])
}
