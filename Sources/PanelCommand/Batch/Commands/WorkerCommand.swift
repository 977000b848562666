import ArgumentParser
import PanelStore

/// `panel worker`
struct WorkerCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Works on the batches of a database, beside other processes.",
    discussion: """
      It takes jobs of all batches that were begun with its model, and waits for more until it is stopped. The process \
      that began a batch, or “panel batch resume”, writes the results to its outputs.

      EXAMPLES
        panel batch tools.jsonl --queue-only && panel worker --until-done
        panel worker --backend http://gpu-1:8080 --in-flight 8
      """)

  @Flag(help: "End when nothing is left to do.")
  var untilDone = false

  @OptionGroup(title: "Work") var work: BatchWorkArguments
  @OptionGroup(title: "Model") var backend: BackendArguments
  @OptionGroup(title: "Files") var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let store = try database.open(program.world)
    return try await WorkerProcess(program: program, work: work, backend: backend, store: store, untilDone: untilDone)
      .run()
  }
}
