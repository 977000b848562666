public import Foundation
public import PanelCore

/// Where personas, prompts and dossiers come from.
///
/// For each of the three: the folder that the user named, else the folder of that name where the program runs if it
/// holds files of the kind, else the copies that are built into the program.
public struct PanelLibrary: Sendable {
  /// `*.yaml`, `panel.yaml` among them.
  public var personas: FileSet
  /// `*.mustache`.
  public var prompts: FileSet
  /// `<slug>.yaml`.
  public var tools: FileSet

  public init(personas: FileSet, prompts: FileSet, tools: FileSet) {
    self.personas = personas
    self.prompts = prompts
    self.tools = tools
  }

  /// The copies that are built into the program.
  public static var builtin: PanelLibrary {
    PanelLibrary(
      personas: FileSet(named(BuiltinFiles.personas, "yaml"), name: "built-in personas"),
      prompts: FileSet(named(BuiltinFiles.prompts, "mustache"), name: "built-in prompts"),
      tools: FileSet(named(BuiltinFiles.tools, "yaml"), name: "built-in tools"))
  }

  /// - Parameters:
  ///   - personas: a folder that the user named; has to be there.
  ///   - prompts: the same for prompts.
  ///   - tools: the same for dossiers.
  ///   - current: the folder where the program runs; nil looks in no folder that was not named.
  public static func find(
    personas: URL? = nil, prompts: URL? = nil, tools: URL? = nil, current: URL?
  ) throws(FormatErrors) -> PanelLibrary {
    let builtin = builtin
    return PanelLibrary(
      personas: try choose(personas, "personas", ["yaml"], current, builtin.personas),
      prompts: try choose(prompts, "prompts", ["mustache"], current, builtin.prompts),
      tools: try choose(tools, "tools", ["yaml"], current, builtin.tools))
  }

  private static func choose(
    _ named: URL?, _ name: String, _ extensions: [String], _ current: URL?, _ builtin: FileSet
  ) throws(FormatErrors) -> FileSet {
    if let named { return try FileSet(folder: named, extensions: extensions) }
    guard let current else { return builtin }
    // Many projects have a folder `tools` of another kind, so a folder without our files does not count.
    let folder = current.appending(path: name, directoryHint: .isDirectory)
    guard let files = try? FileSet(folder: folder, name: name, extensions: extensions), !files.fileNames.isEmpty
    else { return builtin }
    return files
  }

  private static func named(_ texts: [String: String], _ ending: String) -> [String: String] {
    Dictionary(uniqueKeysWithValues: texts.map { ("\($0.key).\(ending)", $0.value) })
  }
}

extension PanelLibrary {
  /// The panel, or only the personas `ids` of it; see ``PanelFolder/load(_:only:)-(FileSet,_)``.
  public func panel(only ids: [PersonaID]? = nil) throws(FormatErrors) -> Panel {
    try PanelFolder.load(personas, only: ids)
  }

  /// Prompt templates by name, without `.mustache`.
  public func promptTemplates() throws(FormatErrors) -> [String: String] {
    var templates: [String: String] = [:]
    for name in prompts.fileNames {
      templates[String(name.dropLast(".mustache".count))] = try prompts.read(name).text
    }
    return templates
  }

  /// Slugs of all dossiers, in alphabetical order.
  public var toolSlugs: [ToolSlug] { tools.fileNames.compactMap { ToolSlug(String($0.dropLast(5))) } }

  /// The dossier of a tool.
  ///
  /// - Throws: ``FormatErrors``; for a slug without a dossier with the nearest slugs and how to add one.
  public func dossier(_ slug: ToolSlug) throws(FormatErrors) -> Dossier {
    let name = "\(slug.rawValue).yaml"
    guard tools.fileNames.contains(name) else {
      let near = NearestNames.of(slug.rawValue, in: toolSlugs.map(\.rawValue))
      let question = near.isEmpty ? "" : "Did you mean \(alternatives(near.map { "“\($0)”" }))? "
      throw FormatErrors(
        FormatError(
          .unknownName, file: tools.shownName(of: name), found: "not there", expected: "the dossier of a known tool",
          remedy: question + "“panel tool list” names all, “panel tool new \(slug.rawValue)” writes one to fill in."))
    }
    return try DossierFile.parse(try tools.read(name), slug: slug)
  }
}
