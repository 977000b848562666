import Inference
import PanelCore

extension SessionRun {
  /// Asks the model which of a move's drafts follow from their facts, where there are drafts to choose between.
  ///
  /// A request that fails leaves its draft unjudged: the other checks choose then.
  mutating func checkDrafts() async throws {
    let requests = checkRequests()
    guard let phase = try await run(.checking, requests) else { return }
    for case .check(let seat, let move, let draft, false) in requests.map(\.key) {
      self[seat].drafts[move][draft].truth = try? phase.logOdds(session.options.labels.support) {
        .check(seat, move: move, draft: draft, flipped: $0)
      }
    }
  }

  /// Ordered by seat and move: both drafts and both orders share rules and facts.
  func checkRequests() -> [KeyedRequest] {
    activeSeats.flatMap { seat -> [KeyedRequest] in
      zip(session.slots(seat), self[seat].drafts).enumerated().flatMap { index, pair -> [KeyedRequest] in
        let (slot, drafts) = pair
        guard Set(drafts.map(\.text)).count > 1 else { return [] }
        let given = Set(self[seat].prepared[index].facts).union(drafts.flatMap(\.support.evidence))
        let facts = session.dossier(seat).facts.filter { given.contains($0.id) }
        return drafts.enumerated().flatMap { number, draft in
          [false, true].map { flipped in
            KeyedRequest(
              key: .check(seat, move: index, draft: number, flipped: flipped),
              request: InferenceRequest(
                id: RequestID(
                  "check/\(session.name(seat).tool)/\(session.name(seat).persona)/\(slot.id)/\(number)"
                    + (flipped ? "/flipped" : "")),
                messages: session.prompts.check(draft.text, facts: facts, flipped: flipped),
                fields: session.options.labels.support.fields(flipped: flipped), sampling: .distributionOnly))
          }
        }
      }
    }
  }
}
