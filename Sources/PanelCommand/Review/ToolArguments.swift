import ArgumentParser
import Foundation
import PanelCore
import PanelFormats

/// The tools under review, as a user names them.
struct ToolArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Slugs (see “panel tool list”), dossier files, or READMEs.",
      discussion: "Of a README the paragraphs are the facts, all of them marked as the vendor's own words."))
  var tools: [String]

  @OptionGroup var readmes: ReadmeArguments

  /// Reads all dossiers.
  ///
  /// - Throws: ``CommandFailure`` with what is wrong with all of them, for a tool that is named twice too.
  func dossiers(_ library: PanelLibrary, world: World) throws -> [Dossier] {
    try readmes.dossiers(of: tools, library, world: world)
  }
}

/// What a user says of tools that are given as READMEs, and how tools are read with it.
struct ReadmeArguments: ParsableArguments {
  @Option(parsing: .singleValue, help: "Name of a tool given as a README; repeat it for the next one.")
  var name: [String] = []

  @Option(help: "Category of tools given as READMEs. (default: Developer Tools)")
  var category: String?

  /// Reads the dossiers of tools, which are named as for ``ToolArguments``.
  ///
  /// - Throws: ``CommandFailure`` with what is wrong with all of them, for a tool that is named twice too.
  func dossiers(of tools: [String], _ library: PanelLibrary, world: World) throws -> [Dossier] {
    var names = name[...]
    var found: [(argument: String, dossier: Dossier)] = []
    var failures: [CommandFailure] = []
    for argument in tools {
      do {
        found.append((argument, try dossier(argument, library, world, names: &names)))
      } catch {
        failures.append(CommandFailure(error))
      }
    }
    if let first = failures.first {
      throw CommandFailure(
        failures.map(\.description).joined(separator: "\n"),
        status: failures.contains { $0.status == .failed } ? .failed : first.status)
    }
    if let extra = names.first {
      throw CommandFailure(
        "--name “\(extra)” names nothing.", remedy: "It is for a tool that is given as a README.", status: .usage)
    }
    for (index, tool) in found.enumerated() {
      guard let other = found[..<index].first(where: { $0.dossier.slug == tool.dossier.slug }) else { continue }
      let named = other.argument == tool.argument ? "“\(tool.argument)”" : "“\(other.argument)” and “\(tool.argument)”"
      throw CommandFailure(
        "The tool “\(tool.dossier.slug)” is named twice (\(named)).",
        remedy: "Name different tools, or one alone for a verdict without a comparison. --name tells READMEs apart.",
        status: .usage)
    }
    return found.map(\.dossier)
  }

  private func dossier(
    _ argument: String, _ library: PanelLibrary, _ world: World, names: inout ArraySlice<String>
  ) throws -> Dossier {
    let slug = ToolSlug(argument)
    if let slug, library.toolSlugs.contains(slug) { return try library.dossier(slug) }
    let endings = ["yaml", "yml", "md", "markdown", "txt", "rst", "json"]
    let ending = argument.split(separator: ".").dropFirst().last.map { $0.lowercased() }
    let file = world.path(argument)
    let isThere = FileManager.default.fileExists(atPath: file.path)
    guard isThere || argument.contains("/") || ending.map({ endings.contains($0) }) == true else {
      guard let slug else {
        throw CommandFailure(
          "“\(argument)” is no tool's slug, and no such file is here.",
          remedy: "A slug is made of a–z, 0–9, “-”, “.” and “_”; “panel tool list” names all.", status: .usage)
      }
      return try library.dossier(slug)
    }
    if ending == "yaml" || ending == "yml" { return try DossierFile.read(file, file: argument) }
    let readme = try Self.readme(file, argument)
    return try ReadmeDossier.read(
      readme.file, file: readme.shown, name: names.popFirst() ?? Self.name(of: readme.file),
      category: category ?? "Developer Tools", retrieved: world.today)
  }

  /// The file itself, or the README in a folder.
  private static func readme(_ file: URL, _ argument: String) throws -> (file: URL, shown: String) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), isFolder.boolValue else {
      return (file, argument)
    }
    let inside = try FileManager.default.contentsOfDirectory(atPath: file.path).sorted()
    guard let name = inside.first(where: { $0.lowercased().hasPrefix("readme") }) else {
      throw CommandFailure("\(argument) is a folder without a README.", remedy: "Name a file.")
    }
    return (file.appending(path: name), argument.hasSuffix("/") ? argument + name : "\(argument)/\(name)")
  }

  /// A README is named after its folder, any other document after itself.
  private static func name(of file: URL) -> String {
    let stem = file.deletingPathExtension().lastPathComponent
    guard stem.lowercased().hasPrefix("readme") else { return stem }
    return file.absoluteURL.standardizedFileURL.deletingLastPathComponent().lastPathComponent
  }
}
