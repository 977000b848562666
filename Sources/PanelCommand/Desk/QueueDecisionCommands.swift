import ArgumentParser
import PanelCore
import PanelDesk

/// `panel queue claim`
struct QueueClaimCommand: ItemsCommand {
  static let configuration = CommandConfiguration(
    commandName: "claim", abstract: "Takes items for a quarter of an hour, so that nobody else decides them.")
  @Argument(help: ArgumentHelp("Their numbers.", valueName: "item")) var items: [Int64]
  @Flag(help: "Also where somebody else's claim still holds.") var takeOver = false
  @OptionGroup var desk: DeskArguments

  func act(on id: Int64, _ desk: Desk, _ actor: Actor, _ world: World) async throws -> String {
    let item = try await desk.act(.claim(takeOver: takeOver), on: id, by: actor, at: world.moment)
    return item.claim.map { "claimed by \($0.by) until \($0.until)" } ?? item.state.title
  }
}

/// `panel queue release`
struct QueueReleaseCommand: ItemsCommand {
  static let configuration = CommandConfiguration(commandName: "release", abstract: "Gives claimed items back.")
  @Argument(help: ArgumentHelp("Their numbers.", valueName: "item")) var items: [Int64]
  @OptionGroup var desk: DeskArguments

  func act(on id: Int64, _ desk: Desk, _ actor: Actor, _ world: World) async throws -> String {
    try await desk.act(.release, on: id, by: actor, at: world.moment).state.title
  }
}

/// `panel queue approve`
struct QueueApproveCommand: ItemsCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Takes responsibility for exactly what items say now.")
  @Argument(help: ArgumentHelp("Their numbers.", valueName: "item")) var items: [Int64]
  @Option(help: "The version that you read; refused where there is a newer one.") var version: Int?
  @OptionGroup var desk: DeskArguments

  func act(on id: Int64, _ desk: Desk, _ actor: Actor, _ world: World) async throws -> String {
    let hash = try await desk.contentHash(of: id, version: version)
    return try await desk.act(.approve(contentHash: hash), on: id, by: actor, at: world.moment).state.title
  }
}

/// `panel queue request-changes`
struct QueueRequestChangesCommand: ItemsCommand {
  static let configuration = CommandConfiguration(
    commandName: "request-changes", abstract: "Sends items back, saying what to change.")
  @Argument(help: ArgumentHelp("Their numbers.", valueName: "item")) var items: [Int64]
  @Option(help: "Which changes.") var note: String
  @OptionGroup var desk: DeskArguments

  func act(on id: Int64, _ desk: Desk, _ actor: Actor, _ world: World) async throws -> String {
    try await desk.act(.requestChanges(note: note), on: id, by: actor, at: world.moment).state.title
  }
}

/// `panel queue reject`
struct QueueRejectCommand: ItemsCommand {
  static let configuration = CommandConfiguration(commandName: "reject", abstract: "Rejects items, with the reason.")
  @Argument(help: ArgumentHelp("Their numbers.", valueName: "item")) var items: [Int64]
  @Option(help: "Why.") var reason: String
  @OptionGroup var desk: DeskArguments

  func act(on id: Int64, _ desk: Desk, _ actor: Actor, _ world: World) async throws -> String {
    try await desk.act(.reject(reason: reason), on: id, by: actor, at: world.moment).state.title
  }
}

/// `panel queue reopen`
struct QueueReopenCommand: ItemsCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen", abstract: "Makes drafts of rejected or withdrawn items.")
  @Argument(help: ArgumentHelp("Their numbers.", valueName: "item")) var items: [Int64]
  @OptionGroup var desk: DeskArguments

  func act(on id: Int64, _ desk: Desk, _ actor: Actor, _ world: World) async throws -> String {
    try await desk.act(.reopen, on: id, by: actor, at: world.moment).state.title
  }
}

/// `panel queue schedule`
struct QueueScheduleCommand: ItemsCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule", abstract: "Publishes approved items at a later time.",
    discussion: "panel serve publishes what is due; so does panel queue publish --due, for cron.")
  @Argument(help: ArgumentHelp("Their numbers.", valueName: "item")) var items: [Int64]
  @Option(
    name: .customLong("at"),
    help: ArgumentHelp("When, as 2026-11-23T08:00:00Z or with an offset.", valueName: "time"))
  var time: String
  @OptionGroup var desk: DeskArguments

  func validate() throws {
    if Moment(time) == nil { throw ValidationError("“\(time)” is no time; expected one such as 2026-11-23T08:00:00Z.") }
  }

  func act(on id: Int64, _ desk: Desk, _ actor: Actor, _ world: World) async throws -> String {
    guard let moment = Moment(time) else { return "" }
    try await desk.act(.schedule(at: moment), on: id, by: actor, at: world.moment)
    return "scheduled for \(moment)"
  }
}

/// `panel queue unschedule`
struct QueueUnscheduleCommand: ItemsCommand {
  static let configuration = CommandConfiguration(commandName: "unschedule", abstract: "Takes items off the schedule.")
  @Argument(help: ArgumentHelp("Their numbers.", valueName: "item")) var items: [Int64]
  @OptionGroup var desk: DeskArguments

