import ArgumentParser
import ModelFiles

/// `panel model verify`
struct ModelVerifyCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Reads model files whole and checks them against the hashes in the program.")

  @Argument(help: "Names; none checks all that are here.", completion: .list(KnownModel.all.map(\.name)))
  var models: [String] = []

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let store = world.models
    let names = models.isEmpty ? store.list().map(\.name) : models
    if names.isEmpty {
      throw CommandFailure(
        "There is no model in \(world.shown(store.folder)).",
        remedy: "panel model pull    fetches the default, \(KnownModel.default.name)")
    }
    var status: Int32 = 0
    for name in names {
      do {
        let hash = try store.verify(name, rereading: true)
        let known = KnownModel.named(name) != nil
        world.output.write("\(name): \(known ? "right" : "no known hash"), SHA-256 \(hash)\n")
      } catch {
        let failure = CommandFailure(error)
        world.messages.write("panel: \(failure)\n")
        status = max(status, failure.status.rawValue)
      }
    }
    return status
  }
}
