extension ComparisonPage {
  /// The page as Markdown that reads well as plain text too. Ends in a line break.
  public func markdown() -> String {
    var page = MarkdownPage()
    page.write(content)
    return page.text
  }
}

/// Markdown, block by block.
private struct MarkdownPage {
  private var blocks: [String] = []

  var text: String { blocks.joined(separator: "\n\n") + "\n" }

  mutating func write(_ content: PageContent) {
    heading(1, content.title)
    paragraph(content.question)
    block("*\(escape(content.byline))*")
    if let recommendation = content.recommendation { write(recommendation) }
    heading(2, "At a glance")
    glance(content.tools)
    for tool in content.tools { about(tool) }
    heading(2, content.scorecardTitle)
    paragraph(PageContent.figuresNote + "Numbers in brackets cite the evidence below.")
    for seat in content.seats { write(seat) }
    heading(2, "Pricing read")
    if !content.pricingRead.isEmpty { paragraph(content.pricingRead) }
    for tool in content.tools { price(tool) }
    heading(2, "Evidence")
    paragraph("A vendor’s claim is what the tool’s maker says of it; nobody here has checked it.")
    for tool in content.tools { evidence(tool) }
    heading(2, content.newsletter.heading)
    paragraph(content.newsletter.text)
    write(content.making)
  }

  private mutating func write(_ recommendation: RecommendationContent) {
    heading(2, "\(recommendation.topic): \(recommendation.headline)")
    if recommendation.advice != nil { block(MarkdownEscaping.escape(recommendation.adviceRuns)) }
    if let caution = recommendation.caution { paragraph(caution) }
    paragraph(recommendation.rule)
  }

  private mutating func glance(_ tools: [ToolContent]) {
    func row(_ title: String, _ value: (ToolContent) -> String) -> String {
      "| \(title) | "
        + tools.map {
          let text = value($0); return text.isEmpty ? "—" : escape(text)
        }
        .joined(separator: " | ") + " |"
    }
    var rows = [
      "| | " + tools.map { escape($0.name) }.joined(separator: " | ") + " |",
      "|---|" + String(repeating: "---|", count: tools.count),
      row("Category", \.category),
    ]
    if tools.contains(where: { $0.version != nil }) { rows.append(row("Version") { $0.version ?? "—" }) }
    rows += [
      row("**Panel ship**", \.ship),
      row("Votes", \.split),
      row("Mean P(ship)") { $0.mean ?? "—" },
      row("95% interval") { $0.interval ?? "—" },
      row("Community ship") { "\($0.community) (\($0.communityNote))" },
      row("Price") { $0.price?.label ?? "—" },
      row("Entry") { $0.price?.entry ?? "—" },
      row("Licence") { $0.licence ?? "—" },
    ]
    block(rows.joined(separator: "\n"))
  }

  private mutating func about(_ tool: ToolContent) {
    heading(3, tool.name)
    if !tool.tagline.isEmpty { block("*\(escape(tool.tagline))*") }
    for text in tool.description { paragraph(text) }
    let notes = [tool.quorumNote].compactMap { $0 } + tool.absences
    if !notes.isEmpty { paragraph(notes.joined(separator: " ")) }
    if let homepage = tool.homepage { block("Home: \(MarkdownEscaping.link(homepage))") }
  }

  private mutating func write(_ seat: SeatContent) {
    heading(3, seat.reviewer)
    for cell in seat.cells {
      let odds = cell.probability.map { ", P(ship) \($0)" } ?? ""
      block("**\(escape(cell.toolName))** — \(cell.kind.glyph) **\(cell.word)**\(odds)")
      if let failure = cell.failure { paragraph(failure) }
      if cell.hasQuote { block("> " + cell.sentences.map(sentence).joined(separator: " ")) }
      if cell.hasPulls {
        let pulls = cell.pulls.map {
          "- \(escape($0.weight)) \($0.words): \(MarkdownEscaping.escape($0.runs)) \(cited([$0.cite]))"
        }
        let more = cell.morePulls.map { ["- \($0)"] } ?? []
        block("What pulled this vote:\n\n" + (pulls + more).joined(separator: "\n"))
      }
    }
  }

  private func sentence(_ sentence: SentenceContent) -> String {
    MarkdownEscaping.escape(sentence.runs)
      + (sentence.isUnsupported ? " *(not in the evidence)*" : "")
      + (sentence.cites.isEmpty ? "" : " " + cited(sentence.cites))
  }

  private func cited(_ cites: [CiteContent]) -> String {
    "\\[\(cites.map { String($0.cited) }.joined(separator: ", "))\\]"
  }

  private mutating func price(_ tool: ToolContent) {
    guard let price = tool.price else {
      block("**\(escape(tool.name))** — no price on record.")
      return
    }
    var lines = ["**\(escape(tool.name))** — \(escape(price.label)), \(escape(price.entry))"]
    lines.append("(\(MarkdownEscaping.links(price.priceSources))\(price.priceRead.map { ", \($0)" } ?? ""))")
    block(lines.joined(separator: " "))
    if !price.plans.isEmpty { block(price.plans.map { "- \(escape($0))" }.joined(separator: "\n")) }
    if let stale = price.stale { paragraph(stale) }
  }

  private mutating func evidence(_ tool: ToolContent) {
    heading(3, tool.name)
    if tool.hasSharedSource {
      block("All from \(MarkdownEscaping.links(tool.sharedSources))\(tool.sharedRead.map { ", \($0)" } ?? "")")
    }
    guard !tool.facts.isEmpty else { return paragraph("The dossier holds no evidence.") }
    block(
      tool.facts.map { fact in
        var text = "- \\[\(fact.number)\\] " + MarkdownEscaping.escape(fact.runs)
        if fact.isVendor { text += " **Vendor’s claim.**" }
        if fact.hasOwnSource {
          text += " — \(MarkdownEscaping.links(fact.ownSources))\(fact.read.map { ", \($0)" } ?? "")"
        }
        return text
      }.joined(separator: "\n"))
  }

  private mutating func write(_ making: MakingContent) {
    heading(2, "How this was made")
    paragraph(making.disclosure)
    for text in making.method { paragraph(text) }
    block(
      "| | |\n|---|---|\n"
        + making.rows.map { "| \(escape($0.term)) | \($0.value.isEmpty ? "—" : escape($0.value)) |" }
        .joined(separator: "\n"))
    paragraph(making.repeatNote)
    block("    \(making.command)")
  }

  private mutating func heading(_ level: Int, _ text: String) {
    block(String(repeating: "#", count: level) + " " + escape(text))
  }

  private mutating func paragraph(_ text: String) { block(escape(text)) }

  private mutating func block(_ text: String) { blocks.append(text) }

  private func escape(_ text: String) -> String { MarkdownEscaping.escape(text) }
}
