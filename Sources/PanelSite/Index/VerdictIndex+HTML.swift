import Crypto
import Foundation
import Mustache

extension VerdictIndex {
  /// The index as one HTML file. Without scripts it stands in the order of ``rows``; its own script, the only one that its
  /// security policy lets run, sorts it by the column that is clicked.
  ///
  /// - Throws: A parser error of the template library where the built-in template is broken.
  public func html() throws -> String {
    try PageTemplate.index.get().render(IndexPage(self))
  }
}

/// What the template of the index finds by name.
private struct IndexPage {
  struct Row {
    var name: String
    var href: String?
    var category: String
    var percent: String
    /// For sorting: tools without a percentage come last.
    var percentKey: Int
    var interval: String
    var intervalKey: Int
    var split: String
    var shipKey: Int
    var low: Int
    var width: Int
    var position: Int
    var hasInterval: Bool
    var nameKey: String
  }

  struct Bar {
    var label: String
    var count: String
    var x: Int
    var y: Int
    var height: Int
    var middle: Int
    var countY: Int
  }

  struct Failure {
    var cause: String
    var count: String
  }

  var title: String
  var summary: String
  var style = PageTemplate.style
  var script = PageTemplate.indexScript
  var scriptHash = PageTemplate.indexScriptHash
  var disclosure = VerdictIndex.disclosure
  var rows: [Row]
  var bars: [Bar]
  var hasBars: Bool
  var plotLabel: String
  var shownNote: String?
  var failures: [Failure]
  var hasFailures: Bool

  init(_ index: VerdictIndex) {
    title = PlainText.clean(index.title)
    summary = index.summary
    shownNote = index.shownNote
    rows = index.rows.map { row in
      Row(
        name: row.cleanName, href: row.page.map { "\($0).html" }, category: PlainText.clean(row.category),
        percent: row.percentText, percentKey: row.shipPercent ?? -1, interval: row.intervalText,
        intervalKey: row.intervalLow ?? -1, split: row.split, shipKey: row.ship - row.skip, low: row.intervalLow ?? 0,
        width: max(0, (row.intervalHigh ?? 0) - (row.intervalLow ?? 0)), position: row.shipPercent ?? 0,
        hasInterval: row.intervalLow != nil, nameKey: row.cleanName.lowercased())
    }
    let counts = index.distribution.bars
    let most = max(1, counts.max() ?? 1)
    bars = counts.enumerated().map { bar, count in
      let height = (count * 100 + most - 1) / most
      return Bar(
        label: ShipDistribution.label(bar), count: count > 0 ? NumberText.grouped(count) : "", x: bar * 60 + 4,
        y: 120 - height, height: height, middle: bar * 60 + 30, countY: 114 - height)
    }
    hasBars = index.distribution.judged > 0
    plotLabel =
      "Tools by ship percentage: "
      + NumberText.list(
        counts.enumerated().filter { $0.element > 0 }.map {
          "\(NumberText.grouped($0.element)) at \(ShipDistribution.label($0.offset))%"
        }) + "."
    failures = index.failures.map { Failure(cause: PlainText.clean($0.cause), count: NumberText.grouped($0.count)) }
    hasFailures = !failures.isEmpty
  }
}

extension PageTemplate {
  static let index = Result { try parsed(PackageResources.index_mustache) }
  static let indexScript = String(decoding: PackageResources.index_js, as: UTF8.self)
  /// What the security policy names the script by (CSP Level 3, section 2.3.1). The template puts a line break before and
  /// after it.
  static let indexScriptHash =
    "sha256-" + Data(SHA256.hash(data: Data("\n\(indexScript)\n".utf8))).base64EncodedString()
}
