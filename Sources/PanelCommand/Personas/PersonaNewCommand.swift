import ArgumentParser
import PanelCore
import PanelFormats

/// `panel persona new`
struct PersonaNewCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Writes a persona to begin with, with what each key is for.",
    discussion: "Add its id to “order” in panel.yaml to give it a seat.")

  @Argument(help: "The persona's id: a–z, 0–9, “-”, “.” and “_”.") var id: String
  @Option(help: "Its name, a role such as “Security reviewer”.") var name: String?
  @Option(name: .customLong("personas-dir"), help: ArgumentHelp("Folder to write into.", valueName: "dir"))
  var folder = "personas"

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let id = try PersonaLookup.id(id)
    if PanelFolder.ownNames.contains("\(id).yaml") {
      throw CommandFailure("\(id).yaml is the panel's own file.", remedy: "Choose another id.", status: .usage)
    }
    let path = try NewFile.write(
      PersonaWriter.template(id: id, name: name), named: "\(id).yaml", in: world.path(folder, isFolder: true),
      shown: folder)
    world.output.write("\(path)\n")
    world.messages.write("Next: edit it, then “panel persona lint \(id)” and “panel persona try \(id) ripgrep”.\n")
    return 0
  }
}
