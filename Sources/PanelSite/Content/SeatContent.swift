import PanelCore

/// One row of the scorecard: a persona, and what it said about each tool.
struct SeatContent: Sendable {
  var reviewer: String
  var anchor: String
  /// One for each tool, in their order.
  var cells: [CellContent]

  /// Rows in the panel's order: the seats of the first tool, then those that only later tools have.
  static func rows(_ verdicts: [Verdict], tools: [ToolContent], driverScale: Double) -> [SeatContent] {
    var order: [PersonaID] = []
    var names: [PersonaID: String] = [:]
    for review in verdicts.flatMap(\.reviews) where names[review.persona] == nil {
      order.append(review.persona)
      names[review.persona] = PlainText.clean(review.name)
    }
    return order.enumerated().map { index, persona in
      SeatContent(
        reviewer: names[persona] ?? persona.rawValue, anchor: "seat-\(index + 1)",
        cells: zip(verdicts, tools).map { verdict, tool in
          CellContent(
            verdict.reviews.first { $0.persona == persona }, dossier: verdict.dossier, tool: tool,
            driverScale: driverScale)
        })
    }
  }
}

/// What one persona said about one tool.
struct CellContent: Sendable {
  var toolName: String
  var kind: VoteKind
  var icon: String
  var word: String
  /// `0.81`; nil where there is none.
  var probability: String?
  var sentences: [SentenceContent]
  var hasQuote: Bool
  var pulls: [PullContent]
  var hasPulls: Bool
  /// `and three weaker ones; the dossier as a whole +0.12`; nil where all are listed.
  var morePulls: String?
  /// Why there is no vote; nil where there is one.
  var failure: String?

  init(_ review: Review?, dossier: Dossier, tool: ToolContent, driverScale: Double) {
    toolName = tool.name
    kind = review.map { VoteKind($0.vote) } ?? .absent
    icon = kind.rawValue
    word = kind.word
    // A vote beside “0.50” would look like a mistake.
    probability = review?.pShip.map { NumberText.decimal($0, places: abs($0 - 0.5) < 0.005 ? 3 : 2) }
    sentences = (review?.moves ?? []).enumerated().compactMap { index, move in
      SentenceContent(move, isFirst: index == 0, dossier: dossier, tool: tool)
    }
    if !sentences.isEmpty { sentences[sentences.count - 1].isLast = true }
    hasQuote = !sentences.isEmpty
    let drivers = review?.drivers ?? []
    pulls = drivers.prefix(Self.mostPulls).map {
      PullContent($0, dossier: dossier, tool: tool, scale: driverScale)
    }
    hasPulls = !pulls.isEmpty
    let rest = drivers.count - pulls.count
    let weaker = rest > 0 ? ["and \(NumberText.word(rest)) weaker \(rest == 1 ? "one" : "ones")"] : []
    let more = weaker + (review?.terms ?? []).compactMap(Self.term)
    morePulls = more.isEmpty ? nil : more.joined(separator: "; ")
    let cause = PlainText.clean(review?.error ?? "")
    failure =
      switch kind {
      case .failed: cause.isEmpty ? "This seat failed without a stated cause." : cause
      case .abstain: cause.isEmpty ? "The dossier is too thin for this reviewer to vote on." : cause
      case .absent: "This reviewer was not asked about \(tool.name)."
      case .ship, .skip: nil
      }
  }

  /// `the whole dossier +0.12`; nil for what moved nothing that a reader would see.
  private static func term(_ term: TermWeight) -> String? {
    guard term.weight.isFinite, abs(term.weight) >= 0.005 else { return nil }
    let name =
      switch term.term {
      case .licence: "the licence, which is no numbered fact,"
      case .price: "the price, which is no numbered fact,"
      case .whole: "the dossier as a whole"
      }
    return "\(name) \(NumberText.signed(term.weight, places: 2))"
  }

  /// Drivers that a page lists for each vote.
  private static let mostPulls = 4
}

/// One move of a review as a sentence of the quote.
struct SentenceContent: Sendable {
  var text: String
  var runs: [TextRun]
  var cites: [CiteContent]
  var isUnsupported: Bool
  var isFirst: Bool
  var isLast = false

  /// nil where the move has no words.
  init?(_ move: MoveAnswer, isFirst: Bool, dossier: Dossier, tool: ToolContent) {
    text = PlainText.clean(move.text)
    guard !text.isEmpty else { return nil }
    runs = TextRun.split(text)
    cites = move.evidence.map { CiteContent($0, dossier: dossier, tool: tool) }
    isUnsupported = !move.isSupported
    self.isFirst = isFirst
  }
}

/// A citation of one fact.
struct CiteContent: Sendable {
  var cited: Int
  /// Spoken instead of the bare number.
  var label: String
  /// Anchor of the fact; nil where the dossier has no such fact.
  var target: String?

  init(_ id: EvidenceID, dossier: Dossier, tool: ToolContent) {
    cited = id.rawValue
    label = "Evidence \(id.rawValue) of \(tool.name)"
    target = dossier[id] == nil ? nil : FactContent.anchor(tool: tool.number, fact: id)
  }
}

/// A driver: one fact and how far it pulled the vote.
struct PullContent: Sendable {
  var cite: CiteContent
  /// The fact, shortened.
  var fact: String
  var runs: [TextRun]
  /// `+0.42`.
  var weight: String
  /// `towards ship`.
  var words: String
  var icon: String
  /// Left edge and width of the bar in a box of 100, whose middle is no pull.
  var barStart: Int
  var barWidth: Int

  init(_ driver: Driver, dossier: Dossier, tool: ToolContent, scale: Double) {
    cite = CiteContent(driver.evidence, dossier: dossier, tool: tool)
    fact = dossier[driver.evidence].map { Self.shortened(PlainText.clean($0.text)) } ?? "a fact that is not listed"
    let value = driver.weight.isFinite ? driver.weight : 0
    runs = TextRun.split(fact)
    weight = NumberText.signed(value, places: 2)
    let side = value < 0 ? "skip" : "ship"
    icon = side
    words = "towards \(side)"
    barWidth = max(1, Int((50 * value.magnitude / scale).rounded()))
    barStart = value < 0 ? 50 - barWidth : 50
  }

  /// The beginning of `text` up to a word's end, with `…` where something was left out.
  private static func shortened(_ text: String) -> String {
    guard text.count > longestFact else { return text }
    let cut = text.prefix(longestFact)
    let end = cut.lastIndex(of: " ") ?? cut.endIndex
    return cut[..<end] + "…"
  }

  /// Characters of a fact that a driver repeats: all of a sentence, not of a README's paragraph. The whole is in the
  /// evidence list.
  private static let longestFact = 240
}
