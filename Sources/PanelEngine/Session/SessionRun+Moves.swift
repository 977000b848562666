import Inference
import PanelCore

extension SessionRun {
  /// Writes the moves, checks them, and asks once more for those that did not pass.
  mutating func writeMoves() async throws {
    for seat in activeSeats {
      self[seat].drafts = session.slots(seat).map { _ in [] }
      self[seat].chosen = session.slots(seat).map { _ in nil }
      takeWritten(seat)
    }
    let requests = moveRequests()
    if let phase = try await runMoves(.moves, requests) {
      for request in requests {
        if case .move(let seat, let move, _, _) = request.key { take(phase, request.key, seat, move) }
      }
    }
    try await checkDrafts()
    chooseDrafts()
    let repairs = repairRequests()
    if let phase = try await runMoves(.repair, repairs) {
      for request in repairs {
        guard case .move(let seat, let move, _, _) = request.key else { continue }
        take(phase, request.key, seat, move)
        if let draft = self[seat].drafts[move].last { keepBetter(draft, seat, move) }
      }
    }
    for seat in activeSeats { finishMoves(seat) }
  }

  /// Takes in the answers that the personas' authors wrote for the facts at hand.
  private mutating func takeWritten(_ seat: SeatIndex) {
    for (index, prepared) in self[seat].prepared.enumerated() {
      guard let written = prepared.written else { continue }
      let draft = MoveDraft.written(written, after: prepared.opening, prepared)
      self[seat].drafts[index] = [draft]
      let slot = session.slots(seat)[index]
      if slot.side == nil || slot.side == self[seat].leaning {
        emit(.text(session.name(seat), move: slot.move.id, delta: draft.text))
      }
    }
  }

  private mutating func finishMoves(_ seat: SeatIndex) {
    for (index, slot) in session.slots(seat).enumerated() {
      guard let draft = self[seat].chosen[index], !draft.answer.body.isEmpty else {
        let cause = self[seat].moveFailures[index] ?? "the text was empty twice"
        return fail(seat, "Move “\(slot.move.id)” failed: \(cause)")
      }
      if slot.side == nil { emit(.answered(session.name(seat), draft.answer(to: slot.move))) }
    }
  }

  /// The best draft of each move, in the panel's order: a later answer is measured by those before it. Answers about other
  /// tools do not count, so that a review is the same whatever else is in the session.
  private mutating func chooseDrafts() {
    for seat in activeSeats {
      var before = draftedBefore(seat)
      for move in self[seat].drafts.indices {
        let drafts = self[seat].drafts[move].map { recheck($0, seat, move, others: before) }
        guard let best = drafts.min(by: { $0.badness < $1.badness }) else { continue }
        self[seat].chosen[move] = best
        self[seat].trace.drafted.append(best.answer.body)
        before.formUnion(best.grams)
      }
      emit(.traced(session.name(seat), self[seat].trace))
    }
  }

  /// What the seats before this one wrote about the same tool, before any of it was written again.
  private func draftedBefore(_ seat: SeatIndex) -> Set<ArraySlice<String>> {
    (0..<seat.persona).reduce(into: []) { grams, persona in
      let state = self[SeatIndex(tool: seat.tool, persona: persona)]
      for text in (state.ready?.trace ?? state.trace).drafted {
        grams.formUnion(WordSequence(text).grams(Overlap.length))
      }
    }
  }

  private mutating func keepBetter(_ draft: MoveDraft, _ seat: SeatIndex, _ move: Int) {
    var others = draftedBefore(seat)
    for (index, chosen) in self[seat].chosen.enumerated() where index != move {
      if let chosen { others.formUnion(chosen.grams) }
    }
    let new = recheck(draft, seat, move, others: others)
    let old = self[seat].chosen[move].map { recheck($0, seat, move, others: others) }
    let better = if let old, old.severity <= new.severity { old } else { new }
    self[seat].chosen[move] = better.defects.isEmpty ? better : spare(seat, move) ?? better
  }

  /// What takes the place of an answer that the model could not give.
  private func spare(_ seat: SeatIndex, _ move: Int) -> MoveDraft? {
    let prepared = self[seat].prepared[move]
    guard !session.options.ownWords, let spare = prepared.spare else { return nil }
    return .written(spare, after: prepared.leadInToSpare, prepared)
  }

  private func recheck(
    _ draft: MoveDraft, _ seat: SeatIndex, _ move: Int, others: Set<ArraySlice<String>>
  ) -> MoveDraft {
    // What an author wrote is not written again.
    if draft.wording == .persona { return draft }
    var draft = draft
    draft.defects = session.checks[seat.tool].defects(
      draft.answer, support: draft.support, asked: self[seat].prepared[move].move.ask, others: others)
    // A few words that say what a tool is for are those of the dossier and of other reviewers.
    if draft.closing != nil, !draft.answer.body.isEmpty {
      draft.defects.removeAll(where: \.isOfWholeAnswers)
      let name = session.dossier(seat).name
      if draft.answer.body.lowercased().contains(name.lowercased()) || Filler.isEmpty(draft.answer.body) {
        draft.defects.append(.saysNothing)
      }
    }
    if !draft.answer.body.isEmpty, self[seat].prepared[move].stopsEarly(draft.answer.body) {
      draft.defects.append(.stopsEarly)
    }
    return draft
  }

