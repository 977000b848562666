import Foundation

/// The model that a run uses, found by name or path.
struct ModelChoice: Sendable {
  static let defaultName = "qwen2.5-coder-1.5b-instruct"
  var name: String?
  var file: URL
  var sha256: String?

  static func find(_ named: String?, world: World) throws -> ModelChoice {
    let named = named ?? defaultName
    let file = named.contains("/") || named.hasSuffix(".gguf") ? world.path(named) : world.modelFolder.appending(path: named + ".gguf")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw CommandFailure("The model \(named) is not in \(world.shown(world.modelFolder)).", remedy: "panel model pull \(named)")
    }
    return ModelChoice(name: named.contains("/") ? nil : named, file: file, sha256: nil)
  }
}
