/// What a tool's pricing means to a reader, in one sentence.
public enum PricingRead {
  /// A price older than this many days is said to be.
  public static let freshDays = 90

  /// One sentence with label, entry price, source and date, made of nothing but the dossier's own words.
  ///
  /// - Parameters:
  ///   - pricing: nil where the dossier names no price.
  ///   - today: the day of the review; nil says nothing of the price's age.
  public static func sentence(_ pricing: Pricing?, today: CalendarDate?) -> String {
    guard let pricing else { return "The dossier names no price." }
    var text = "\(pricing.label), from \(pricing.entry), according to \(pricing.source)"
    guard let retrieved = pricing.retrieved else { return text + "; the day it was read is not recorded." }
    text += ", read on \(retrieved)"
    if let today, isOld(pricing, today: today) {
      text += ", which is \(today.days(since: retrieved)) days before this review: check it before you rely on it"
    }
    return text + "."
  }

  /// Whether the price was read more than ``freshDays`` days before `today`.
  public static func isOld(_ pricing: Pricing, today: CalendarDate) -> Bool {
    pricing.retrieved.map { today.days(since: $0) > freshDays } ?? false
  }
}
