import Foundation
import PanelCore
import PanelFormats
import PanelSite

/// A folder of everything: `verdicts.jsonl`, `verdicts.csv`, `index.html`, `index.md`, a page for each tool in `tools/` and
/// for each comparison in `comparisons/`.
struct FolderSink: BatchSink {
  private let folder: URL
  private let shown: String
  private var sinks: [any BatchSink]

  init(_ folder: URL, shown: String, title: String) throws {
    let shown = shown.hasSuffix("/") ? String(shown.dropLast()) : shown
    self.folder = folder
    self.shown = shown
    for name in ["tools", "comparisons"] {
      try Page.makeFolder(folder.appending(path: name), shown: "\(shown)/\(name)")
    }
    func place(_ name: String) -> (URL, String) { (folder.appending(path: name), "\(shown)/\(name)") }
    let (lines, table) = (place("verdicts.jsonl"), place("verdicts.csv"))
    let (html, markdown) = (place("index.html"), place("index.md"))
    sinks = [
      try JSONLSink(lines.0, shown: lines.1), try CSVSink(table.0, shown: table.1),
      IndexSink(html.0, shown: html.1, form: .html, title: title, pages: "tools"),
      IndexSink(markdown.0, shown: markdown.1, form: .markdown, title: title, pages: "tools"),
    ]
  }

  mutating func add(_ result: BatchResult) throws {
    switch result {
    case .verdict(let document, _, let comparison):
      try write(comparison, "tools/\(document.tool)")
    case .comparison(let document, let comparison):
      try write(comparison, "comparisons/\(document.verdicts.map(\.tool).joined(separator: "-vs-"))")
    }
    for index in sinks.indices { try sinks[index].add(result) }
  }

  mutating func flush(isLast: Bool, seconds: Double, failures: [(cause: String, count: Int)]) throws {
    for index in sinks.indices { try sinks[index].flush(isLast: isLast, seconds: seconds, failures: failures) }
  }

  /// The page in its forms, unless they are there from before.
  private func write(_ comparison: Comparison, _ name: String) throws {
    let page = ComparisonPage(comparison)
    // The JSON comes last: where it is, all are.
    let json = folder.appending(path: "\(name).json")
    if FileManager.default.fileExists(atPath: json.path) { return }
    try Page.write(try page.html(), to: folder.appending(path: "\(name).html"), shown: "\(shown)/\(name).html")
    try Page.write(page.markdown(), to: folder.appending(path: "\(name).md"), shown: "\(shown)/\(name).md")
    try Page.write(try ComparisonDocument(comparison).json(), to: json, shown: "\(shown)/\(name).json")
  }
}
