public import Foundation

/// Opens what a user names as the input of a batch.
public enum BatchInput {
  /// Opens a file of dossiers, or a folder of them, by its ending: `.jsonl` (also `.ndjson`), `.csv` (also `.tsv`),
  /// `.yaml`, or a folder of `.yaml` files.
  ///
  /// - Parameter file: its name in messages.
  /// - Throws: ``FormatErrors`` where it is not there, cannot be read, or is of another kind.
  public static func open(_ url: URL, file: String) throws(FormatErrors) -> any DossierSource {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw FormatErrors(FormatError(.notFound, file: file, found: "not there", expected: "a file or folder"))
    }
    if isFolder.boolValue {
      let files = try FileSet(folder: url, name: Self.withoutSlash(file), extensions: ["yaml", "yml"])
      guard !files.fileNames.isEmpty else {
        throw FormatErrors(
          FormatError(
            .notFound, file: file, keyPath: "the folder", found: "without dossiers", expected: "files <slug>.yaml"))
      }
      return FolderSource(files)
    }
    switch url.pathExtension.lowercased() {
    case "yaml", "yml":
      let folder = url.absoluteURL.deletingLastPathComponent()
      let shown = file.contains("/") ? String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)]) : ""
      return FolderSource(FileSet(folder: folder, file: url.lastPathComponent, name: shown))
    case "jsonl", "ndjson": return JSONLSource(try handle(url, file), file: file)
    case "csv", "tsv": return try CSVSource(try handle(url, file), file: file)
    default:
      throw FormatErrors(
        FormatError(
          .unsupported, file: file, found: "of an unknown kind",
          expected: "a file that ends in .jsonl, .csv or .yaml, or a folder of .yaml files",
          remedy: "Rename it, or convert it; docs/batch.md says what each holds."))
    }
  }

  /// Dossiers from standard input, one JSON object a line.
  public static func jsonLines(_ handle: FileHandle, file: String) -> any DossierSource {
    JSONLSource(handle, file: file)
  }

  private static func handle(_ url: URL, _ file: String) throws(FormatErrors) -> FileHandle {
    do { return try FileHandle(forReadingFrom: url) } catch {
      throw FormatErrors(
        FormatError(
          .unreadable, file: file, found: "not readable (\(error.localizedDescription))",
          remedy: "Check its permissions."))
    }
  }

  private static func withoutSlash(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }
}
