import Inference
import PanelCore

extension SessionRun {
  /// Weighs each fact on its own, and chooses what the moves rest on.
  ///
  /// A fact that could not be weighed fails its seat: to leave it out would count a grave flaw as nothing.
  mutating func weigh() async throws {
    guard let phase = try await run(.weighing, weighRequests()) else { return }
    for persona in session.panel.personas.indices {
      let seats = activeSeats.filter { $0.persona == persona }
      if seats.isEmpty { continue }
      let baseline: Double
      do throws(InferenceError) {
        baseline = try leaning(of: persona, phase)
      } catch {
        for seat in seats { fail(seat, "Weighing a statement without content failed: \(error)") }
        continue
      }
      for seat in seats { weigh(seat, baseline: baseline, phase) }
    }
    prepareMoves()
  }

  /// Chooses the facts of each tool's moves, persona after persona; those whose reviews are there have chosen.
  mutating func prepareMoves() {
    for tool in session.dossiers.indices {
      var quoted: [EvidenceID: Double] = [:]
      for seat in allSeats where seat.tool == tool {
        if let ready = self[seat].ready {
          for fact in ready.trace.quoted { quoted[fact, default: 0] += 1 }
        }
        guard self[seat].isActive else { continue }
        self[seat].prepared = session.prepared(seat, weights: self[seat].weights, quoted: quoted)
        for (slot, move) in zip(session.slots(seat), self[seat].prepared) where move.quoted != nil {
          // The reason of the vote that will hardly be cast is not met by a reader.
          if let side = slot.side, side != self[seat].leaning { continue }
          for fact in move.facts { quoted[fact, default: 0] += 1 }
          self[seat].trace.quoted += move.facts
        }
      }
    }
  }

  private mutating func weigh(_ seat: SeatIndex, baseline: Double, _ phase: PhaseRun) {
    let labels = session.options.labels.evidence
    var scores = SeatScores(items: [], leaning: baseline)
    for (index, statement) in session.dossier(seat).statements.enumerated() {
      do throws(InferenceError) {
        let read = try phase.reading(labels) { .weigh(seat, statement: index, flipped: $0) }
        var item = SeatScores.Item(
          subject: statement.subject, raw: read.logOdds, isClaim: statement.isClaim, gap: read.gap)
        if let neutral = statement.neutral {
          item.neutral =
            neutral.isEmpty
            ? .nothing : .raw(try phase.logOdds(labels) { .weighNeutral(seat, statement: index, flipped: $0) })
        }
        scores.items.append(item)
      } catch {
        return fail(seat, "Weighing \(Self.named(statement.subject)) failed: \(error)")
      }
    }
    self[seat].scores = scores
    let weights = scores.weights(session.combination)
    self[seat].weights = zip(scores.items, weights).compactMap { item, weight in
      guard case .fact(let id) = item.subject else { return nil }
      return Driver(evidence: id, weight: weight, raw: item.raw)
    }
  }

  private static func named(_ subject: Statement.Subject) -> String {
    switch subject {
    case .fact(let id): "fact \(id)"
    case .licence: "the licence"
    case .price: "the price"
    }
  }

  /// The persona's mean log-odds on statements without content.
  private func leaning(of persona: Int, _ phase: PhaseRun) throws(InferenceError) -> Double {
    var sum = 0.0
    for statement in ContentFree.statements.indices {
      sum += try phase.logOdds(session.options.labels.evidence) {
        .weighNothing(persona: persona, statement: statement, flipped: $0)
      }
    }
    return sum / Double(ContentFree.statements.count)
  }

  /// Ordered by persona, since rules and persona are what these requests share.
  func weighRequests() -> [KeyedRequest] {
    session.panel.personas.indices.flatMap { persona -> [KeyedRequest] in
      let seats = activeSeats.filter { $0.persona == persona }
      if seats.isEmpty { return [] }
      var requests: [KeyedRequest] = []
      for (index, statement) in ContentFree.statements.enumerated() {
        for flipped in [false, true] {
          requests.append(
            weighRequest(
              .weighNothing(persona: persona, statement: index, flipped: flipped), statement, persona, flipped,
              id: "weigh/-/\(session.panel.personas[persona].id)/\(index)"))
        }
      }
      for seat in seats {
        for (index, statement) in session.dossier(seat).statements.enumerated() {
          let id = "weigh/\(session.name(seat).tool)/\(session.name(seat).persona)/\(statement.subject.name)"
          for flipped in [false, true] {
            requests.append(
              weighRequest(
                .weigh(seat, statement: index, flipped: flipped), statement.text, persona, flipped, id: id))
          }
          // The swing: only texts that change without their marketing are weighed again.
          guard let neutral = statement.neutral, !neutral.isEmpty else { continue }
          for flipped in [false, true] {
            requests.append(
              weighRequest(
                .weighNeutral(seat, statement: index, flipped: flipped), neutral, persona, flipped, id: id + "/neutral")
            )
          }
        }
      }
      return requests
    }
  }

  private func weighRequest(
    _ key: RequestKey, _ statement: String, _ persona: Int, _ flipped: Bool, id: String
  ) -> KeyedRequest {
    KeyedRequest(
      key: key,
      request: InferenceRequest(
        id: RequestID(id + (flipped ? "/flipped" : "")),
        messages: session.prompts.weigh(statement, by: session.panel.personas[persona], flipped: flipped),
        fields: session.options.labels.evidence.fields(flipped: flipped), sampling: .distributionOnly))
  }
}

extension Sampling {
  /// For requests that read a distribution and sample nothing: the same whatever the session's seed, so that their
  /// answers can be found again.
  static let distributionOnly = Sampling(temperature: 0, seed: 0)
}
