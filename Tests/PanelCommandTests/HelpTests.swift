import Testing

struct HelpTests {
  static let commands = [
    "", "review", "batch", "batch start", "batch resume", "batch status", "batch cancel", "batch retry-failed",
    "worker",
    "model", "model list", "model pull", "model add", "model verify", "model path", "persona",
    "persona list", "persona show", "persona lint", "persona new", "persona try", "persona compare", "eval",
    "tool", "tool list", "tool show",
    "tool lint", "tool new", "verdict", "verdict list", "verdict show", "verdict diff", "verdict export",
    "verdict replay", "store", "store check", "store backup", "store export", "store import", "store vacuum",
    "store path", "doctor", "bench", "queue", "queue list", "queue edit", "user", "user add", "audit",
    "audit verify", "audit head", "serve",
  ]

  @Test(arguments: commands)
  func `each command's help is as it was agreed`(command: String) async throws {
    let words = command.split(separator: " ").map(String.init)
    let run = try await ProgramRun.run(words + ["--help"], in: Workplace())
    #expect(run.status == 0 && run.messages.isEmpty)
    let name = (["panel"] + words).joined(separator: "-")
    try expectSnapshot(run.output, "help-\(name).txt")
  }

  @Test func `without a command the help is printed`() async throws {
    let folder = try Workplace()
    let bare = try await ProgramRun.run([], in: folder)
    let help = try await ProgramRun.run(["--help"], in: folder)
    #expect(bare.output == help.output && bare.status == 0)
  }

  @Test func `the version goes to standard output`() async throws {
    let run = try await ProgramRun.run(["--version"], in: Workplace())
    #expect(run.output == "0.1.0\n" && run.status == 0)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions are there for the usual shells`(shell: String) async throws {
    let run = try await ProgramRun.run(["--generate-completion-script", shell], in: Workplace())
    #expect(run.status == 0 && run.output.contains("persona") && run.output.contains("panel"))
  }

  @Test(arguments: [
    ["review"], ["nonsense"], ["review", "a", "--seed", "-1"], ["review", "a", "--samples", "0"],
    ["review", "a", "--format", "pdf"], ["review", "a", "--personas", "dx,dx"], ["review", "a", "--threads", "0"],
    ["review", "a", "--dry-run", "--format", "json"], ["tool", "new"],
  ])
  func `wrong usage ends in 64 and says what is right`(arguments: [String]) async throws {
    let run = try await ProgramRun.run(arguments, in: Workplace())
    #expect(run.status == 64, "\(run.messages)")
    #expect(run.output.isEmpty && run.messages.contains("Usage: "), "\(run.messages)")
  }
}
