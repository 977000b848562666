import PanelCore

extension SessionRun {
  func recommendation(_ verdicts: [Verdict], _ answers: [HeadToHeadAnswer]) -> Recommendation? {
    guard verdicts.count > 1 else { return nil }
    let percents = verdicts.map(\.shipPercent)
    guard !percents.contains(nil), let best = percents.compactMap({ $0 }).max() else {
      return Recommendation(winner: nil, reason: .noQuorum, text: "")
    }
    let tied = verdicts.filter { $0.shipPercent == best }
    if tied.count == 1 { return Recommendation(winner: tied[0].dossier.slug, reason: .panel, text: "") }
    return Recommendation(winner: nil, reason: .tooClose, text: "")
  }
}
