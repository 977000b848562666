/// The evidence record of one tool: everything that a panel may know about it.
public struct Dossier: Hashable, Sendable {
  public var slug: ToolSlug
  public var name: String
  public var tagline: String
  public var category: String
  public var homepage: String?
  public var licence: String?
  /// What the facts are about: `13.0.0 (package of Debian 12)`. For the reader of the page; not evidence.
  public var version: String?
  /// What a team uses it for, as its facts have it; ends “software to …”: `search the files of a project for a pattern`.
  /// A model that ends a sentence about the tool's use is told it, and recommendations say it in these words. It is not
  /// evidence, and nothing is voted on it.
  public var purpose: String?
  public var pricing: Pricing?
  /// Numbered from 1 in this order.
  public var facts: [Evidence]
  /// What the tool is, for the reader of the page; not evidence.
  public var description: String

  public init(
    slug: ToolSlug, name: String, tagline: String, category: String, homepage: String? = nil, licence: String? = nil,
    version: String? = nil, purpose: String? = nil, pricing: Pricing? = nil, facts: [Evidence], description: String
  ) {
    self.slug = slug
    self.name = name
    self.tagline = tagline
    self.category = category
    self.homepage = homepage
    self.licence = licence
    self.version = version
    self.purpose = purpose
    self.pricing = pricing
    self.facts = facts
    self.description = description
  }

  /// The fact cited as `id`; nil where there is none.
  public subscript(id: EvidenceID) -> Evidence? { facts.first { $0.id == id } }
}

/// One numbered fact of a dossier.
public struct Evidence: Hashable, Sendable, Identifiable {
  public var id: EvidenceID
  /// One sentence or two. Never empty.
  public var text: String
  /// Where it was read: an address, or a document with its version.
  public var source: String
  /// When it was read; nil where the dossier was made from a bare document.
  public var retrieved: CalendarDate?
  /// Written by the tool's vendor about itself, so a claim rather than a finding.
  public var isVendorText: Bool

  public init(id: EvidenceID, text: String, source: String, retrieved: CalendarDate?, isVendorText: Bool = false) {
    self.id = id
    self.text = text
    self.source = source
    self.retrieved = retrieved
    self.isVendorText = isVendorText
  }
}

/// What the tool costs, as its source states it.
public struct Pricing: Hashable, Sendable {
  /// One word for the table: `Free`, `Freemium`, `Paid` …
  public var label: String
  /// The lowest price at which the tool can be used, with its unit: `$0`, `$20 per seat and month`.
  public var entry: String
  public var plans: [String]
  public var source: String
  public var retrieved: CalendarDate?

  public init(label: String, entry: String, plans: [String] = [], source: String, retrieved: CalendarDate?) {
    self.label = label
    self.entry = entry
    self.plans = plans
    self.source = source
    self.retrieved = retrieved
  }
}
