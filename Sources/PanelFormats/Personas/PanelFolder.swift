public import Foundation
public import PanelCore

/// Reads a panel from a folder of personas: `panel.yaml` and one file for each persona.
public enum PanelFolder {
  /// The panel of a folder, with all that is wrong with its files in one error.
  ///
  /// - Parameters:
  ///   - folder: holds `panel.yaml` and `<id>.yaml` files. A persona that `panel.yaml` does not list is fine.
  ///   - ids: takes these personas, in this order, in place of those listed; the quorum is then the default for their
  ///     number. nil or empty takes the list.
  public static func load(_ folder: URL, only ids: [PersonaID]? = nil) throws(FormatErrors) -> Panel {
    try load(try FileSet(folder: folder, extensions: ["yaml"]), only: ids)
  }

  /// The panel of a set of files; see ``load(_:only:)-(URL,_)``.
  public static func load(_ files: FileSet, only ids: [PersonaID]? = nil) throws(FormatErrors) -> Panel {
    let panel: PanelFile
    if let ids, !ids.isEmpty {
      panel = PanelFile(order: ids)
    } else {
      panel = try list(files)
    }
    var personas: [Persona] = []
    var errors: [FormatError] = []
    let kinds = try kinds(in: files)
    for id in panel.order {
      do throws(FormatErrors) {
        personas.append(try persona(id, in: files, kinds: kinds))
      } catch {
        errors += error.errors
      }
    }
    if let failure = FormatErrors(errors) { throw failure }
    return Panel(personas: personas, quorum: panel.quorum)
  }

  /// What `panel.yaml` says.
  public static func list(_ files: FileSet) throws(FormatErrors) -> PanelFile {
    guard files.fileNames.contains(PanelFile.name) else {
      throw FormatErrors(
        FormatError(
          .notFound, file: files.shownName(of: PanelFile.name), found: "not there",
          expected: "a list of the personas on the panel",
          remedy: "Write it with “order: [\(ids(in: files).map(\.rawValue).joined(separator: ", "))]”."))
    }
    return try PanelFile.parse(try files.read(PanelFile.name))
  }

  /// Ids of all personas that have a file, listed or not, in alphabetical order.
  public static func ids(in files: FileSet) -> [PersonaID] {
    files.fileNames.filter { !ownNames.contains($0) && $0.hasSuffix(".yaml") }
      .compactMap { PersonaID(String($0.dropLast(5))) }
  }

  /// One persona by its id.
  public static func persona(_ id: PersonaID, in files: FileSet) throws(FormatErrors) -> Persona {
    try persona(id, in: files, kinds: try kinds(in: files))
  }

  private static func persona(
    _ id: PersonaID, in files: FileSet, kinds: [FactKind]
  ) throws(FormatErrors) -> Persona {
    let name = "\(id.rawValue).yaml"
    guard files.fileNames.contains(name), !ownNames.contains(name) else {
      let known = ids(in: files).map(\.rawValue)
      let near = NearestNames.of(id.rawValue, in: known, limit: 1).first
      throw FormatErrors(
        FormatError(
          .unknownName, file: files.shownName(of: name), found: "not there",
          expected: known.isEmpty ? "a persona's file" : "one of the personas \(known.joined(separator: ", "))",
          remedy: near.map { "Did you mean “\($0)”?" }
            ?? "“panel persona new \(id.rawValue)” writes a persona to begin with."))
    }
    return try PersonaFile.parse(try files.read(name), kinds: kinds, fileName: name)
  }

  /// Files of a folder that hold no persona.
  public static let ownNames = [PanelFile.name, FactKindFile.name]

  /// The kinds of fact by which readings go: those of the folder, else those that are built into the program.
  public static func kinds(in files: FileSet) throws(FormatErrors) -> [FactKind] {
    let name = FactKindFile.name
    let files = files.fileNames.contains(name) ? files : PanelLibrary.builtin.personas
    return files.fileNames.contains(name) ? try FactKindFile.parse(try files.read(name)) : []
  }
}
