import ArgumentParser
import PanelCore
import PanelStore

/// `panel verdict diff`
struct VerdictDiffCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Says what changed between two versions of a verdict, and why.",
    discussion: """
      Causes are what the two were made from: the evidence, the personas, the prompts, the model, the settings, the \
      program, or an editor. The exit status is 0 whether they differ or not.
      """)

  @Argument(help: "A tool, for its last two versions; or a version such as caddy@2.") var earlier: String
  @Argument(help: "A later version. (default: the newest)") var later: String?
  @OptionGroup var place: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let store = try place.openExisting(world)
    defer { try? store.close() }
    let lookup = VerdictLookup(store: store)
    var first = try await lookup.verdict(earlier)
    var second = first
    if let later {
      second = try await lookup.verdict(later)
    } else if VerdictID(earlier) == nil {
      guard first.id.version > 1 else {
        world.output.write("\(first.id) is the only version.\n")
        return 0
      }
      first = try await lookup.verdict("\(first.id.tool)@\(first.id.version - 1)")
    } else {
      second = try await lookup.verdict(first.id.tool.rawValue)
    }
    guard first.id.tool == second.id.tool else {
      throw CommandFailure(
        "\(first.id) and \(second.id) are verdicts of two tools.",
        remedy: "panel review \(first.id.tool) \(second.id.tool)    compares tools", status: .usage)
    }
    let difference = try await store.read { [first, second] in try VerdictDifference(first, second, in: $0) }
    world.output.write(difference.text)
    return 0
  }
}
