import ArgumentParser
import PanelStore

/// `panel batch resume`
struct BatchResumeCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Goes on with a batch, with the personas, prompts and settings it was begun with.")

  @OptionGroup var run: BatchRunArgument
  @OptionGroup(title: "Work") var work: BatchWorkArguments
  @OptionGroup(title: "Model") var backend: BackendArguments
  @OptionGroup(title: "Files") var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let store = try database.open(program.world)
    return try await BatchProcess(program: program, work: work, backend: backend)
      .resume(try await run.find(in: store), store: store)
  }
}

/// `panel batch retry-failed`
struct BatchRetryCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry-failed", abstract: "Queues the failed tools of a batch again, and goes on with it.")

  @OptionGroup var run: BatchRunArgument
  @OptionGroup(title: "Work") var work: BatchWorkArguments
  @OptionGroup(title: "Model") var backend: BackendArguments
  @OptionGroup(title: "Files") var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let store = try database.open(program.world)
    let found = try await run.find(in: store)
    let now = program.world.timestamp
    let count = try await store.write { try $0.retryFailedJobs(of: found.id, at: now) }
    program.world.messages.write("\(count) queued again.\n")
    return try await BatchProcess(program: program, work: work, backend: backend).resume(found, store: store)
  }
}

/// `panel batch cancel`
struct BatchCancelCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Ends a batch for good; what it finished stays.")

  @OptionGroup var run: BatchRunArgument
  @OptionGroup(title: "Files") var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let store = try database.open(program.world)
    let found = try await run.find(in: store)
    let now = program.world.timestamp
    let count = try await store.write { sql in
      let count = try sql.cancelJobs(of: found.id, at: now)
      if count > 0 { try sql.set(.cancelled, of: found.id, finishedAt: now) }
      return count
    }
    program.world.messages.write("Run \(found.id): \(count) job\(count == 1 ? "" : "s") cancelled.\n")
    return 0
  }
}
