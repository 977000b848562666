import ArgumentParser

/// `panel queue`
struct QueueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue",
    abstract: "The editorial desk: verdicts that wait for a person, the one that needs one most first.",
    discussion: """
      Verdicts that are kept in the database come here as drafts. Nothing is published before somebody has \
      approved exactly what is published, and nobody approves their own edit.

      EXAMPLES
        panel queue                              what waits
        panel queue show 12                      an item as readers will see it
        panel queue edit 12                      its texts in $EDITOR
        panel queue approve 12 13
        panel queue reject 14 --reason "The dossier is of another tool."
        panel queue publish 12
      """,
    subcommands: [
      QueueListCommand.self, QueueShowCommand.self, QueueAddCommand.self, QueueClaimCommand.self,
      QueueReleaseCommand.self, QueueEditCommand.self, QueueApproveCommand.self, QueueRequestChangesCommand.self,
      QueueRejectCommand.self, QueueReopenCommand.self, QueueScheduleCommand.self, QueueUnscheduleCommand.self,
      QueuePublishCommand.self, QueueWithdrawCommand.self, QueueUndoCommand.self, QueueAssignCommand.self,
      QueueCommentCommand.self, QueueOverrideCommand.self, QueueHistoryCommand.self,
    ], defaultSubcommand: QueueListCommand.self)
}
