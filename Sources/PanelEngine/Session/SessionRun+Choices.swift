import Inference
import PanelCore

extension SessionRun {
  /// Answers the closed questions among the moves, each label measured against its probability on a dossier without
  /// content: a small model favours one label whatever the tool (contextual calibration, arXiv 2102.09690).
  mutating func answerChoices() async throws {
    guard let phase = try await run(.choices, choiceRequests()) else { return }
    for seat in activeSeats {
      for (index, prepared) in self[seat].prepared.enumerated() {
        guard prepared.isOpen, let labels = prepared.move.choices else { continue }
        do throws(InferenceError) {
          let own = try distribution(phase, .choice(seat, move: index))
          let leaning = try distribution(
            phase, .choiceOnNothing(persona: seat.persona, move: index, isOtherwise: prepared.isOtherwise))
          let scores = labels.map { label in
            (own.logProbability(of: label) ?? -30) - max(-30, leaning.logProbability(of: label) ?? -30)
          }
          guard let best = labels.indices.max(by: { (scores[$0], $1) < (scores[$1], $0) }) else { continue }
          self[seat].prepared[index].answer(labels[best])
        } catch {
          fail(seat, "The closed question of move “\(prepared.move.id)” failed: \(error)")
        }
      }
    }
  }

  private func distribution(_ phase: PhaseRun, _ key: RequestKey) throws(InferenceError) -> ChoiceDistribution {
    guard case .choice(let choice)? = try phase.response(key)[LabelPair.field] else {
      throw InferenceError(.invalidOutput, "The backend gave no answer to the closed question.")
    }
    return choice
  }

  func choiceRequests() -> [KeyedRequest] {
    var requests: [KeyedRequest] = []
    for seat in activeSeats {
      for (index, prepared) in self[seat].prepared.enumerated() where prepared.isOpen {
        requests.append(
          choiceRequest(
            .choice(seat, move: index), prepared, seat.persona, session.dossier(seat),
            id: "\(session.name(seat).tool)/\(session.name(seat).persona)/\(session.slots(seat)[index].id)"))
      }
    }
    for persona in Set(activeSeats.map(\.persona)).sorted() {
      for (index, slot) in session.slots[persona].enumerated() where slot.move.choices != nil {
        let asked = activeSeats.filter { $0.persona == persona }.map { self[$0].prepared[index] }.filter(\.isOpen)
        let ways = Set(asked.map(\.isOtherwise))
        for isOtherwise in [false, true] where ways.contains(isOtherwise) {
          let nothing = session.preparedOnNothing(slot.move, isOtherwise: isOtherwise, persona: persona)
          requests.append(
            choiceRequest(
              .choiceOnNothing(persona: persona, move: index, isOtherwise: isOtherwise), nothing, persona, nil,
              id: "-/\(session.panel.personas[persona].id)/\(slot.id)" + (isOtherwise ? "/otherwise" : "")))
        }
      }
    }
    return requests
  }

  private func choiceRequest(
    _ key: RequestKey, _ prepared: PreparedMove, _ persona: Int, _ dossier: PreparedDossier?, id: String
  ) -> KeyedRequest {
    KeyedRequest(
      key: key,
      request: InferenceRequest(
        id: RequestID("choice/" + id),
        messages: session.prompts.move(prepared, of: session.panel.personas[persona], on: dossier),
        fields: prepared.choiceFields,
        sampling: .distributionOnly))
  }
}
