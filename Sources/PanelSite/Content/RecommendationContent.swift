import PanelCore

/// Which tool to take, and by which rule that was decided.
struct RecommendationContent: Sendable {
  var hasWinner: Bool
  /// `The panel’s pick`, `The panel’s lean` where that is not clear, or what it is called where nothing is picked.
  var topic: String
  var headline: String
  /// What the panel wrote about it; nil where it wrote nothing.
  var advice: String?
  var adviceRuns: [TextRun]
  /// What to know of the evidence before reading on; nil where there is nothing.
  var caution: String?
  var rule: String

  init(_ recommendation: Recommendation, verdicts: [Verdict], tools: [ToolContent]) {
    // Of tools for different work none is picked; the votes lean to one all the same.
    let isForDifferentWork = Recommendation.areForDifferentWork(verdicts)
    let winner = zip(verdicts, tools).first { $0.0.dossier.slug == recommendation.winner }?.1.name
    hasWinner = winner != nil
    let isPick = verdicts.contains { $0.dossier.slug == recommendation.winner && Recommendation.isClear($0) }
    topic =
      !hasWinner || isForDifferentWork ? "The panel’s view" : isPick ? "The panel’s pick" : "The panel’s lean"
    headline =
      switch (winner, recommendation.reason) {
      case (_?, _) where isForDifferentWork: "Choose by the work"
      case (let winner?, _): winner
      case (nil, .splitByOrder): "Split by order"
      case (nil, .noQuorum): "No recommendation"
      case (nil, .noMajority): verdicts.count == 2 ? "Neither" : "None of them"
      case (nil, .panel), (nil, .headToHead), (nil, .tooClose): "Too close to call"
      }
    let text = PlainText.clean(recommendation.text)
    advice = text.isEmpty ? nil : text
    adviceRuns = TextRun.split(text)
    let unlinked = tools.filter(\.hasOneUnlinkedSource).map(\.name)
    caution =
      unlinked.isEmpty
      ? nil
      : "The facts of \(NumberText.list(unlinked)) come from a single source without an address: look for another before "
        + "relying on them."
    rule =
      switch (recommendation.reason, winner) {
      case (.panel, let winner?) where isForDifferentWork:
        "The votes alone lean to \(winner), by the higher panel percentage."
      case (.headToHead, let winner?) where isForDifferentWork:
        "The votes are equal; head to head, each asked in both orders, the reviewers lean to \(winner)."
      case (.panel, _): "Decided by the higher panel percentage."
      case (.headToHead, _): "Equal percentages; decided head to head, each reviewer asked in both orders."
      case (.tooClose, _): "Equal percentages, and no side won head to head."
      case (.splitByOrder, _): "Equal percentages; head to head, the answer changed with the order of the tools."
      case (.noMajority, _): "Most reviewers would skip each of them, so the panel names no winner."
      case (.noQuorum, _): "A tool has too few votes for a percentage, so the panel names no winner."
      }
  }
}
