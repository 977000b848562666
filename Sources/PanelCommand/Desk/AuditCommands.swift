import ArgumentParser
import PanelDesk

/// `panel audit`
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "The log of who did what at the desk.",
    discussion: """
      Every entry holds the hash of the one before it. Publish the head somewhere else now and then: a log that was \
      rewritten as a whole, or cut off at its end, shows only against a head that was published before. The page of what \
      is published shows it.
      """, subcommands: [AuditVerifyCommand.self, AuditHeadCommand.self, AuditListCommand.self])
}

/// `panel audit verify`
struct AuditVerifyCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Finds any change or gap in the log, and prints its head.")
  @Option(help: ArgumentHelp("A head that was published before; it has to be in the log.", valueName: "hash"))
  var head: String?
  @OptionGroup var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let check = try await Desk(store: try database.open(world)).verifyAudit(publishedHead: head)
    if let fault = check.fault {
      throw CommandFailure(
        fault, remedy: "The \(check.count) entries before it are intact. Compare with a backup of the database.")
    }
    world.output.write("\(check.head)\n")
    world.messages.write("\(check.count) entries, none changed, none missing.\n")
    return 0
  }
}

/// `panel audit head`
struct AuditHeadCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "head", abstract: "Prints the hash of the newest entry, without reading the others.")
  @OptionGroup var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    guard let head = try await Desk(store: try database.open(program.world)).auditHead() else {
      throw CommandFailure("The log is empty: nothing was done at this desk yet.")
    }
    program.world.output.write("\(head)\n")
    return 0
  }
}

/// `panel audit list`
struct AuditListCommand: ProgramCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the newest entries first.")
  @Option(help: "At most so many.") var limit = 50
  @OptionGroup var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    var table = Table(rows: [["ENTRY", "AT", "WHO", "WHAT", "ON", "DETAIL"]])
    for entry in try await Desk(store: try database.open(world)).auditEntries(limit: max(1, limit)) {
      table.rows.append(["\(entry.id)", "\(entry.at)", entry.actor, entry.action, entry.subject, entry.detail])
    }
    world.write(table)
    return 0
  }
}
