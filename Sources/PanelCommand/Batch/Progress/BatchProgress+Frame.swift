import PanelSite

extension BatchProgress {
  func frame(at seconds: Double, size: TerminalSize) -> [StyledText] {
    guard size.rows > 0, size.columns > 0 else { return [] }
    let columns = size.columns
    let head = StyledText(
      LiveText.cut(run.isEmpty ? title : "\(title) · run \(run)", columns: columns), .bold)
    let now = bar(at: seconds, columns: columns)
    guard size.rows >= 4 else { return Array([now, head].prefix(size.rows)) }
    var feet: [StyledText] = []
    if !cost.isEmpty { feet.append(StyledText(LiveText.cut(cost, columns: columns), .faint)) }
    if !failures.isEmpty {
      feet.append(StyledText(LiveText.cut("failures: \(failureText)", columns: columns), .flag))
    }
    if let line = inFlightLine { feet.append(StyledText(LiveText.cut(line, columns: columns), .faint)) }
    feet = Array(feet.prefix(size.rows - 3))
    // More than a dozen verdicts are no longer read; the rest of the screen stays the user's.
    let room = min(12, size.rows - 2 - feet.count)
    return [head, now] + table(room: room, columns: columns) + feet
  }

  private var inFlightLine: String? {
    if isStopping {
      return "Stopping; \(NumberText.count(inFlight.count, "review")) will be finished. Ctrl-C again stops at once."
    }
    return inFlight.isEmpty ? nil : "now: " + inFlight.map { PlainText.clean($0) }.joined(separator: ", ")
  }

  /// The bar, the count, the time left, the speed. What does not fit is left out, the bar first.
  private func bar(at seconds: Double, columns: Int) -> StyledText {
    let turning = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"][Int(max(0, seconds) * 10) % 10]
    guard status.isEmpty else { return StyledText(LiveText.cut("\(turning) \(status)", columns: columns)) }
    var facts = ["\(NumberText.grouped(counts.ended)) of \(NumberText.grouped(counts.total))"]
    if let left = secondsLeft(at: seconds) { facts.append("\(LiveText.clock(left)) left") }
    if let speed = rate.rate(at: seconds) { facts.append("\(NumberText.decimal(speed, places: 0)) tokens/s") }
    facts.append(LiveText.clock(seconds))
    var right = facts.joined(separator: " · ")
    while facts.count > 1, DisplayWidth.of(right) + 2 > columns {
      facts.removeLast()
      right = facts.joined(separator: " · ")
    }
    let room = columns - DisplayWidth.of(right) - 4
    guard room >= 6, counts.total > 0 else { return StyledText(LiveText.cut("\(turning) \(right)", columns: columns)) }
    let share = Double(counts.ended) / Double(counts.total)
    return StyledText("\(turning) ") + LiveText.bar(share, columns: min(room, 40)) + StyledText("  \(right)")
  }

  /// The last verdicts, the newest at the bottom.
  private func table(room: Int, columns: Int) -> [StyledText] {
    guard room > 0 else { return [] }
    let shown = rows.suffix(room)
    let names = min(shown.map { DisplayWidth.of($0.name) }.max() ?? 0, max(8, columns / 3))
    return shown.map { row in
      let start = "  \(row.glyph) \(DisplayWidth.fit(row.name, columns: names))  "
      let percent = row.kind == .failed ? "" : DisplayWidth.fit(row.percent.isEmpty ? "—" : row.percent, columns: 5)
      let time = row.seconds.map { "  \(Self.duration($0))" } ?? ""
      let left = columns - DisplayWidth.of(start) - DisplayWidth.of(percent)
      guard left > 0 else { return StyledText(LiveText.cut(start, columns: columns)) }
      return StyledText(start) + StyledText(percent, row.style)
        + StyledText(LiveText.cut(row.outcome + time, columns: left), row.kind == .failed ? .flag : .faint)
    }
  }
}

extension BatchProgress.Row {
  fileprivate var glyph: String {
    switch kind {
    case .ship: "▲"
    case .skip: "▽"
    case .open: "○"
    case .failed: "×"
    }
  }

  fileprivate var style: TerminalStyle {
    switch kind {
    case .ship: .ship
    case .skip: .skip
    case .open: .bold
    case .failed: .flag
    }
  }
}
