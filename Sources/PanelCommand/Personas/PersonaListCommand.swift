import ArgumentParser
import PanelCore
import PanelFormats

/// `panel persona list`
struct PersonaListCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Names the personas, those of the panel first, in its order.")

  @OptionGroup var options: LibraryOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let files = try options.library(program.world).personas
    let panel = try PanelFolder.list(files)
    let others = PanelFolder.ids(in: files).filter { !panel.order.contains($0) }
    var table = Table(rows: [["ID", "SEAT", "MOVES", "NAME", "LOOKS AT"]])
    for id in panel.order + others {
      let persona = try PanelFolder.persona(id, in: files)
      let seat = panel.order.firstIndex(of: id).map { "\($0 + 1)" } ?? "—"
      table.rows.append([id.rawValue, seat, "\(persona.moves.count)", persona.name, persona.lens])
    }
    program.world.write(table)
    return 0
  }
}
