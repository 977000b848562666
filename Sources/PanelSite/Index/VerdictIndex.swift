/// An index of many verdicts: how they are distributed, and one line for each, in HTML and in Markdown.
///
/// It keeps the best rows alone, so that its memory and its pages stay small whatever the number of tools; the
/// distribution counts all of them.
public struct VerdictIndex: Sendable {
  /// Rows of a page that a browser still sorts at once.
  public static let mostRows = 5000

  public let title: String
  public private(set) var distribution = ShipDistribution()
  /// The tools that failed, by cause, most first, as the pages say it.
  public var failures: [(cause: String, count: Int)] = []
  private var kept: [IndexRow] = []

  public init(title: String) { self.title = title }

  public mutating func add(_ row: IndexRow) {
    distribution.add(row.shipPercent)
    kept.append(row)
    // Sorting at twice the size costs little for each row.
    if kept.count >= 2 * Self.mostRows { kept = Array(sorted.prefix(Self.mostRows)) }
  }

  /// The highest percentage first, tools without one last, equal ones by name.
  public var rows: [IndexRow] { Array(sorted.prefix(Self.mostRows)) }

  /// Tools counted, shown or not.
  public var count: Int { distribution.total }

  private var sorted: [IndexRow] {
    kept.sorted { a, b in
      let (p, q) = (a.shipPercent ?? -1, b.shipPercent ?? -1)
      return p != q ? p > q : (a.name.lowercased(), a.slug) < (b.name.lowercased(), b.slug)
    }
  }

  var summary: String {
    let judged = NumberText.count(distribution.judged, "tool")
    var text = "\(judged) with a percentage"
    if let median = distribution.median { text += ", median \(median)%" }
    if distribution.withoutQuorum > 0 { text += "; \(NumberText.grouped(distribution.withoutQuorum)) without a quorum" }
    let lost = failures.reduce(0) { $0 + $1.count }
    if lost > 0 { text += "; \(NumberText.grouped(lost)) failed" }
    return text + "."
  }

  var shownNote: String? {
    let shown = min(count, Self.mostRows)
    return shown < count
      ? "The list holds the first \(NumberText.grouped(shown)) of \(NumberText.grouped(count)) tools; verdicts.csv "
        + "and verdicts.jsonl hold all." : nil
  }
}
