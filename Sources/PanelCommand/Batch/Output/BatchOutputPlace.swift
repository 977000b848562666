import Foundation

/// Where a batch writes its results, by the ending of the path: `.jsonl`, `.csv`, `.html`, `.md`, or a folder.
struct BatchOutputPlace: Hashable, Sendable, Codable {
  enum Kind: String, Hashable, Sendable, Codable { case lines, table, html, markdown, folder }

  /// Absolute.
  var path: String
  /// As the user wrote it.
  var shown: String
  var kind: Kind

  var url: URL { URL(filePath: path, directoryHint: kind == .folder ? .isDirectory : .notDirectory) }

  /// Checks a place for a run that begins.
  ///
  /// - Throws: ``CommandFailure`` where it cannot be written, or holds the results of an earlier run.
  init(_ shown: String, world: World) throws {
    guard shown != "-" else {
      throw CommandFailure(
        "A batch goes on with its outputs later, which standard output cannot.",
        remedy: "Name a file; --json-events tells each result as it comes.", status: .usage)
    }
    let url = world.path(shown)
    self.shown = shown
    path = url.absoluteURL.standardizedFileURL.path
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    switch url.pathExtension.lowercased() {
    case _ where isThere && isFolder.boolValue: kind = .folder
    case _ where shown.hasSuffix("/"): kind = .folder
    case "jsonl", "ndjson": kind = .lines
    case "csv": kind = .table
    case "html", "htm": kind = .html
    case "md", "markdown": kind = .markdown
    case "": kind = .folder
    default:
      throw CommandFailure(
        "\(shown) is of no kind that a batch writes.",
        remedy: "Name a file that ends in .jsonl, .csv, .html or .md, or a folder.", status: .usage)
    }
    if kind != .folder {
      let folder = url.absoluteURL.deletingLastPathComponent()
      guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
        throw CommandFailure(
          "\(shown) cannot be written: the folder \(folder.relativePath) is not there.",
          remedy: "Make it first: mkdir -p \(folder.relativePath)")
      }
    }
    let lines = kind == .folder ? path + "/verdicts.jsonl" : path
    if kind == .folder || kind == .lines || kind == .table,
      let size = try? FileManager.default.attributesOfItem(atPath: lines)[.size] as? NSNumber, size.intValue > 0
    {
      throw CommandFailure(
        "\(kind == .folder ? "\(shown)/verdicts.jsonl" : shown) holds results already, and is not written over.",
        remedy:
          "Go on with “panel batch resume latest” if it is an earlier start of this batch; else name another place.",
        status: .usage)
    }
  }

  /// Opens the place, and completes what an earlier start left of it.
  func sinks(title: String) throws -> [any BatchSink] {
    switch kind {
    case .lines:
      let comparisons = url.deletingPathExtension().appendingPathExtension("comparisons.jsonl")
      return [
        try JSONLSink(url, shown: shown),
        LazySink { try ComparisonLinesSink(comparisons, shown: comparisons.lastPathComponent) },
      ]
    case .table: return [try CSVSink(url, shown: shown)]
    case .html: return [IndexSink(url, shown: shown, form: .html, title: title, pages: nil)]
    case .markdown: return [IndexSink(url, shown: shown, form: .markdown, title: title, pages: nil)]
    case .folder: return [try FolderSink(url, shown: shown, title: title)]
    }
  }
}

/// A sink of comparisons that is opened when the first one comes, so that a batch without any leaves no empty file.
private struct LazySink: BatchSink {
  let open: () throws -> any BatchSink
  private var sink: (any BatchSink)?

  init(_ open: @escaping () throws -> any BatchSink) { self.open = open }

  mutating func add(_ result: BatchResult) throws {
    guard case .comparison = result else { return }
    var sink = try self.sink ?? open()
    try sink.add(result)
    self.sink = sink
  }
}
