import ArgumentParser
import Foundation
import PanelFormats

/// Which folders personas, prompts and dossiers are read from.
struct LibraryOptions: ParsableArguments {
  @Option(
    name: .customLong("tools"),
    help: ArgumentHelp(
      "Folder of dossiers.",
      discussion: "Default for this and the next two: the folder of that name here, else the copies in the program.",
      valueName: "dir"))
  var toolsFolder: String?

  @Option(name: .customLong("personas-dir"), help: ArgumentHelp("Folder of personas.", valueName: "dir"))
  var personasFolder: String?

  @Option(name: .customLong("prompts-dir"), help: ArgumentHelp("Folder of prompt templates.", valueName: "dir"))
  var promptsFolder: String?

  func library(_ world: World) throws -> PanelLibrary {
    try PanelLibrary.find(
      personas: personasFolder.map { world.path($0, isFolder: true) },
      prompts: promptsFolder.map { world.path($0, isFolder: true) },
      tools: toolsFolder.map { world.path($0, isFolder: true) }, current: world.currentDirectory)
  }
}
