import PanelSite

/// What a live display shows: a state machine without a clock, a terminal or a thread. Seconds count from the display's
/// beginning.
protocol LiveModel: Sendable {
  associatedtype Event: Sendable

  /// Takes in what happened.
  ///
  /// - Returns: Lines worth keeping: written as they come where there is no terminal to paint on.
  mutating func receive(_ event: Event, at seconds: Double) -> [String]

  /// The picture of a moment: at most `size.rows` lines, none wider than `size.columns`.
  func frame(at seconds: Double, size: TerminalSize) -> [StyledText]

  /// What stays when the display is over.
  func summary(at seconds: Double) -> [String]
}

/// Columns and rows of a terminal.
struct TerminalSize: Hashable, Sendable {
  var columns: Int
  var rows: Int
}

enum LiveText {
  /// `0:34`, `12:05`, `1:02:03`.
  static func clock(_ seconds: Double) -> String {
    let whole = seconds.isFinite ? Int(min(max(0, seconds), 359_999)) : 0
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0 ? "\(hours):\(padded(minutes)):\(padded(whole % 60))" : "\(minutes):\(padded(whole % 60))"
  }

  /// A bar of `columns` of which `share`, 0 to 1, is done.
  static func bar(_ share: Double, columns: Int) -> StyledText {
    let done = share.isFinite ? min(columns, max(0, Int((share * Double(columns)).rounded(.down)))) : 0
    return StyledText(String(repeating: "━", count: done), .ship)
      + StyledText(String(repeating: "─", count: columns - done), .faint)
  }

  /// `text` cut to `columns`, with `…` where something was left out.
  static func cut(_ text: String, columns: Int) -> String {
    DisplayWidth.of(text) <= columns ? text : columns < 1 ? "" : DisplayWidth.prefix(text, columns: columns - 1) + "…"
  }

  /// The end of `text` in `columns`, with `…` where something was left out.
  static func tail(_ text: String, columns: Int) -> String {
    DisplayWidth.of(text) <= columns ? text : columns < 1 ? "" : "…" + DisplayWidth.suffix(text, columns: columns - 1)
  }
}
