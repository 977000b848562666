import Foundation
import PanelCore

/// Where a result goes: checked before the work begins, written whole or not at all.
struct OutputPlan: Sendable {
  enum Place: Hashable, Sendable {
    case standardOutput
    /// The file, and its path as the user wrote it.
    case file(URL, shown: String)
  }

  /// Columns of text where no terminal says how many.
  static let defaultWidth = 100

  let targets: [(place: Place, format: OutputFormat)]

  /// - Parameters:
  ///   - paths: `-` is standard output, and so is no path at all.
  ///   - format: for all places; nil goes by each file's ending, text where that says nothing.
  /// - Throws: ``CommandFailure`` for a place that cannot be written, before anything else is done.
  init(paths: [String], format: OutputFormat?, world: World) throws {
    targets = try (paths.isEmpty ? ["-"] : paths).map { path in
      guard path != "-" else { return (.standardOutput, format ?? .text) }
      let file = world.path(path)
      try Self.check(file, shown: path)
      return (.file(file, shown: path), format ?? OutputFormat(fileName: path) ?? .text)
    }
    if Set(targets.map(\.place)).count < targets.count {
      throw CommandFailure("Two outputs go to the same place.", status: .usage)
    }
  }

  /// - Returns: The paths of the files, as the user wrote them.
  func write(_ comparison: Comparison, world: World) throws -> [String] {
    // All texts are made before the first is written.
    let texts = try targets.map { target in
      let isTerminal = target.place == .standardOutput && world.output.isInteractive
      let width = isTerminal || world["COLUMNS"] != nil ? world.output.size.columns : Self.defaultWidth
      return try target.format.write(comparison, width: width, colour: isTerminal && world.output.hasColour)
    }
    return try write(texts, world: world)
  }

  /// Writes a text that is the same everywhere.
  func write(_ text: String, world: World) throws -> [String] {
    try write(targets.map { _ in text }, world: world)
  }

  private func write(_ texts: [String], world: World) throws -> [String] {
    var written: [String] = []
    for (target, text) in zip(targets, texts) {
      switch target.place {
      case .standardOutput: world.output.write(text)
      case .file(let file, let shown):
        do {
          try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
          throw CommandFailure("\(shown) cannot be written: \((error as NSError).localizedDescription)")
        }
        written.append(shown)
      }
    }
    return written
  }

  private static func check(_ file: URL, shown: String) throws {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: file.path, isDirectory: &isFolder), isFolder.boolValue {
      throw CommandFailure("\(shown) is a folder.", remedy: "Name a file in it.", status: .usage)
    }
    let folder = file.deletingLastPathComponent()
    guard manager.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw CommandFailure(
        "\(shown) cannot be written: the folder \(folder.relativePath) is not there.",
        remedy: "Make it first: mkdir -p \(folder.relativePath)")
    }
    guard manager.isWritableFile(atPath: folder.path) else {
      throw CommandFailure("\(shown) cannot be written: no permission to write into \(folder.relativePath).")
    }
  }
}
