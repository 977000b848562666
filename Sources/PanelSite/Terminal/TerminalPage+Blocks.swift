/// The blocks that stand side by side, each as the lines of one column.
extension TerminalPage {
  /// A tool's card in parts; parts of the same number stand at the same height.
  static func card(_ tool: ToolContent, width: Int) -> [[StyledText]] {
    func lines(_ texts: [StyledText]) -> [StyledText] { texts.flatMap { LineWrapping.lines($0, width: width) } }
    var figures = [
      StyledText("\(tool.ship) panel ship", .bold) + StyledText(" (\(tool.split))"),
      StyledText(
        (tool.interval.map { "95% interval \($0)" } ?? tool.quorumNote ?? "")
          + (tool.mean.map { ", mean P(ship) \($0)" } ?? ""), .faint),
    ]
    figures += tool.absences.map { StyledText($0, .faint) }
    var facts = [
      StyledText("\(tool.community) community ship", .bold) + StyledText(" (\(tool.communityNote))"),
      tool.price.map { StyledText($0.label, .bold) + StyledText(", entry \($0.entry)") }
        ?? StyledText("— price", .bold) + StyledText(" (not on record)"),
    ]
    if let version = tool.version { facts.append(StyledText("Version: \(version)")) }
    if let licence = tool.licence { facts.append(StyledText("Licence: \(licence)")) }
    if let homepage = tool.homepage { facts.append(StyledText(homepage.href ?? homepage.text, .faint)) }
    return [
      lines([StyledText(tool.name, .bold), StyledText(tool.category, .faint), StyledText(tool.tagline)]),
      lines(figures), lines(facts),
      Array(tool.description.map { lines([StyledText($0)]) }.joined(separator: [StyledText()])),
    ]
  }

  static func cell(_ cell: CellContent, width: Int, named: Bool) -> [StyledText] {
    var lines: [StyledText] = []
    func put(_ text: StyledText, hanging: Int = 0) { lines += LineWrapping.lines(text, width: width, hanging: hanging) }
    let style: TerminalStyle =
      switch cell.kind {
      case .ship: .ship
      case .skip: .skip
      case .abstain, .failed, .absent: .bold
      }
    let name = named ? StyledText("\(cell.toolName): ", .bold) : StyledText()
    let odds = cell.probability.map { StyledText(", P(ship) \($0)", .faint) } ?? StyledText()
    put(name + StyledText("\(cell.kind.glyph) \(cell.word)", style) + odds)
    if let failure = cell.failure { put(StyledText(failure)) }
    var quote = StyledText()
    for sentence in cell.sentences {
      if !sentence.isFirst { quote += StyledText(" ") }
      quote += StyledText((sentence.isFirst ? "“" : "") + sentence.text + (sentence.isLast ? "”" : ""))
      if sentence.isUnsupported { quote += StyledText(" (not in the evidence)", .flag) }
      if !sentence.cites.isEmpty { quote += StyledText(" " + cited(sentence.cites), .faint) }
    }
    put(quote)
    for pull in cell.pulls {
      put(
        StyledText("\(VoteKind(rawValue: pull.icon)?.glyph ?? " ") \(pull.weight) ", .bold)
          + StyledText("\(pull.fact) \(cited([pull.cite]))", .faint), hanging: 2)
    }
    if let more = cell.morePulls { put(StyledText(more, .faint)) }
    return lines
  }

  static func price(_ tool: ToolContent, width: Int) -> [StyledText] {
    var lines: [StyledText] = []
    func put(_ text: StyledText, hanging: Int = 0) { lines += LineWrapping.lines(text, width: width, hanging: hanging) }
    put(StyledText(tool.name, .bold))
    guard let price = tool.price else { return lines + [StyledText("— not on record")] }
    put(StyledText(price.label, .bold) + StyledText(", entry \(price.entry)"))
    for plan in price.plans { put(StyledText("– \(plan)"), hanging: 2) }
    put(source(price.priceSources, read: price.priceRead))
    if let stale = price.stale { put(StyledText(stale, .flag)) }
    return lines
  }

  static func evidence(_ tool: ToolContent, width: Int) -> [StyledText] {
    var lines: [StyledText] = []
    func put(_ text: StyledText, hanging: Int = 0) { lines += LineWrapping.lines(text, width: width, hanging: hanging) }
    put(StyledText(tool.name, .bold))
    if tool.hasSharedSource {
      put(StyledText("All from ", .faint) + source(tool.sharedSources, read: tool.sharedRead))
    }
    if tool.facts.isEmpty { put(StyledText("The dossier holds no evidence.", .faint)) }
    for fact in tool.facts {
      let mark = fact.isVendor ? StyledText(" (vendor’s claim)", .flag) : StyledText()
      put(StyledText("[\(fact.number)] \(fact.text)") + mark, hanging: 4)
      guard fact.hasOwnSource else { continue }
      lines += LineWrapping.lines(source(fact.ownSources, read: fact.read), width: max(10, width - 4)).map {
        StyledText("    ") + $0
      }
    }
    return lines
  }

  private static func source(_ links: [LinkContent], read: String?) -> StyledText {
    StyledText(links.map { $0.href ?? $0.text }.joined(separator: " and ") + (read.map { ", \($0)" } ?? ""), .faint)
  }

  private static func cited(_ cites: [CiteContent]) -> String {
    "[\(cites.map { String($0.cited) }.joined(separator: ", "))]"
  }
}
