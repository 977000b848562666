import ArgumentParser

/// `panel`
struct PanelRoot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "panel",
    abstract: "Reviews developer tools with a panel of personas on a local language model.",
    discussion: """
      Each persona answers its own questions about a tool from the numbered facts of the tool's dossier, cites them, and \
      votes ship or skip. The votes become a percentage with its interval, and the reasons stand beside it.

      Everything runs on this machine, unless --backend names an address.

      EXAMPLES
        panel model pull                         fetch the default model once
        panel review ripgrep silversearcher-ag   two tools, side by side
        panel review ./README.md --name mytool   a tool that has no dossier yet
        panel batch tools.jsonl --output out/    thousands of tools; stop and go on as you like
        panel tool list                          the tools that have one
        panel doctor                             what works here, what does not
      """,
    version: PanelVersion.text,
    subcommands: [
      ReviewCommand.self, BatchCommand.self, WorkerCommand.self, VerdictCommand.self, StoreCommand.self,
      QueueCommand.self, UserCommand.self, AuditCommand.self, ServeCommand.self, ModelCommand.self,
      PersonaCommand.self, ToolCommand.self, DoctorCommand.self, BenchCommand.self, EvalCommand.self,
    ])
}
