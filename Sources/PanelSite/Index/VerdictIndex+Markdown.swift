extension VerdictIndex {
  /// The index as Markdown of GitHub's kind.
  public func markdown() -> String {
    var text = "# \(MarkdownEscaping.escape(PlainText.clean(title)))\n\n\(summary)\n"
    if distribution.judged > 0 {
      text += "\n## Distribution\n\n| ship % | tools | |\n|---:|---:|:---|\n"
      let bars = distribution.bars
      let most = max(1, bars.max() ?? 1)
      for (bar, count) in bars.enumerated() {
        let length = (count * 30 + most - 1) / most
        text += "| \(ShipDistribution.label(bar)) | \(count) | \(String(repeating: "█", count: length)) |\n"
      }
    }
    text += "\n## Tools\n\n"
    if let shownNote { text += "\(shownNote)\n\n" }
    text += "| tool | category | ship | 95 % interval | votes |\n|:---|:---|---:|---:|:---|\n"
    for row in rows {
      let name = MarkdownEscaping.escape(row.cleanName)
      let tool = row.page.map { "[\(name)](<\($0).md>)" } ?? name
      text += "| \(tool) | \(MarkdownEscaping.escape(PlainText.clean(row.category))) | \(row.percentText) | "
      text += "\(row.intervalText) | \(row.split) |\n"
    }
    if !failures.isEmpty {
      text += "\n## Failed\n\n"
      for failure in failures {
        text += "- \(MarkdownEscaping.escape(PlainText.clean(failure.cause))): \(failure.count)\n"
      }
    }
    return text + "\n\(Self.disclosure)\n"
  }

  static let disclosure =
    "Written by AI reviewers, who are roles and not people. Each percentage is the share of a small panel’s votes; its "
    + "95 % interval says how little that is."
}
