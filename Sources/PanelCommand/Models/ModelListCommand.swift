import ArgumentParser
import ModelFiles

/// `panel model list`
struct ModelListCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Names the models that are here, and those that can be fetched.")

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let entries = world.models.list()
    var table = Table(rows: [["NAME", "STATE", "SIZE", "MEMORY", "WHAT IT IS"]])
    for model in KnownModel.all {
      let entry = entries.first { $0.name == model.name }
      table.rows.append([
        model.name, Self.state(entry, model), DownloadProgress.size(Int(model.size)),
        DownloadProgress.size(Int(model.memory())), "\(model.summary) \(model.licence).",
      ])
    }
    for entry in entries where entry.known == nil {
      table.rows.append([entry.name, "here", DownloadProgress.size(Int(entry.size)), "", "Added by you."])
    }
    world.write(table)
    world.messages.write("Kept in \(world.shown(world.modelFolder)). Memory is for the weights and 8,192 tokens.\n")
    return 0
  }

  static func state(_ entry: ModelStore.Entry?, _ model: KnownModel) -> String {
    guard let entry else { return "not here" }
    guard let hash = entry.sha256 else { return "not verified" }
    return hash == model.sha256 ? "verified" : "damaged"
  }
}
