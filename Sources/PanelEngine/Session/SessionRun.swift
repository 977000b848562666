import Inference
import PanelCore

/// A session on its way: phase after phase over the state of its seats.
struct SessionRun: Sendable {
  let session: ReviewSession
  let emit: @Sendable (ReviewEvent) -> Void
  /// `[tool][persona]`.
  var seats: [[SeatState]]
  var usage = TokenUsage()
  /// Requests that were answered, and those that failed.
  var answered = 0
  var failed = 0

  init(_ session: ReviewSession, emit: @escaping @Sendable (ReviewEvent) -> Void) {
    self.session = session
    self.emit = emit
    seats = session.dossiers.map { dossier in
      session.panel.personas.map { persona in
        var state = SeatState()
        state.abstains = dossier.facts.count < AbstainRule.fewestFacts(for: persona)
        return state
      }
    }
    for seat in allSeats { self[seat].ready = session.ready[session.name(seat)] }
  }

  mutating func execute() async throws -> Comparison {
    for dossier in session.dossiers where !dossier.leftOut.isEmpty {
      emit(.leftOut(tool: dossier.original.slug, facts: dossier.leftOut))
    }
    for dossier in session.dossiers where !dossier.addressed.isEmpty {
      emit(.addressed(tool: dossier.original.slug, facts: dossier.addressed))
    }
    for seat in allSeats where self[seat].abstains || self[seat].ready != nil {
      emit(.reviewed(session.name(seat), review(seat)))
    }
    try await weigh()
    try await answerChoices()
    try await writeMoves()
    try await vote()
    return try await comparison(of: verdicts)
  }

  var allSeats: [SeatIndex] {
    session.dossiers.indices.flatMap { tool in
      session.panel.personas.indices.map { SeatIndex(tool: tool, persona: $0) }
    }
  }

  var activeSeats: [SeatIndex] { allSeats.filter { self[$0].isActive } }

  subscript(seat: SeatIndex) -> SeatState {
    get { seats[seat.tool][seat.persona] }
    set { seats[seat.tool][seat.persona] = newValue }
  }

  /// Runs a phase's requests. `onSignal` sees what its requests do beside the common events.
  mutating func run(
    _ phase: ReviewPhase, _ requests: [KeyedRequest],
    onSignal: (RequestKey, PhaseRun.Signal) -> Void = { _, _ in }
  ) async throws -> PhaseRun? {
    guard !requests.isEmpty else { return nil }
    emit(.phase(phase, requests: requests.count))
    let before = usage
    var done = 0
    let result = try await PhaseRun(requests, on: session.backend) { key, signal, used in
      onSignal(key, signal)
      switch signal {
      case .started: if let seat = key.seat { emit(.working(session.name(seat), phase)) }
      case .ended:
        done += 1
        emit(.progress(phase, done: done, of: requests.count))
        emit(.usage(before + used))
      case .text, .field: break
      }
    }
    usage = before + result.usage
    for outcome in result.results.values {
      if case .success = outcome { answered += 1 } else { failed += 1 }
    }
    return result
  }

  /// Ends a seat without a vote.
  mutating func fail(_ seat: SeatIndex, _ cause: String) {
    guard self[seat].isActive else { return }
    self[seat].failure = cause
    emit(.failed(session.name(seat), review(seat)))
  }

  /// The seat's review as far as it got.
  func review(_ seat: SeatIndex) -> Review {
    let state = self[seat]
    if let ready = state.ready { return ready.review }
    let persona = session.persona(seat)
    let combination = session.combination
    var review = Review(
      persona: persona.id, name: persona.name, vote: nil, pShip: nil, pShipRaw: state.scores?.pShipRaw,
      drivers: state.scores?.drivers(combination) ?? [], terms: state.scores?.terms(combination) ?? [],
      error: state.failure)
    review.pShip = state.scores?.pShip(combination, persona: persona.id)
    review.pShipNeutral = state.scores?.pShip(combination, persona: persona.id, isNeutral: true)
    if state.abstains {
      review.vote = .abstain
    } else if state.failure == nil, let pShip = review.pShip {
      review.vote = pShip >= 0.5 ? .ship : .skip
    } else {
      review.pShip = nil
      review.pShipRaw = nil
      review.pShipNeutral = nil
    }
    review.moves = zip(session.slots(seat), state.chosen).compactMap { slot, draft in
      slot.side == nil || slot.side == review.vote ? draft?.answer(to: slot.move) : nil
    }
    return review
  }

  var verdicts: [Verdict] {
    session.dossiers.indices.map { tool in
      Verdict(
        dossier: session.dossiers[tool].original,
        reviews: session.panel.personas.indices.map { review(SeatIndex(tool: tool, persona: $0)) },
        quorum: session.panel.quorum, addressed: session.dossiers[tool].addressed)
    }
  }

  func record() -> RunRecord {
    let identity = session.backend.identity
    let context = session.context
    return RunRecord(
      id: context.id, backend: identity.kind, modelName: identity.model, modelSHA256: identity.modelSHA256,
      tokenizerSHA256: identity.tokenizerSHA256, engine: identity.engine, settingsSHA256: context.settingsSHA256,
      seed: session.options.seed, personasSHA256: context.personasSHA256, promptsSHA256: session.templates.sha256,
      dossierSHA256: context.dossierSHA256, version: context.version, started: context.started,
      seconds: context.elapsed(), promptTokens: usage.promptTokens, computedPromptTokens: usage.computedPromptTokens,
      generatedTokens: usage.generatedTokens,
      fromStore: allSeats.compactMap { seat in
        self[seat].ready.map { ReusedSeat(tool: $0.seat.tool, persona: $0.seat.persona, run: $0.run) }
      })
  }
}
