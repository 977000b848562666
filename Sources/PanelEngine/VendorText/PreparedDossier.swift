import Foundation
public import PanelCore

/// A dossier as the models see it: neutralised, within its limits, and marked off by a nonce.
public struct PreparedDossier: Hashable, Sendable {
  /// The dossier as it was given; checks of answers and readers go by it.
  public let original: Dossier
  public let name: String
  public let category: String
  public let tagline: String
  public let licence: String
  /// Told to a model that ends a sentence with it; nil where the dossier has none, or one that addresses whoever judges.
  public let purpose: String?
  public let homepage: String
  public let pricing: Pricing?
  /// The facts that are judged, in order, with their text as the model sees it.
  public let facts: [Evidence]
  /// Facts beyond the limits, which nobody judged.
  public let leftOut: [EvidenceID]
  /// Facts of which sentences were taken out because they address whoever judges; see ``ReaderAddress``.
  public let addressed: [EvidenceID]
  /// What is weighed: the facts in order, then licence and price where no fact states them.
  public let statements: [Statement]
  public let nonce: String

  /// - Parameters:
  ///   - sha256: of the dossier's content; with the seed it fixes the nonce.
  public init(_ dossier: Dossier, sha256: String, seed: UInt64, text: VendorText = VendorText()) {
    original = dossier
    nonce = Nonce.make(dossierSHA256: sha256, seed: seed)
    let name = Self.line(dossier.name, text, limit: 60)
    self.name = name.isEmpty ? ContentFree.toolName : name
    category = Self.line(dossier.category, text, limit: 80)
    tagline = Self.line(dossier.tagline, text, limit: 200)
    licence = Self.line(dossier.licence ?? "", text, limit: 120)
    let purpose = Self.line(dossier.purpose ?? "", text, limit: 120)
    self.purpose = purpose.isEmpty ? nil : purpose
    homepage = Self.line(dossier.homepage ?? "", text, limit: 200)
    pricing = dossier.pricing.map {
      Pricing(
        label: Self.line($0.label, text, limit: 40), entry: Self.line($0.entry, text, limit: 120), plans: [],
        source: Self.line($0.source, text, limit: 200), retrieved: $0.retrieved)
    }
    let mask = ToolNameMask(dossier, shown: name)
    var kept: [Evidence] = []
    var statements: [Statement] = []
    var leftOut: [EvidenceID] = []
    var addressed: [EvidenceID] = []
    var vendorBudget = Self.vendorBudget(dossier, text)
    for var fact in dossier.facts {
      let described = text.described(fact.text)
      if !described.removed.isEmpty { addressed.append(fact.id) }
      let dated = DatedText.aged(described.text, asOf: fact.retrieved)
      let whole = fact.isVendorText ? VendorText.shortened(dated, to: text.options.maxItemCharacters) : dated
      fact.text = fact.isVendorText ? text.vendor(whole) : whole
      let isWithin = kept.count < text.options.maxFacts && (!fact.isVendorText || fact.text.count <= vendorBudget)
      guard isWithin, !fact.text.isEmpty else {
        if !fact.text.isEmpty || described.removed.isEmpty { leftOut.append(fact.id) }
        continue
      }
      if fact.isVendorText { vendorBudget -= fact.text.count }
      kept.append(fact)
      let isClaim = fact.isVendorText || text.readsAsClaim(dossier[fact.id]?.text ?? "", described.text)
      statements.append(Self.statement(.fact(fact.id), whole, isClaim: isClaim, text, mask))
    }
    facts = kept
    self.leftOut = leftOut
    self.addressed = addressed
    statements += Self.head(licence: licence, pricing: pricing, facts: kept).map {
      Self.statement($0.subject, $0.text, isClaim: false, text, mask)
    }
    self.statements = statements
  }

  /// Licence and price as sentences, unless a fact tells of them.
  private static func head(
    licence: String, pricing: Pricing?, facts: [Evidence]
  ) -> [(subject: Statement.Subject, text: String)] {
    var head: [(subject: Statement.Subject, text: String)] = []
    if !licence.isEmpty, !facts.contains(where: { $0.text.firstMatch(of: /(?i)licen[cs]|open.source/) != nil }) {
      head.append((.licence, "The licence is \(licence)."))
    }
    if let pricing, !pricing.entry.isEmpty,
      !facts.contains(where: { statesPrice($0.text) })
    {
      // “The price is $0.” weighs against a tool (−0.4 to −1.5 on Qwen2.5-Coder 1.5B).
      let isFree = pricing.entry.firstMatch(of: /^\D{0,4}0(?:[.,]0+)?(?:\D|$)/) != nil
      head.append((.price, isFree ? "It can be used free of charge." : "It costs \(pricing.entry)."))
    }
    return head
  }

  /// Not every cost is a price: “which costs the most time of its three interfaces” says nothing of money.
  private static func statesPrice(_ text: String) -> Bool {
    text.firstMatch(
      of:
        /(?i)\bpric(?:e|es|ed|ing)\b|\bcosts?\s+(?:nothing|no|less|more|from|about|only|[$€£\d])|free of charge|[$€£]\s?\d/
    ) != nil
  }

  private static func statement(
    _ subject: Statement.Subject, _ text: String, isClaim: Bool, _ options: VendorText, _ mask: ToolNameMask
  ) -> Statement {
    let plain = Marketing.removed(from: text)
    func shown(_ value: String) -> String {
      let masked = mask.applied(to: value)
      return isClaim && options.options.marksWords ? options.marked(masked) : masked
    }
    return Statement(
      subject: subject, text: shown(text), neutral: plain == text ? nil : plain.isEmpty ? "" : shown(plain),
      isClaim: isClaim)
  }

  /// The facts as a reader sees them: without the mark that joins the vendor's words.
  func unmarkedFacts(_ options: VendorTextOptions) -> [Evidence] {
    guard options.marksWords, !options.marker.isEmpty else { return facts }
    return facts.map { fact in
      var fact = fact
      if fact.isVendorText { fact.text = fact.text.replacing(options.marker, with: " ") }
      return fact
    }
  }

  /// Characters that the vendor may write: v ≤ share · (v + others), solved for v, and never more than the limit.
  private static func vendorBudget(_ dossier: Dossier, _ text: VendorText) -> Int {
    let others = dossier.facts.reduce(0) { $1.isVendorText ? $0 : $0 + $1.text.count }
    let share = text.options.maxVendorShare
    guard others > 0, share < 1 else { return text.options.maxVendorCharacters }
    return min(text.options.maxVendorCharacters, Int(Double(others) * share / (1 - share)))
  }

  private static func line(_ value: String, _ text: VendorText, limit: Int) -> String {
    VendorText.shortened(text.described(value).text, to: limit)
  }
}
