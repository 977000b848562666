extension ComparisonPage {
  /// The page as text for a terminal, the tools in columns side by side where the width allows, else one after another.
  ///
  /// - Parameters:
  ///   - width: Columns of the terminal; lines are never wider, down to 20.
  ///   - colour: Whether to write codes for colour, bold and faint text.
  /// - Returns: Lines, each ended by a line break.
  public func terminalText(width: Int, colour: Bool) -> String {
    var page = TerminalPage(width: min(max(width, 20), TerminalPage.widest), tools: content.tools.count)
    page.write(content)
    return page.lines.map { $0.rendered(colour: colour) + "\n" }.joined()
  }
}