  /// Takes a response in as a draft, or notes why there is none.
  private mutating func take(_ phase: PhaseRun, _ key: RequestKey, _ seat: SeatIndex, _ move: Int) {
    do throws(InferenceError) {
      self[seat].drafts[move].append(try draft(try phase.response(key), seat, move))
    } catch {
      self[seat].moveFailures[move] = error.description
    }
  }

  private func draft(
    _ response: InferenceResponse, _ seat: SeatIndex, _ index: Int
  ) throws(InferenceError) -> MoveDraft {
    let prepared = self[seat].prepared[index]
    let dossier = session.dossier(seat)
    guard case .text(let generated)? = response[PreparedMove.textField] else {
      throw InferenceError(.invalidOutput, "The backend gave no text.")
    }
    let leadIn = prepared.opening
    var cited = prepared.quoted == nil ? [] : prepared.facts.map(\.rawValue)
    if case .evidence(let ids)? = response[PreparedMove.evidenceField] { cited = ids }
    let options = session.options.vendorText
    var answer = AnswerText(
      generated.text, leadIn: leadIn, wasCutOff: generated.finish == .wordLimit,
      markers: [dossier.nonce] + (options.marksWords ? [options.marker] : []))
    if prepared.closing != nil { answer.endAtClause() }
    let support = session.checks[seat.tool].support(
      of: answer.body, asked: [prepared.move.ask, leadIn],
      startsSentence: leadIn.last.map { ".!?:".contains($0) } ?? true,
      cited: cited, quoted: prepared.quoted == nil ? [] : prepared.facts)
    return MoveDraft(
      leadIn: leadIn, answer: answer, closing: prepared.closing, support: support, defects: [],
      wording: prepared.closing == nil ? .model : .both)
  }

  /// Ordered by tool, then persona, as their prefixes are.
  func moveRequests() -> [KeyedRequest] {
    activeSeats.flatMap { seat in
      self[seat].prepared.indices.filter { self[seat].prepared[$0].written == nil }.flatMap { move in
        (0..<session.options.texts).map { moveRequest(seat, move, sample: $0, attempt: 0) }
      }
    }
  }

  private func repairRequests() -> [KeyedRequest] {
    activeSeats.flatMap { seat in
      self[seat].chosen.enumerated().compactMap { move, draft -> KeyedRequest? in
        if let draft, draft.defects.isEmpty { return nil }
        var hints: [String] = []
        for hint in (draft?.defects ?? []).map(\.hint) where !hints.contains(hint) { hints.append(hint) }
        let hint = hints.prefix(2).joined(separator: " ")
        return moveRequest(seat, move, sample: 0, attempt: 1, hint: hint)
      }
    }
  }

  private func moveRequest(
    _ seat: SeatIndex, _ index: Int, sample: Int, attempt: Int, hint: String = ""
  ) -> KeyedRequest {
    let persona = session.persona(seat)
    let dossier = session.dossier(seat)
    let slot = session.slots(seat)[index]
    let prepared = self[seat].prepared[index]
    let parts = [dossier.original.slug.rawValue, persona.id.rawValue, slot.id, String(sample), String(attempt)]
    var sampling = session.options.sampling
    sampling.seed = DerivedSeed.make(session.options.seed, parts)
    // Without randomness another seed changes nothing; the hint does, and a little randomness helps it. A few words that
    // end a sentence are better without.
    if attempt > 0, prepared.closing == nil { sampling.temperature = max(sampling.temperature, 0.5) }
    return KeyedRequest(
      key: .move(seat, move: index, sample: sample, attempt: attempt),
      request: InferenceRequest(
        id: RequestID((["move"] + parts).joined(separator: "/")),
        messages: session.prompts.move(prepared, of: persona, on: dossier, hint: hint),
        fields: prepared.fields(atMost: session.options.citations),
        sampling: sampling))
  }

  /// Runs requests of moves, telling the first sample's text as it is written.
  private mutating func runMoves(_ phase: ReviewPhase, _ requests: [KeyedRequest]) async throws -> PhaseRun? {
    let session = session
    let emit = emit
    let leanings = Dictionary(activeSeats.map { ($0, self[$0].leaning) }) { first, _ in first }
    let prepared = Dictionary(activeSeats.map { ($0, self[$0].prepared) }) { first, _ in first }
    return try await run(phase, requests) { key, signal in
      guard case .move(let seat, let index, 0, _) = key else { return }
      let slot = session.slots(seat)[index]
      // A reader sees one reason grow: the one that the evidence leans to.
      if let side = slot.side, side != leanings[seat] { return }
      func tell(_ delta: String) { emit(.text(session.name(seat), move: slot.move.id, delta: delta)) }
      switch signal {
      case .started:
        if let move = prepared[seat]?[index] { tell(move.opening) }
      case .text(PreparedMove.textField, let delta): tell(delta)
      case .text, .field, .ended: break
      }
    }
  }
}
