import Foundation
import PanelEngine
import PanelSite

extension EvaluationReport {
  /// The report for a terminal.
  func text() -> String {
    var text = "\(model.name) on \(model.backend), \(Int(seconds)) s\(isPartial ? ", stopped before its end" : "")\n\n"
    for table in tables() {
      text += "\(table.title)\n"
      if !table.note.isEmpty { text += LineWrap.lines(table.note, width: 100).map { "  \($0)\n" }.joined() }
      text +=
        Table(rows: [table.head] + table.rows).text(width: nil).split(separator: "\n")
        .map { "  \($0)\n" }.joined() + "\n"
    }
    return text
  }

  /// A figure as a person reads it.
  static func percent(_ share: Share) -> String {
    share.value.map { "\(Int(($0 * 100).rounded())) % (\(share.count)/\(share.of))" } ?? "—"
  }
  static func percent(_ value: Double?) -> String { value.map { "\(Int(($0 * 100).rounded())) %" } ?? "—" }
  static func number(_ value: Double?, _ places: Int = 3) -> String {
    value.map { String(format: "%.\(places)f", $0) } ?? "—"
  }
}

/// Words of a note in lines of a width.
private enum LineWrap {
  static func lines(_ text: String, width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].count + word.count + 1 > width { lines.append("") }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines
  }
}
