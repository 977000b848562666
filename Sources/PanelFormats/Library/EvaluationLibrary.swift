public import Foundation
public import PanelCore

/// The published suite: pairs, attacks, and dossiers that exist for them alone.
public struct EvaluationLibrary: Sendable {
  /// `metamorphic.yaml`, `injections.yaml`.
  public var files: FileSet
  /// Dossiers beside those of the tools.
  public var dossiers: FileSet

  /// - Parameter folder: nil takes the copies that are built into the program.
  public init(folder: URL? = nil) throws(FormatErrors) {
    guard let folder else {
      files = FileSet(Self.named(BuiltinFiles.evaluation), name: "built-in evaluation")
      dossiers = FileSet(Self.named(BuiltinFiles.evaluationDossiers), name: "built-in evaluation dossiers")
      return
    }
    files = try FileSet(folder: folder, extensions: ["yaml"])
    let inner = folder.appending(path: "dossiers", directoryHint: .isDirectory)
    if FileManager.default.fileExists(atPath: inner.path) {
      dossiers = try FileSet(folder: inner, extensions: ["yaml"])
    } else {
      dossiers = FileSet([:], name: "evaluation dossiers")
    }
  }

  /// Empty where the folder holds no such file.
  public func pairs() throws(FormatErrors) -> [MetamorphicPair] {
    guard files.fileNames.contains("metamorphic.yaml") else { return [] }
    return try MetamorphicFile.parse(try files.read("metamorphic.yaml"))
  }

  /// Empty where the folder holds no such file.
  public func attacks() throws(FormatErrors) -> [InjectionAttack] {
    guard files.fileNames.contains("injections.yaml") else { return [] }
    return try InjectionFile.parse(try files.read("injections.yaml"))
  }

  /// Empty where the folder holds no such file.
  public func combinations() throws(FormatErrors) -> [FittedParameters] {
    guard files.fileNames.contains(CombinationFile.name) else { return [] }
    return try CombinationFile.parse(try files.read(CombinationFile.name))
  }

  /// The suite's own dossiers.
  public func ownDossiers() throws(FormatErrors) -> [Dossier] {
    var found: [Dossier] = []
    for name in dossiers.fileNames {
      guard let slug = ToolSlug(String(name.dropLast(5))) else { continue }
      found.append(try DossierFile.parse(try dossiers.read(name), slug: slug))
    }
    return found
  }

  private static func named(_ texts: [String: String]) -> [String: String] {
    Dictionary(uniqueKeysWithValues: texts.map { ("\($0.key).yaml", $0.value) })
  }
}
