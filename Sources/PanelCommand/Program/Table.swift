import PanelSite

/// Columns of text, each as wide as its widest cell; the last is cut to the width or wrapped by the reader.
struct Table {
  var rows: [[String]] = []

  /// - Parameter width: nil cuts nothing, for a reader that is a program.
  func text(width: Int?) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let rows = rows.map { $0.map { PlainText.clean($0) } }
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += column == row.count - 1 ? cell : DisplayWidth.fit(cell, columns: widths[column]) + "  "
      }
      if let width, DisplayWidth.of(line) > width { line = DisplayWidth.fit(line, columns: width) }
      return line + "\n"
    }.joined()
  }
}

extension World {
  /// Writes a table, cut to the terminal where there is one.
  func write(_ table: Table) { output.write(table.text(width: output.isInteractive ? output.size.columns : nil)) }
}
