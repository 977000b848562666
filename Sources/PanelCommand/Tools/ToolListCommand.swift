import ArgumentParser
import PanelCore
import PanelFormats

/// `panel tool list`
struct ToolListCommand: ProgramCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Names the tools that have a dossier.")

  @Option(help: "Only tools whose category holds this text.") var category: String?
  @OptionGroup var options: LibraryOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let library = try options.library(world)
    var table = Table(rows: [["SLUG", "FACTS", "CATEGORY", "TAGLINE"]])
    var broken: [FormatErrors] = []
    for slug in library.toolSlugs {
      do throws(FormatErrors) {
        let dossier = try library.dossier(slug)
        if let category, !dossier.category.lowercased().contains(category.lowercased()) { continue }
        table.rows.append([slug.rawValue, "\(dossier.facts.count)", dossier.category, dossier.tagline])
      } catch {
        broken.append(error)
      }
    }
    world.write(table)
    for errors in broken { world.messages.write("panel: \(errors)\n") }
    return broken.isEmpty ? 0 : CommandFailure.Status.failed.rawValue
  }
}
