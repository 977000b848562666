import ArgumentParser
import Foundation
import PanelCore
import PanelFormats

/// `panel tool new`
struct ToolNewCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Writes a dossier to fill in.",
    discussion: """
      With --from the paragraphs of a README become its facts, each marked as the vendor's own words, to be checked and \
      cut by hand.
      """)

  @Argument(help: "The tool's slug: a–z, 0–9, “-”, “.” and “_”.") var slug: String
  @Option(help: "The tool's name. (default: the slug)") var name: String?
  @Option(help: "Its category.") var category = "Developer Tools"
  @Option(help: ArgumentHelp("A README to take facts from.", valueName: "path")) var from: String?
  @Option(name: .customLong("tools"), help: ArgumentHelp("Folder to write into.", valueName: "dir"))
  var folder = "tools"

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    guard let slug = ToolSlug(slug) else {
      throw CommandFailure(
        "“\(slug)” is no slug.", remedy: "A slug is made of a–z, 0–9, “-”, “.” and “_”, at most 64.", status: .usage)
    }
    guard let today = world.today else { throw CommandFailure("The clock tells no day.") }
    let text: String
    if let from {
      text = DossierWriter.yaml(
        try ReadmeDossier.read(
          world.path(from), file: from, name: name ?? slug.rawValue, category: category, slug: slug, retrieved: today))
    } else {
      text = DossierWriter.template(name: name ?? slug.rawValue, category: category, today: today)
    }
    let path = try NewFile.write(text, named: "\(slug).yaml", in: world.path(folder, isFolder: true), shown: folder)
    world.output.write("\(path)\n")
    world.messages.write("Next: edit it, then “panel tool lint \(slug)” and “panel review \(slug)”.\n")
    return 0
  }
}
