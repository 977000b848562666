import ArgumentParser

/// `panel batch`
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Judges thousands of tools; stop it how you like, and go on later.",
    discussion: """
      Each tool becomes a job in the database. A result is stored in the same transaction that ends its job, so Ctrl-C, \
      kill -9, a full disk, a lost endpoint or a power cut lose no finished review and repeat none. Reviews that the \
      database has already, of the same dossier, personas, prompts and model, are not made again.

      The exit status is 0 where all is done, 2 where some tools failed, 1 where it was stopped.

      EXAMPLES
        panel batch tools.jsonl --output verdicts.jsonl
        panel batch ./dossiers tools.csv --output out/          lines, table, index and pages
        panel batch --stale 90d --pairs-within-category         judge anew what is older than 90 days
        panel batch tools.jsonl --dry-run
        panel batch status latest                               also while it runs
        panel batch resume latest
      """,
    subcommands: [
      BatchStartCommand.self, BatchResumeCommand.self, BatchStatusCommand.self, BatchCancelCommand.self,
      BatchRetryCommand.self,
    ], defaultSubcommand: BatchStartCommand.self)
}
