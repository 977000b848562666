import Inference
import PanelCore

extension SessionRun {
  /// Reads each persona's vote after its moves, and combines it with the weights of the evidence.
  mutating func vote() async throws {
    guard let phase = try await run(.votes, voteRequests()) else { return }
    for persona in session.panel.personas.indices {
      let seats = activeSeats.filter { $0.persona == persona }
      if seats.isEmpty { continue }
      do throws(InferenceError) {
        let leaning = try phase.logOdds(session.options.labels.vote) { .voteOnNothing(persona: persona, flipped: $0) }
        for seat in seats { count(seat, leaning: leaning, phase) }
      } catch {
        for seat in seats { fail(seat, "The vote on a dossier without content failed: \(error)") }
      }
    }
  }

  private mutating func count(_ seat: SeatIndex, leaning: Double, _ phase: PhaseRun) {
    self[seat].scores?.voteLeaning = leaning
    for sample in 0..<session.options.samples {
      do throws(InferenceError) {
        let read = try phase.reading(session.options.labels.vote) { .vote(seat, sample: sample, flipped: $0) }
        self[seat].scores?.votes.append(read.logOdds)
        self[seat].scores?.voteGap = read.gap
      } catch {
        return fail(seat, "The vote failed: \(error)")
      }
    }
    let review = review(seat)
    for (slot, draft) in zip(session.slots(seat), self[seat].chosen) where slot.side == review.vote {
      if let draft { emit(.answered(session.name(seat), draft.answer(to: slot.move))) }
    }
    emit(.reviewed(session.name(seat), review))
  }

  /// Ordered by tool, then persona, as their prefixes are; then the leanings without content.
  func voteRequests() -> [KeyedRequest] {
    var requests: [KeyedRequest] = []
    for seat in activeSeats {
      for sample in 0..<session.options.samples {
        for flipped in [false, true] {
          requests.append(
            voteRequest(
              .vote(seat, sample: sample, flipped: flipped), seat.persona, session.dossier(seat),
              moves: moves(seat, sample: sample), flipped,
              id: "vote/\(session.name(seat).tool)/\(session.name(seat).persona)/\(sample)"))
        }
      }
    }
    return requests + leaningRequests(activeSeats)
  }

  func leaningRequests(_ seats: [SeatIndex]) -> [KeyedRequest] {
    Set(seats.map(\.persona)).sorted().flatMap { persona in
      [false, true].map { flipped in
        // As many findings as the votes read; none where no moves were written.
        let isWritten = seats.contains { $0.persona == persona && !self[$0].chosen.isEmpty }
        let nothing = ContentFree.findings(isWritten ? session.slots[persona].count { $0.side == nil } : 0)
        return voteRequest(
          .voteOnNothing(persona: persona, flipped: flipped), persona, nil, moves: nothing, flipped,
          id: "vote/-/\(session.panel.personas[persona].id)")
      }
    }
  }

  func voteRequest(
    _ key: RequestKey, _ persona: Int, _ dossier: PreparedDossier?, moves: [String], _ flipped: Bool, id: String
  ) -> KeyedRequest {
    KeyedRequest(
      key: key,
      request: InferenceRequest(
        id: RequestID(id + (flipped ? "/flipped" : "")),
        messages: session.prompts.vote(
          of: session.panel.personas[persona], on: dossier, moves: moves, flipped: flipped),
        fields: session.options.labels.vote.fields(flipped: flipped), sampling: .distributionOnly))
  }

  /// What the persona said, for the vote of a sample, but for the reason of a vote: first the answers that were kept, then the samples as they came.
  private func moves(_ seat: SeatIndex, sample: Int) -> [String] {
    zip(session.slots(seat), zip(self[seat].chosen, self[seat].drafts)).compactMap { slot, written in
      let (chosen, drafts) = written
      if slot.side != nil { return nil }
      return sample > 0 && drafts.indices.contains(sample) ? drafts[sample].text : chosen?.text
    }
  }
}
