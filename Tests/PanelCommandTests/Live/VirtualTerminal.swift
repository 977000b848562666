/// Interprets what is written to a terminal, as far as the live display goes, so that tests can look at the screen.
struct VirtualTerminal {
  private(set) var lines: [[Character]]
  private(set) var isCursorVisible = true
  private(set) var wraps = true
  private(set) var scrolledAway: [String] = []
  private var row = 0
  private var column = 0
  let columns: Int

  init(columns: Int, rows: Int) {
    self.columns = columns
    lines = Array(repeating: [], count: rows)
  }

  /// The screen without the empty lines at its end.
  var screen: [String] {
    var shown = lines.map { String($0) }
    while shown.last == "" { shown.removeLast() }
    return shown
  }

  /// - Returns: What was not understood.
  mutating func write(_ text: String) -> [String] {
    var unknown: [String] = []
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\r": column = 0
      case "\n": lineFeed()
      case "\u{1B}":
        guard rest.popFirst() == "[" else {
          unknown.append("escape")
          continue
        }
        let end = rest.firstIndex { ("@"..."~").contains($0) } ?? rest.endIndex - 1
        let code = String(String.UnicodeScalarView(rest[...end]))
        rest = rest[(end + 1)...]
        if !obey(code) { unknown.append(code) }
      default: put(Character(scalar))
      }
    }
    return unknown
  }

  private mutating func obey(_ code: String) -> Bool {
    switch code {
    case "?25l": isCursorVisible = false
    case "?25h": isCursorVisible = true
    case "?7l": wraps = false
    case "?7h": wraps = true
    case "?2026h", "?2026l": break
    // After the last column the cursor stands on it still.
    case "K": lines[row] = Array(lines[row].prefix(min(column, columns - 1)))
    case "J":
      lines[row] = Array(lines[row].prefix(min(column, columns - 1)))
      for below in lines.indices.dropFirst(row + 1) { lines[below] = [] }
    case _ where code.hasSuffix("m"): break
    case _ where code.hasSuffix("A"): row = max(0, row - (Int(code.dropLast()) ?? 1))
    default: return false
    }
    return true
  }

  private mutating func put(_ character: Character) {
    if column == columns {
      guard wraps else { return }
      column = 0
      lineFeed()
    }
    while lines[row].count < column { lines[row].append(" ") }
    if column < lines[row].count { lines[row][column] = character } else { lines[row].append(character) }
    column += 1
  }

  private mutating func lineFeed() {
    if row == lines.count - 1 {
      scrolledAway.append(String(lines.removeFirst()))
      lines.append([])
    } else {
      row += 1
    }
  }
}
