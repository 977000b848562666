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
  public let homepage: String
  public let pricing: Pricing?
  /// The facts that are judged, in order, with their text as the model sees it.
  public let facts: [Evidence]
  /// Facts beyond the limits, which nobody judged.
  public let leftOut: [EvidenceID]
  public let nonce: String

  /// - Parameters:
  ///   - sha256: of the dossier's content; with the seed it fixes the nonce.
  public init(_ dossier: Dossier, sha256: String, seed: UInt64, text: VendorText = VendorText()) {
    original = dossier
    nonce = Nonce.make(dossierSHA256: sha256, seed: seed)
    name = Self.line(dossier.name, text, limit: 80)
    category = Self.line(dossier.category, text, limit: 80)
    tagline = Self.line(dossier.tagline, text, limit: 200)
    licence = Self.line(dossier.licence ?? "", text, limit: 120)
    homepage = Self.line(dossier.homepage ?? "", text, limit: 200)
    pricing = dossier.pricing.map {
      Pricing(
        label: Self.line($0.label, text, limit: 40), entry: Self.line($0.entry, text, limit: 120), plans: [],
        source: Self.line($0.source, text, limit: 200), retrieved: $0.retrieved)
    }
    var kept: [Evidence] = []
    var leftOut: [EvidenceID] = []
    var vendorBudget = Self.vendorBudget(dossier, text)
    for var fact in dossier.facts {
      let dated = DatedText.aged(fact.text, asOf: fact.retrieved)
      fact.text = fact.isVendorText ? text.vendor(dated) : text.neutralised(dated)
      let isWithin = kept.count < text.options.maxFacts && (!fact.isVendorText || fact.text.count <= vendorBudget)
      guard isWithin, !fact.text.isEmpty else {
        leftOut.append(fact.id)
        continue
      }
      if fact.isVendorText { vendorBudget -= fact.text.count }
      kept.append(fact)
    }
    facts = kept
    self.leftOut = leftOut
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
    VendorText.shortened(text.neutralised(value), to: limit)
  }
}
