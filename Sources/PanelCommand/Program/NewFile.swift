import Foundation

/// A file that a command writes for the user to fill in; never over one that is there.
enum NewFile {
  /// - Parameter folder: made where it is not there.
  /// - Returns: The path as the user would write it.
  static func write(_ text: String, named name: String, in folder: URL, shown: String) throws -> String {
    let file = folder.appending(path: name)
    let path = shown.hasSuffix("/") ? shown + name : "\(shown)/\(name)"
    guard !FileManager.default.fileExists(atPath: file.path) else {
      throw CommandFailure("\(path) is there already.", remedy: "Edit it, or choose another name.")
    }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: [.withoutOverwriting])
    } catch {
      throw CommandFailure("\(path) cannot be written: \((error as NSError).localizedDescription)")
    }
    return path
  }
}
