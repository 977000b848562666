import PanelCore
import PanelFormats
import PanelSite

/// A result of a batch as its outputs take it.
enum BatchResult: Sendable {
  /// One tool's verdict: the line of the contract, and the comparison of one tool that its pages are made of.
  case verdict(VerdictDocument, line: String, Comparison)
  /// A comparison of tools whose verdicts came before.
  case comparison(ComparisonDocument, Comparison)
}

extension IndexRow {
  init(_ verdict: VerdictDocument, page: String?) {
    self.init(
      slug: verdict.tool, name: verdict.name, category: verdict.category, shipPercent: verdict.shipPercent,
      intervalLow: verdict.interval?.low, intervalHigh: verdict.interval?.high, ship: verdict.split.ship,
      skip: verdict.split.skip, abstain: verdict.split.abstain, failed: verdict.split.failed, page: page)
  }
}
