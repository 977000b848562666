public import PanelCore

/// Reads known outcomes: CSV with the columns `tool` (a slug) and `outcome` (`ship` or `skip`), in any order and beside
/// others.
public enum OutcomeFile {
  /// - Throws: ``FormatErrors`` with every line that is wrong.
  public static func parse(_ source: SourceText) throws(FormatErrors) -> [KnownOutcome] {
    let log = ProblemLog(file: source.file)
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.filter { $0 != "\r" } }
    func cells(_ line: String) -> [String] {
      line.split(separator: ",", omittingEmptySubsequences: false).map {
        String($0).trimmingWhitespace().filter { $0 != "\"" }
      }
    }
    let header = cells(lines.first ?? "").map { $0.lowercased() }
    guard let tool = header.firstIndex(of: "tool"), let outcome = header.firstIndex(of: "outcome") else {
      log.add(
        .missing, at: YAMLNode.Place(line: 1, column: 1), "", found: quoted(lines.first ?? ""),
        expected: "a first line that names the columns tool and outcome")
      return try log.result([])
    }
    var outcomes: [KnownOutcome] = []
    for (index, line) in lines.enumerated().dropFirst() where !line.trimmingWhitespace().isEmpty {
      let place = YAMLNode.Place(line: index + 1, column: 1)
      let row = cells(line)
      guard row.count > max(tool, outcome), let slug = ToolSlug(row[tool]) else {
        log.add(.invalidValue, at: place, "tool", found: quoted(line), expected: "a tool's slug")
        continue
      }
      guard ["ship", "skip"].contains(row[outcome]) else {
        log.add(.invalidValue, at: place, "outcome", found: quoted(row[outcome]), expected: "ship or skip")
        continue
      }
      outcomes.append(KnownOutcome(tool: slug, shipped: row[outcome] == "ship"))
    }
    return try log.result(outcomes)
  }
}
