import PanelCore

/// One tool: who it is, its figures, its evidence.
struct ToolContent: Sendable {
  /// From 1, in the order of the comparison.
  var number: Int
  var anchor: String
  var category: String
  var name: String
  var tagline: String
  var description: [String]
  var homepage: LinkContent?
  var licence: String?
  /// What the facts are about; nil where the dossier does not say.
  var version: String?
  /// `75%` or `—`.
  var ship: String
  var hasQuorum: Bool
  /// Mean of the seats' P(ship), `0.53`, which says how near to the middle the votes were; nil where none voted.
  var mean: String?
  /// `3 ship · 1 skip`, with abstentions and failed seats.
  var split: String
  /// Who abstained, whose seat failed, how far the wording moved the votes, and what was not judged; one sentence each.
  var absences: [String]
  /// Whether all facts have one source, and it has no address.
  var hasOneUnlinkedSource = false
  /// `30–95%`; nil without a quorum.
  var interval: String?
  var intervalLow: Int
  var intervalWidth: Int
  var shipPosition: Int
  /// Why there is no percentage; nil with a quorum.
  var quorumNote: String?
  /// `64%` or `—`.
  var community: String
  var communityNote: String
  var price: PriceContent?
  var votes: [VoteMark]
  var facts: [FactContent]
  /// Said once where all facts come from one source; each names its own else.
  var sharedSources: [LinkContent] = []
  var hasSharedSource = false
  var sharedRead: String?

  init(_ verdict: Verdict, number: Int, run: RunRecord) {
    let dossier = verdict.dossier
    self.number = number
    anchor = "tool-\(number)"
    category = PlainText.clean(dossier.category)
    let cleanName = PlainText.clean(dossier.name)
    name = cleanName.isEmpty ? dossier.slug.rawValue : cleanName
    tagline = PlainText.clean(dossier.tagline)
    description = PlainText.paragraphs(dossier.description)
    homepage = dossier.homepage.flatMap { $0.isEmpty ? nil : LinkContent($0) }
    licence = dossier.licence.map { PlainText.clean($0) }.flatMap { $0.isEmpty ? nil : $0 }
    version = dossier.version.map { PlainText.clean($0) }.flatMap { $0.isEmpty ? nil : $0 }
    let percent = verdict.shipPercent
    ship = percent.map { "\($0)%" } ?? "—"
    hasQuorum = percent != nil
    let tally = verdict.split
    mean = verdict.meanPShip.map { NumberText.decimal($0, places: 2) }
    var parts = ["\(tally.ship) ship", "\(tally.skip) skip"]
    if tally.abstain > 0 { parts.append("\(tally.abstain) abstain") }
    if tally.failed > 0 { parts.append("\(tally.failed) failed") }
    split = parts.joined(separator: " · ")
    absences = Self.absences(verdict.reviews) + Self.wording(verdict)
    interval = verdict.interval.map { "\($0.low)–\($0.high)%" }
    intervalLow = verdict.interval?.low ?? 0
    intervalWidth = verdict.interval.map { $0.high - $0.low } ?? 0
    shipPosition = percent ?? 0
    quorumNote =
      percent == nil
      ? "No percentage: \(NumberText.count(tally.cast, "vote")) cast, \(max(1, verdict.quorum)) needed." : nil
    let readers = verdict.community
    community = readers.shipPercent.map { "\($0)%" } ?? "—"
    communityNote = readers.votes == 0 ? "no reader votes yet" : NumberText.count(readers.votes, "reader vote")
    price = dossier.pricing.map { PriceContent($0, run: run) }
    votes = verdict.reviews.map { VoteMark(kind: VoteKind($0.vote), reviewer: PlainText.clean($0.name)) }
    facts = dossier.facts.map { FactContent($0, tool: number) }
    if let source = dossier.facts.first?.source, dossier.facts.count > 1,
      dossier.facts.allSatisfy({ $0.source == source }), LinkContent.all(of: source).allSatisfy({ $0.href == nil })
    {
      hasOneUnlinkedSource = true
      absences.append("All its facts come from one source without an address.")
    }
    if let first = dossier.facts.first, dossier.facts.count > 1,
      dossier.facts.allSatisfy({ $0.source == first.source && $0.retrieved == first.retrieved })
    {
      sharedSources = LinkContent.all(of: first.source)
      hasSharedSource = true
      sharedRead = first.retrieved.map { "read \($0)" }
      for index in facts.indices {
        facts[index].ownSources = []
        facts[index].hasOwnSource = false
      }
    }
  }

  /// `75% panel ship (3 ship · 1 skip)`.
  var glance: String { "\(ship) panel ship (\(split))" }

  /// What the dossier's wording did to the verdict; nothing where it did nothing.
  private static func wording(_ verdict: Verdict) -> [String] {
    var notes: [String] = []
    if let swing = verdict.swing, abs(swing.pShip) >= 0.005 || swing.isLarge {
      var text =
        "Swing \(NumberText.signed(swing.pShip, places: 2)): P(ship) with the dossier’s marketing words, less without."
      let names = verdict.reviews.filter { swing.changed.contains($0.persona) }.map { PlainText.clean($0.name) }
      if !names.isEmpty {
        let turned = names.count == 1 ? "this vote" : "these votes"
        text += " So near to the middle, \(turned) would change without them: \(NumberText.list(names))."
      }
      if abs(swing.pShip) >= Swing.large { text += " That is large: read the evidence before the percentage." }
      notes.append(text)
    }
    if !verdict.addressed.isEmpty {
      let ids = verdict.addressed.map { "[\($0.rawValue)]" }.joined(separator: " ")
      notes.append("Not judged, as it addresses the reviewers: text in \(ids).")
    }
    return notes
  }

  private static func absences(_ reviews: [Review]) -> [String] {
    let abstained = reviews.filter { $0.vote == .abstain }.map { PlainText.clean($0.name) }
    let failed = reviews.filter { $0.vote == nil }.map { PlainText.clean($0.name) }
    return [
      abstained.isEmpty ? nil : "Abstained: \(NumberText.list(abstained)).",
      failed.isEmpty ? nil : "Failed seat\(failed.count == 1 ? "" : "s"): \(NumberText.list(failed)).",
    ].compactMap { $0 }
  }
}

/// A vote as it is drawn: a shape and a word, never a colour alone.
enum VoteKind: String, Sendable {
  case ship, skip, abstain, failed, absent

  init(_ vote: Vote?) {
    self =
      switch vote {
      case .ship: .ship
      case .skip: .skip
      case .abstain: .abstain
      case nil: .failed
      }
  }

  var word: String {
    switch self {
    case .ship: "Ship"
    case .skip: "Skip"
    case .abstain: "Abstain"
    case .failed: "No vote"
    case .absent: "Not asked"
    }
  }

  /// The shape where there is only text.
  var glyph: String {
    switch self {
    case .ship: "▲"
    case .skip: "▽"
    case .abstain: "○"
    case .failed: "×"
    case .absent: "·"
    }
  }
}

/// One seat's vote in the row of seats.
struct VoteMark: Sendable {
  var icon: String
  var reviewer: String
  var word: String

  init(kind: VoteKind, reviewer: String) {
    icon = kind.rawValue
    word = kind.word
    self.reviewer = reviewer
  }
}
