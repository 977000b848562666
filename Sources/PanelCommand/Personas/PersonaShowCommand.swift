import ArgumentParser
import PanelCore
import PanelFormats

/// `panel persona show`
struct PersonaShowCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints a persona as a file, ready to be copied and changed.")

  @Argument(help: "The persona's id.") var id: String
  @OptionGroup var options: LibraryOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let files = try options.library(program.world).personas
    let persona = try PanelFolder.persona(try PersonaLookup.id(id), in: files)
    program.world.output.write(PersonaWriter.yaml(persona))
    return 0
  }
}

enum PersonaLookup {
  static func id(_ text: String) throws -> PersonaID {
    guard let id = PersonaID(text) else {
      throw CommandFailure(
        "“\(text)” is no persona's id.",
        remedy: "An id is made of a–z, 0–9, “-”, “.” and “_”; “panel persona list” names all.", status: .usage)
    }
    return id
  }
}
