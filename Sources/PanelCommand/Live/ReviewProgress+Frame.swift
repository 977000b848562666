import PanelCore
import PanelSite

extension ReviewProgress {
  func frame(at seconds: Double, size: TerminalSize) -> [StyledText] {
    guard size.rows > 0, size.columns > 0 else { return [] }
    let head = StyledText(LiveText.cut(title, columns: size.columns), .bold)
    let now = phaseLine(at: seconds, columns: size.columns)
    let foot = StyledText(LiveText.cut(footer, columns: size.columns), .faint)
    guard size.rows >= 5 else { return Array([now, foot, head].prefix(size.rows)) }
    let room = size.rows - 3
    return [head, now] + table(at: seconds, columns: size.columns, room: room) + [foot]
  }

  private var footer: String {
    let written = generatedTokens > 0 ? " · \(NumberText.grouped(generatedTokens)) tokens written" : ""
    let read = promptTokens > 0 ? " · \(NumberText.grouped(computedPromptTokens)) tokens read" : ""
    return tally + read + written
  }

  /// The phase, its bar, its count, the time, the speed. What does not fit is left out, the bar first.
  private func phaseLine(at seconds: Double, columns: Int) -> StyledText {
    var facts = requests > 0 ? ["\(done) of \(requests)"] : []
    facts.append(LiveText.clock(seconds))
    if let speed = rate.rate(at: seconds) { facts.append("≈ \(NumberText.decimal(speed, places: 0)) tokens/s") }
    let name = phase.isEmpty ? "Starting" : phase
    let left = "\(Self.spinner(at: seconds)) \(name)"
    var right = facts.joined(separator: " · ")
    while facts.count > 1, DisplayWidth.of(left) + DisplayWidth.of(right) + 2 > columns {
      facts.removeLast()
      right = facts.joined(separator: " · ")
    }
    let room = columns - DisplayWidth.of(left) - DisplayWidth.of(right) - 4
    guard room >= 6, requests > 0 else {
      return StyledText(LiveText.cut("\(left)  \(right)", columns: columns))
    }
    let bar = LiveText.bar(Double(done) / Double(requests), columns: min(room, 32))
    return StyledText("\(left)  ") + bar + StyledText("  \(right)")
  }

  /// The rows under their tools; where the terminal is too low for that, the busiest rows without headings.
  private func table(at seconds: Double, columns: Int, room: Int) -> [StyledText] {
    let tools = rows.reduce(into: [ToolSlug]()) { if $0.last != $1.seat.tool { $0.append($1.seat.tool) } }
    let names = min(rows.map { DisplayWidth.of($0.persona) }.max() ?? 0, columns / 3)
    if tools.count + rows.count <= room {
      return tools.flatMap { tool in
        let own = rows.filter { $0.seat.tool == tool }
        return [StyledText(LiveText.cut(own.first?.tool ?? "", columns: columns), .bold)]
          + own.map { line($0, label: $0.persona, labels: names, at: seconds, columns: columns) }
      }
    }
    let labels = min(rows.map { DisplayWidth.of("\($0.tool), \($0.persona)") }.max() ?? 0, columns / 2)
    let busiest = rows.enumerated().sorted {
      ($0.element.state.urgency, $0.offset) < ($1.element.state.urgency, $1.offset)
    }
    let shown = rows.count <= room ? rows.count : room - 1
    let kept = busiest.prefix(shown).sorted { $0.offset < $1.offset }.map(\.element)
    let lines = kept.map { line($0, label: "\($0.tool), \($0.persona)", labels: labels, at: seconds, columns: columns) }
    guard kept.count < rows.count else { return lines }
    return lines + [StyledText(LiveText.cut("  and \(rows.count - kept.count) more", columns: columns), .faint)]
  }

  private func line(_ row: Row, label: String, labels: Int, at seconds: Double, columns: Int) -> StyledText {
    let start = "  \(row.state.glyph ?? Self.spinner(at: seconds)) \(DisplayWidth.fit(label, columns: labels))  "
    let room = columns - DisplayWidth.of(start)
    guard room > 0 else { return StyledText(LiveText.cut(start, columns: columns)) }
    let style: TerminalStyle
    let text: String
    switch row.state {
    case .waiting: (text, style) = ("waiting", .faint)
    case .working: (text, style) = ("working", .faint)
    case .writing(_, let tail): (text, style) = (LiveText.tail(PlainText.clean(tail), columns: room), .plain)
    case .voted(let vote, let pShip):
      style = vote == .ship ? .ship : vote == .skip ? .skip : .bold
      text = vote.rawValue + (pShip.map { "  P(ship) \(NumberText.decimal($0, places: 2))" } ?? "")
    case .failed(let cause): (text, style) = ("failed: \(cause)", .flag)
    }
    return StyledText(start) + StyledText(LiveText.cut(text, columns: room), style)
  }

  /// Turns ten times a second.
  private static func spinner(at seconds: Double) -> String {
    let shapes = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
    return shapes[Int((max(0, seconds) * 10).rounded(.down)) % shapes.count]
  }
}

extension ReviewProgress.RowState {
  /// The sign before the row; nil where it turns.
  fileprivate var glyph: String? {
    switch self {
    case .waiting: "·"
    case .working, .writing: nil
    case .voted(.ship, _): "▲"
    case .voted(.skip, _): "▽"
    case .voted(.abstain, _): "○"
    case .failed: "×"
    }
  }

  /// What is shown first where not everything can be.
  fileprivate var urgency: Int {
    switch self {
    case .writing: 0
    case .working: 1
    case .failed: 2
    case .voted: 3
    case .waiting: 4
    }
  }
}
