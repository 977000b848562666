import Foundation
import Testing

/// Compares `actual` with the file `Snapshots/NAME`, byte for byte.
///
/// `PANEL_RECORD=1 swift test --filter PanelCommandTests` writes the files anew; look at the difference before you commit
/// it.
func expectSnapshot(_ actual: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/\(name)")
  if ProcessInfo.processInfo.environment["PANEL_RECORD"] == "1" {
    try Data(actual.utf8).write(to: file)
    return
  }
  let stored = try? String(contentsOf: file, encoding: .utf8)
  if stored == actual { return }
  let old = (stored ?? "").split(separator: "\n", omittingEmptySubsequences: false)
  let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
  let line = zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
  func shown(_ lines: [Substring]) -> Substring { lines.indices.contains(line) ? lines[line] : "(end)" }
  Issue.record(
    """
    \(name) differs from line \(line + 1) on; if that is meant, record it with PANEL_RECORD=1
    stored: \(shown(old))
    now:    \(shown(new))
    """, sourceLocation: sourceLocation)
}
