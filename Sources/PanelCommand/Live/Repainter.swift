import PanelSite

/// Turns frames into what must be written to a terminal so that each takes the place of the one before.
///
/// The cursor rests at the end of the frame's last line, without a line break after it, so that a frame as high as the
/// terminal does not scroll. Codes are those of ECMA-48; mode 2026 lets terminals that know it show a frame at once.
struct Repainter: Sendable {
  private var drawn: [Int] = []
  let colour: Bool

  init(colour: Bool) { self.colour = colour }

  /// Once, before the first frame: hides the cursor.
  static let begin = "\u{1B}[?25l"

  /// Shows the cursor again and lets long lines wrap, whatever state the terminal was left in.
  static let restore = "\u{1B}[?2026l\u{1B}[?7h\u{1B}[0m\u{1B}[?25h"

  /// Writes `lines` in place of the last frame.
  ///
  /// - Parameter columns: The terminal's width now. Where it shrank, terminals have folded the lines of the last frame,
  ///   which then take more rows than were drawn.
  mutating func paint(_ lines: [StyledText], columns: Int) -> String {
    let text =
      "\u{1B}[?2026h\u{1B}[?7l" + toTop(columns: columns) + body(lines, columns: columns) + "\u{1B}[?7h\u{1B}[?2026l"
    drawn = lines.map(\.width)
    return text
  }

  /// Takes the last frame away, writes `lines` to stay, and leaves the cursor below them.
  mutating func replace(with lines: [String], columns: Int) -> String {
    let text = toTop(columns: columns) + "\u{1B}[J" + lines.map { $0 + "\r\n" }.joined()
    drawn = []
    return text
  }

  /// What was left of each row, and below the last one, is erased. After a line that fills its row the cursor stands on
  /// the last character, which erasing would take away.
  private func body(_ lines: [StyledText], columns: Int) -> String {
    guard let last = lines.last else { return "\u{1B}[J" }
    return lines.dropLast().map {
      $0.rendered(colour: colour) + ($0.width < columns ? "\u{1B}[K" : "") + "\r\n"
    }.joined() + "\u{1B}[J" + last.rendered(colour: colour)
  }

  private func toTop(columns: Int) -> String {
    let rows = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / max(1, columns)) }
    return rows > 1 ? "\r\u{1B}[\(rows - 1)A" : "\r"
  }
}
