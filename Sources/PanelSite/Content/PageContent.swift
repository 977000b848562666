import PanelCore

/// What every form of the page says, in words, before it is laid out.
///
/// Names of properties are what the templates use. A template finds a nil property of an inner value in the outer one,
/// so no optional property shares its name with one further out.
struct PageContent: Sendable {
  var kicker: String
  /// Who wrote it, under the title.
  var byline: String
  var title: String
  var question: String
  var summary: String
  var tools: [ToolContent]
  var recommendation: RecommendationContent?
  var scorecardTitle: String
  var scorecardNote: String
  var seats: [SeatContent]
  var pricingRead: String
  var newsletter = NewsletterContent()
  var making: MakingContent

  init(_ comparison: Comparison) {
    let verdicts = comparison.verdicts
    let strongest = verdicts.flatMap(\.reviews).flatMap(\.drivers).map(\.weight.magnitude).filter(\.isFinite).max()
    let scale = max(1, strongest ?? 1)
    let tools = verdicts.enumerated().map { ToolContent($1, number: $0 + 1, run: comparison.run) }
    let seats = SeatContent.rows(verdicts, tools: tools, driverScale: scale)
    self.tools = tools
    self.seats = seats
    byline = Self.byline(verdicts.flatMap(\.reviews).flatMap(\.moves))
    kicker = verdicts.count > 1 ? "Tool comparison" : "Tool verdict"
    title = tools.isEmpty ? "No tool" : tools.map(\.name).joined(separator: " vs ")
    question = Self.question(tools: tools, seats: seats.count)
    summary = tools.map { "\($0.name): \($0.glance)" }.joined(separator: ". ") + "."
    recommendation = comparison.recommendation.map { RecommendationContent($0, verdicts: verdicts, tools: tools) }
    scorecardTitle = "Reviewer scorecard"
    scorecardNote =
      Self.figuresNote
      + "Small numbers cite the evidence below. Words underlined with dots are not backed by the evidence they cite."
    pricingRead = Self.pricingRead(tools)
    making = MakingContent(comparison, seats: seats)
  }

  /// What the figures of the scorecard are, in every form of the page.
  static let figuresNote =
    "P(ship) is how likely the reviewer is to ship, read from the model’s own distribution and calibrated; 0.5 is "
    + "undecided. What pulled a vote is in log-odds, for (+) and against (−): one model’s reading of each fact alone, "
    + "which errs on some. "

  private static func byline(_ moves: [MoveAnswer]) -> String {
    let start = "By AI reviewers, who are roles and not people, on one language model"
    guard moves.contains(where: { $0.wording == .persona || $0.wording == .both }) else { return start + "." }
    return start + ": it weighs the facts and votes, and most of what follows a quoted fact is in the words of the "
      + "roles’ authors."
  }

  private static func question(tools: [ToolContent], seats: Int) -> String {
    let panel = seats == 1 ? "One reviewer" : "\(NumberText.word(seats).capitalizedFirst) reviewers"
    switch tools.count {
    case 0: return "There is nothing to compare."
    case 1: return "Is it ready to build on? \(panel) voted on its evidence: here is how, why, and what it costs."
    default:
      return "Which one should you choose? \(panel) voted on each from its evidence: here is how, why, "
        + "and what each costs."
    }
  }

  /// What the prices mean side by side, from the dossiers' labels alone.
  private static func pricingRead(_ tools: [ToolContent]) -> String {
    let priced = tools.filter { $0.price != nil }
    let missing = tools.filter { $0.price == nil }.map(\.name)
    var sentences: [String] = []
    let labels = Set(priced.compactMap { $0.price?.label.lowercased() })
    if priced.count > 1, labels.count == 1, let label = priced.first?.price?.label {
      sentences.append(
        "\(NumberText.list(priced.map(\.name))) are \(priced.count == 2 ? "both" : "all") listed as \(label).")
    } else {
      let listed = priced.compactMap { tool in tool.price.map { "\(tool.name) as \($0.label) (\($0.entry))" } }
      if let first = priced.first?.price, priced.count == 1 {
        sentences.append("\(priced[0].name) is listed as \(first.label), from \(first.entry).")
      } else if !listed.isEmpty {
        sentences.append("Listed differently: \(NumberText.list(listed)).")
      }
    }
    if !missing.isEmpty { sentences.append("No price is on record for \(NumberText.list(missing)).") }
    return sentences.joined(separator: " ")
  }
}

/// The block that invites to the newsletter; static until there is something to subscribe to.
struct NewsletterContent: Sendable {
  var heading = "The next verdict, once a week"
  var text =
    "One comparison a week: how the panel voted, the evidence it voted on, and what changed since. "
    + "This page collects nothing."
}

extension String {
  /// With a capital first letter, the rest as it is.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
