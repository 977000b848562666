/// One tool's verdict as a line of an index.
public struct IndexRow: Hashable, Sendable {
  public var slug: String
  public var name: String
  public var category: String
  /// Whole percent; nil without a quorum.
  public var shipPercent: Int?
  public var intervalLow: Int?
  public var intervalHigh: Int?
  public var ship: Int
  public var skip: Int
  public var abstain: Int
  public var failed: Int
  /// Page of the verdict, relative to the index; nil where there is none.
  public var page: String?

  public init(
    slug: String, name: String, category: String, shipPercent: Int?, intervalLow: Int?, intervalHigh: Int?, ship: Int,
    skip: Int, abstain: Int, failed: Int, page: String? = nil
  ) {
    self.slug = slug
    self.name = name
    self.category = category
    self.shipPercent = shipPercent
    self.intervalLow = intervalLow
    self.intervalHigh = intervalHigh
    self.ship = ship
    self.skip = skip
    self.abstain = abstain
    self.failed = failed
    self.page = page
  }

  /// `3 ship · 1 skip`, with abstentions and failed seats where there are any.
  public var split: String {
    var parts = ["\(ship) ship", "\(skip) skip"]
    if abstain > 0 { parts.append("\(abstain) abstain") }
    if failed > 0 { parts.append("\(failed) failed") }
    return parts.joined(separator: " · ")
  }

  var cleanName: String {
    let name = PlainText.clean(name)
    return name.isEmpty ? slug : name
  }

  var percentText: String { shipPercent.map { "\($0)%" } ?? "—" }

  var intervalText: String {
    guard let intervalLow, let intervalHigh else { return "" }
    return "\(intervalLow)–\(intervalHigh)%"
  }
}
