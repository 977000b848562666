import ArgumentParser
import PanelCore
import PanelFormats

/// `panel tool show`
struct ToolShowCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints a tool's dossier as a file, its facts numbered as reviews cite them.")

  @OptionGroup var tools: ToolArguments
  @OptionGroup var options: LibraryOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    for dossier in try tools.dossiers(try options.library(world), world: world) {
      world.output.write(DossierWriter.yaml(dossier))
    }
    return 0
  }
}
