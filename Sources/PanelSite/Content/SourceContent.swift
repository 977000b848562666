import PanelCore

/// A source: a link where it is a web address, else its text.
struct LinkContent: Sendable {
  var text: String
  /// nil where the source is not an address that a page may link to.
  var href: String?

  init(_ source: String) {
    let cleaned = PlainText.clean(source)
    let address = WebAddress(cleaned)
    href = address?.text
    text = address?.spoken ?? cleaned
  }
}

extension LinkContent {
  /// Each address of a source that names several (“https://… and https://…”); else the source as it is.
  static func all(of source: String) -> [LinkContent] {
    let parts = PlainText.clean(source).split(separator: " and ").map { LinkContent(String($0)) }
    return parts.count > 1 && parts.allSatisfy { $0.href != nil } ? parts : [LinkContent(source)]
  }
}

/// One numbered fact.
struct FactContent: Sendable {
  var number: Int
  var anchor: String
  var text: String
  var runs: [TextRun]
  /// Empty where it is the tool's shared source.
  var ownSources: [LinkContent]
  var hasOwnSource = true
  /// `read 2026-11-22`; nil where no date is on record.
  var read: String?
  var isVendor: Bool

  init(_ fact: Evidence, tool: Int) {
    number = fact.id.rawValue
    anchor = Self.anchor(tool: tool, fact: fact.id)
    text = PlainText.clean(fact.text)
    runs = TextRun.split(text)
    ownSources = LinkContent.all(of: fact.source)
    read = fact.retrieved.map { "read \($0)" }
    isVendor = fact.isVendorText
  }

  static func anchor(tool: Int, fact: EvidenceID) -> String { "tool-\(tool)-evidence-\(fact.rawValue)" }
}

/// What a tool costs, and where that was read.
struct PriceContent: Sendable {
  var label: String
  var entry: String
  var plans: [String]
  var hasPlans: Bool
  var priceSources: [LinkContent]
  var priceRead: String?
  /// Said of prices that were old when the panel sat; nil for fresh ones.
  var stale: String?

  init(_ pricing: Pricing, run: RunRecord) {
    label = PlainText.clean(pricing.label)
    entry = PlainText.clean(pricing.entry)
    plans = pricing.plans.map { PlainText.clean($0) }.filter { !$0.isEmpty }
    hasPlans = !plans.isEmpty
    priceSources = LinkContent.all(of: pricing.source)
    priceRead = pricing.retrieved.map { "read \($0)" }
    let age = pricing.retrieved.flatMap { retrieved in
      CalendarDate(run.started.prefix(10)).map { $0.days(since: retrieved) }
    }
    stale = age.flatMap {
      $0 > Self.freshDays ? "This price was read \($0) days before the panel sat; check it." : nil
    }
  }

  /// Days for which a price counts as fresh.
  private static let freshDays = 90
}
