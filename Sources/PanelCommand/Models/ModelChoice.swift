import Foundation
import ModelFiles
import PanelCore

/// The model that a run uses, found by name or path.
struct ModelChoice: Sendable {
  static let defaultName = KnownModel.default.name

  /// nil where the file's own name is all there is.
  var name: String?
  var file: URL
  /// Where it is known without reading the file.
  var sha256: String?

  /// - Parameter named: a name or alias, or the path of a file; nil takes the default.
  /// - Throws: ``CommandFailure`` with how to get the model.
  static func find(_ named: String?, world: World) throws -> ModelChoice {
    let named = named ?? defaultName
    let store = ModelStore(folder: world.modelFolder)
    if let entry = store.entry(named: named) {
      if let known = entry.known, let hash = entry.sha256, hash != known.sha256 {
        throw CommandFailure(
          "\(world.shown(entry.file)) is not the model \(known.name): its SHA-256 is another.",
          remedy: "panel model pull \(known.name)    fetches the right one")
      }
      // A file that was never hashed is hashed now, once: a run records which model it used.
      let hash = try entry.sha256 ?? store.verify(named) { _ in try Task.checkCancellation() }
      return ModelChoice(name: entry.name, file: entry.file, sha256: hash)
    }
    if isPath(named) { return try file(named, world: world) }
    throw missing(named, world: world)
  }

  /// The model that a kernel's address and the options ask for: what follows `kernel:`, else the option.
  static func named(_ address: String, or option: String?) -> String? {
    address.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init) ?? option
  }

  /// Whether there is such a model on this machine; reads no file.
  static func isHere(_ named: String?, world: World) -> Bool {
    let named = named ?? defaultName
    return ModelStore(folder: world.modelFolder).entry(named: named) != nil
      || isPath(named) && FileManager.default.fileExists(atPath: world.path(named).path)
  }

  private static func isPath(_ named: String) -> Bool { named.contains("/") || named.hasSuffix(".gguf") }

  private static func file(_ named: String, world: World) throws -> ModelChoice {
    let file = world.path(named)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else {
      throw CommandFailure("There is no model file \(named).", remedy: "panel model list    names those that are here")
    }
    guard !isFolder.boolValue else {
      throw CommandFailure("\(named) is a folder, and a model is one GGUF file.", status: .usage)
    }
    // A run records which model it used, wherever that came from.
    return ModelChoice(name: nil, file: file, sha256: try ModelStore.sha256(of: file))
  }

  private static func missing(_ named: String, world: World) -> CommandFailure {
    let folder = world.shown(world.modelFolder)
    guard let known = KnownModel.named(named) else {
      let names =
        ModelStore(folder: world.modelFolder).list().map(\.name) + KnownModel.all.flatMap { [$0.name] + $0.aliases }
      let near = NearestNames.of(named, in: Set(names).sorted())
      return CommandFailure(
        "There is no model “\(named)” in \(folder), and none of that name to fetch.",
        remedy: (near.isEmpty ? "" : "Did you mean \(near.joined(separator: " or "))?\n")
          + "panel model list        names those that there are\npanel model add PATH    takes a GGUF file of your own",
        status: .usage)
    }
    return CommandFailure(
      "The model \(known.name) is not on this machine (looked in \(folder)).",
      remedy: "panel model pull \(known.name)    fetches it once, \(DownloadProgress.size(Int(known.size)))\n"
        + "--model PATH or --backend http://…    use a model that you have elsewhere")
  }
}