  func act(on id: Int64, _ desk: Desk, _ actor: Actor, _ world: World) async throws -> String {
    try await desk.act(.unschedule, on: id, by: actor, at: world.moment).state.title
  }
}

/// `panel queue publish`
struct QueuePublishCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Publishes approved items, or all that are scheduled and due.")
  @Argument(help: ArgumentHelp("Their numbers.", valueName: "item")) var items: [Int64] = []
  @Option(help: "The version that you read; refused where there is a newer one.") var version: Int?
  @Flag(help: "All whose time has come.") var due = false
  @OptionGroup var desk: DeskArguments

  func validate() throws {
    if items.isEmpty != due { throw ValidationError("Name items, or give --due.") }
  }

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let desk = try self.desk.open(world)
    if due {
      for id in try await desk.publishDue(at: world.moment) { world.output.write("\(id)  published\n") }
      return 0
    }
    let actor = try await self.desk.actor(desk, world)
    var status: Int32 = 0
    for id in items {
      do {
        let hash = try await desk.contentHash(of: id, version: version)
        try await desk.act(.publish(contentHash: hash), on: id, by: actor, at: world.moment)
        world.output.write("\(id)  published\n")
      } catch let error as DeskError {
        world.messages.write("panel: \(CommandFailure(error))\n")
        status = CommandFailure.Status.failed.rawValue
      }
    }
    return status
  }
}

/// `panel queue withdraw`
struct QueueWithdrawCommand: ItemsCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Takes back what readers see, with the reason.")
  @Argument(help: ArgumentHelp("Their numbers.", valueName: "item")) var items: [Int64]
  @Option(help: "Why.") var reason: String
  @OptionGroup var desk: DeskArguments

  func act(on id: Int64, _ desk: Desk, _ actor: Actor, _ world: World) async throws -> String {
    try await desk.act(.withdraw(reason: reason), on: id, by: actor, at: world.moment).state.title
  }
}

/// `panel queue undo`
struct QueueUndoCommand: ItemsCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Takes back your last decision, within ten seconds.")
  @Argument(help: ArgumentHelp("Their numbers.", valueName: "item")) var items: [Int64]
  @OptionGroup var desk: DeskArguments

  func act(on id: Int64, _ desk: Desk, _ actor: Actor, _ world: World) async throws -> String {
    try await desk.undo(id, by: actor, at: world.moment).state.title
  }
}

/// `panel queue assign`
struct QueueAssignCommand: ItemsCommand {
  static let configuration = CommandConfiguration(commandName: "assign", abstract: "Gives items to an account.")
  @Argument(help: ArgumentHelp("Their numbers.", valueName: "item")) var items: [Int64]
  @Option(help: "The account. (default: nobody)") var to: String?
  @OptionGroup var desk: DeskArguments

  func validate() throws {
    if let to, AccountName(to) == nil { throw ValidationError("“\(to)” is no account's name.") }
  }

  func act(on id: Int64, _ desk: Desk, _ actor: Actor, _ world: World) async throws -> String {
    try await desk.assign(id, to: to.flatMap { AccountName($0) }, by: actor, at: world.moment)
    return "assigned to \(to ?? "nobody")"
  }
}

/// `panel queue comment`
struct QueueCommentCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "comment", abstract: "Says something about an item to others of the desk.")
  @Argument(help: ArgumentHelp("Its number.", valueName: "item")) var item: Int64
  @Argument(help: "What to say.") var text: String
  @OptionGroup var desk: DeskArguments

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let desk = try self.desk.open(world)
    try await desk.comment(text, on: item, by: try await self.desk.actor(desk, world), at: world.moment)
    return 0
  }
}

/// `panel queue override`
struct QueueOverrideCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "override", abstract: "Sets a persona's vote by hand, with a reason that readers see.")
  @Argument(help: ArgumentHelp("Its number.", valueName: "item")) var item: Int64
  @Argument(help: ArgumentHelp("The seat, as tool/persona.", valueName: "seat")) var seat: String
  @Option(help: "ship, skip or abstain. (default: the panel's own again)") var vote: String?
  @Option(help: "Why; readers see it.") var reason = ""
  @OptionGroup var desk: DeskArguments

  func validate() throws {
    if SeatPath(seat) == nil { throw ValidationError("“\(seat)” is no seat; expected tool/persona.") }
    if let vote, Vote(rawValue: vote) == nil {
      throw ValidationError("“\(vote)” is no vote; expected ship, skip, abstain.")
    }
  }

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let desk = try self.desk.open(world)
    let actor = try await self.desk.actor(desk, world)
    guard let seat = SeatPath(seat) else { return CommandFailure.Status.usage.rawValue }
    let version = try await desk.entry(item).item.version
    let outcome = try await desk.override(
      seat, vote: vote.flatMap { Vote(rawValue: $0) }, reason: reason, of: item, basedOn: version, by: actor,
      at: world.moment)
    if case .saved(let version) = outcome { world.output.write("\(item)  version \(version)\n") }
    return 0
  }
}

extension Desk {
  /// Of a version, the newest where none is named.
  func contentHash(of id: Int64, version: Int?) async throws -> String {
    let entry = try await entry(id, version: version)
    return entry.content.hash(baseHash: entry.baseHash)
  }
}
