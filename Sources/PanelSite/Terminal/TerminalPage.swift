/// The page, line by line, for a terminal of a given width.
struct TerminalPage {
  /// Wider lines are hard to read.
  static let widest = 132
  /// A column must hold a readable line.
  private static let narrowestColumn = 36
  private static let gutter = StyledText(" │ ", .faint)

  let width: Int
  let columns: Int
  private(set) var lines: [StyledText] = []

  init(width: Int, tools: Int) {
    self.width = width
    let needed = tools * Self.narrowestColumn + (tools - 1) * Self.gutter.width
    columns = tools > 1 && needed <= width ? tools : 1
  }

  var columnWidth: Int { (width - (columns - 1) * Self.gutter.width) / columns }

  mutating func write(_ content: PageContent) {
    put(StyledText(content.title, .bold))
    put(StyledText(content.question))
    put(StyledText(content.byline, .faint))
    if let recommendation = content.recommendation { write(recommendation) }
    gap()
    cards(content.tools.map { Self.card($0, width: columnWidth) })
    section(content.scorecardTitle)
    for seat in content.seats { write(seat) }
    section("Pricing read")
    if !content.pricingRead.isEmpty { put(StyledText(content.pricingRead)) }
    gap()
    sideBySide(content.tools.map { Self.price($0, width: columnWidth) })
    section("Evidence")
    sideBySide(content.tools.map { Self.evidence($0, width: columnWidth) })
    write(content.making)
  }

  private mutating func write(_ recommendation: RecommendationContent) {
    section("\(recommendation.topic): \(recommendation.headline)")
    if let advice = recommendation.advice { put(StyledText(advice)) }
    if let caution = recommendation.caution { put(StyledText(caution)) }
    put(StyledText(recommendation.rule, .faint))
  }

  private mutating func cards(_ cards: [[[StyledText]]]) {
    guard columns > 1, let first = cards.first else {
      return sideBySide(cards.map { Array($0.filter { !$0.isEmpty }.joined(separator: [StyledText()])) })
    }
    for part in first.indices where cards.contains(where: { !$0[part].isEmpty }) {
      // The empty line between the parts has the gutter too.
      sideBySide(cards.map { (part == 0 ? [] : [StyledText()]) + $0[part] })
    }
  }

  private mutating func write(_ seat: SeatContent) {
    gap()
    put(StyledText(seat.reviewer, .bold))
    sideBySide(seat.cells.map { Self.cell($0, width: columnWidth, named: columns == 1 && seat.cells.count > 1) })
  }

  private mutating func write(_ making: MakingContent) {
    section("How this was made")
    put(StyledText(making.disclosure))
    for text in making.method { put(StyledText(text, .faint)) }
    gap()
    let terms = making.rows.map { DisplayWidth.of($0.term) }.max() ?? 0
    let isTable = terms + 30 <= width
    for row in making.rows {
      guard isTable else {
        put(StyledText("\(row.term): ", .faint) + StyledText(row.value))
        continue
      }
      for (index, line) in LineWrapping.lines(row.value, width: width - terms - 2).enumerated() {
        let term = DisplayWidth.fit(index == 0 ? row.term : "", columns: terms + 2)
        lines.append(StyledText(term, .faint) + StyledText(line))
      }
    }
    gap()
    put(StyledText(making.repeatNote))
    put(StyledText(making.command, .bold))
  }

  private mutating func section(_ title: String) {
    gap()
    lines.append(StyledText(String(repeating: "─", count: width), .faint))
    put(StyledText(title, .bold))
  }

  private mutating func gap() { lines.append(StyledText()) }

  private mutating func put(_ text: StyledText) { lines += LineWrapping.lines(text, width: width) }

  /// Writes blocks of lines in columns, or one after another where there is one column.
  private mutating func sideBySide(_ blocks: [[StyledText]]) {
    guard columns > 1 else {
      for (index, block) in blocks.enumerated() {
        if index > 0 { gap() }
        lines += block
      }
      return
    }
    for row in 0..<(blocks.map(\.count).max() ?? 0) {
      var line = StyledText()
      for (index, block) in blocks.enumerated() {
        let text = block.indices.contains(row) ? block[row] : StyledText()
        line += index > 0 ? Self.gutter + text : text
        // No spaces at the end of a line.
        if index < blocks.count - 1 {
          line += StyledText(String(repeating: " ", count: max(0, columnWidth - text.width)))
        }
      }
      lines.append(line)
    }
  }
}
