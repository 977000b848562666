public import PanelCore

/// Checks a dossier beyond what its format demands: whether a panel can vote on it, and whether its facts are facts.
public enum DossierLint {
  /// Fewer facts than this rarely carry a vote.
  static let fewFacts = 5
  /// More words than this are more than one fact.
  static let longFact = 60

  /// Findings about a file, errors of reading it among them.
  ///
  /// - Parameter today: for ages of facts and prices; nil leaves them out.
  public static func check(_ source: SourceText, slug: ToolSlug, today: CalendarDate? = nil) -> [LintFinding] {
    do throws(FormatErrors) {
      return check(try DossierFile.parse(source, slug: slug), file: source.file, source: source, today: today)
    } catch {
      return error.errors.map { LintFinding($0) }
    }
  }

  /// Findings about a dossier.
  public static func check(
    _ dossier: Dossier, file: String, source: SourceText? = nil, today: CalendarDate? = nil
  ) -> [LintFinding] {
    var log = LintLog(file: file, source: source)
    checkReaderText(dossier, &log)
    checkPricing(dossier.pricing, today, &log)
    if dossier.facts.isEmpty {
      log.fail(
        "facts", "There are no facts, so every persona will abstain.", remedy: "Add facts, each with its source.")
    } else {
      checkFacts(dossier.facts, today, &log)
    }
    return log.findings
  }

  private static func checkReaderText(_ dossier: Dossier, _ log: inout LintLog) {
    if dossier.description.isEmpty { log.warn("", "The dossier has no description, which the page shows.") }
    if dossier.licence == nil { log.warn("", "The dossier names no licence.") }
    if let homepage = dossier.homepage, !homepage.hasPrefix("https://"), !homepage.hasPrefix("http://") {
      log.warn("homepage", "“\(homepage)” is no web address.")
    }
    if let word = Marketing.word(in: dossier.tagline) {
      log.warn("tagline", "“\(word)” praises; say what the tool does.")
    }
  }

  private static func checkPricing(_ pricing: Pricing?, _ today: CalendarDate?, _ log: inout LintLog) {
    guard let pricing else {
      log.warn("", "The dossier names no price.", remedy: "Add pricing, with the place and day where it was read.")
      return
    }
    if pricing.label.wordCount > 2 {
      log.warn("pricing.label", "“\(pricing.label)” is long for a table.", remedy: "One word, like Free or Paid.")
    }
    guard let today, let retrieved = pricing.retrieved else { return }
    if PricingRead.isOld(pricing, today: today) {
      log.warn(
        "pricing.retrieved", "The price was read \(today.days(since: retrieved)) days ago.", remedy: "Look again.")
    }
    if retrieved > today { log.fail("pricing.retrieved", "\(retrieved) lies in the future.") }
  }

  private static func checkFacts(_ facts: [Evidence], _ today: CalendarDate?, _ log: inout LintLog) {
    if facts.count < fewFacts {
      log.warn("facts", "\(counted(facts.count, "fact")) rarely carry a vote; personas may abstain.")
    }
    if facts.allSatisfy(\.isVendorText) {
      log.warn("facts", "All facts are the vendor's own words.", remedy: "Add what somebody else found.")
    }
    var seen: [String: Int] = [:]
    for (i, fact) in facts.enumerated() {
      let path = "facts[\(i + 1)]"
      let words = fact.text.wordCount
      if words > longFact {
        log.warn("\(path).text", "\(words) words are more than one fact.", remedy: "Split it.")
      }
      if !fact.isVendorText, let word = Marketing.word(in: fact.text) {
        log.warn(
          "\(path).text", "“\(word)” praises.",
          remedy: "State what was found, or add “vendor: true” if the vendor says so.")
      }
      if let scalar = fact.text.unicodeScalars.first(where: \.isInvisible) {
        log.warn(
          "\(path).text",
          "The text holds the invisible character U+\(String(scalar.value, radix: 16, uppercase: true)).")
      }
      if let first = seen[fact.text.lowercased()] {
        log.warn(
          "\(path).text", "facts[\(first)] says the same.", remedy: "Drop one; a fact that stands twice weighs twice.")
      }
      seen[fact.text.lowercased()] = seen[fact.text.lowercased()] ?? i + 1
      if let today, let retrieved = fact.retrieved, retrieved > today {
        log.fail("\(path).retrieved", "\(retrieved) lies in the future.")
      }
    }
  }
}

/// Words that praise rather than tell.
enum Marketing {
  private static let words: Set<String> = [
    "amazing", "awesome", "best-in-class", "blazing", "blazingly", "cutting-edge", "effortless", "effortlessly",
    "game-changing", "groundbreaking", "incredible", "incredibly", "lightning-fast", "next-gen", "next-generation",
    "powerful", "revolutionary", "seamless", "seamlessly", "state-of-the-art", "stunning", "unparalleled",
    "world-class",
  ]

  static func word(in text: String) -> String? {
    text.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init).first { words.contains($0) }
  }
}

extension Unicode.Scalar {
  /// Format characters and tags, which a reader does not see and a model does.
  fileprivate var isInvisible: Bool { properties.generalCategory == .format }
}
