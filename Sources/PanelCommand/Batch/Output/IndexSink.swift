import Foundation
import PanelFormats
import PanelSite

/// An index of all verdicts, written whole now and then and at the end.
struct IndexSink: BatchSink {
  enum Form: Sendable { case html, markdown }

  private let url: URL
  private let shown: String
  private let form: Form
  /// Folder of the tools' pages, relative to the index; nil where there are none.
  private let pages: String?
  private var index: VerdictIndex
  private var known: Set<UInt64> = []
  private var isStale = true
  private var due = 0.0

  init(_ url: URL, shown: String, form: Form, title: String, pages: String?) {
    self.url = url
    self.shown = shown
    self.form = form
    self.pages = pages
    index = VerdictIndex(title: title)
  }

  mutating func add(_ result: BatchResult) throws {
    guard case .verdict(let verdict, _, _) = result, known.insert(Fingerprint.of(verdict.tool.utf8)).inserted
    else { return }
    index.add(IndexRow(verdict, page: pages.map { "\($0)/\(verdict.tool)" }))
    isStale = true
  }

  mutating func flush(isLast: Bool, seconds: Double, failures: [(cause: String, count: Int)]) throws {
    guard isLast || isStale && seconds >= due else { return }
    index.failures = failures
    try Page.write(form == .html ? try index.html() : index.markdown(), to: url, shown: shown)
    isStale = false
    // Every ten seconds at most, and the larger the index the more seldom: its cost grows with its rows.
    due = seconds + 10 + Double(min(index.count, VerdictIndex.mostRows)) / 50
  }
}

/// A file that is written whole or not at all.
enum Page {
  static func write(_ text: String, to url: URL, shown: String) throws {
    do {
      try Data(text.utf8).write(to: url, options: .atomic)
    } catch {
      throw CommandFailure(
        "\(shown) cannot be written: \((error as NSError).localizedDescription)",
        remedy: "Make room or allow writing, and go on with “panel batch resume”: the results are in the store.")
    }
  }

  static func makeFolder(_ url: URL, shown: String) throws {
    do { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) } catch {
      throw CommandFailure("\(shown) cannot be made: \((error as NSError).localizedDescription)")
    }
  }
}
