public import Inference
public import PanelCore

/// One run of a panel over one or more tools.
///
///     let session = try ReviewSession(
///       dossiers: dossiers, panel: panel, templates: templates, backend: backend, context: context)
///     for try await event in session.run() {
///       if case .finished(let comparison) = event { … }
///     }
///
/// With the same input, seed and a deterministic backend, the comparison is the same but for `run.seconds` and what the
/// context says.
public struct ReviewSession: Sendable {
  public let dossiers: [PreparedDossier]
  public let panel: Panel
  public let options: SessionOptions
  public let context: RunContext
  let backend: any InferenceBackend
  let templates: PromptTemplates
  let prompts: SessionPrompts
  /// How weights and vote become P(ship).
  public let combination: VoteCombination
  let checks: [MoveCheck]
  /// Seats that are not computed.
  let ready: [Seat: ReadySeat]
  /// Pairs that are not asked.
  let headToHeads: [HeadToHead]
  /// Answers that each persona writes about a tool.
  let slots: [[MoveSlot]]

  /// - Parameters:
  ///   - ready: seats whose reviews are there already; those of other tools or personas are passed over.
  ///   - headToHeads: what the personas answered about pairs of the tools already, in the order of the tools.
  /// - Throws: ``SessionError`` for no tools, the same tool twice, no personas, or a persona without moves.
  public init(
    dossiers: [Dossier], panel: Panel, templates: PromptTemplates, backend: any InferenceBackend,
    options: SessionOptions = SessionOptions(), context: RunContext, ready: [ReadySeat] = [],
    headToHeads: [HeadToHead] = []
  ) throws(SessionError) {
    if dossiers.isEmpty { throw SessionError(.noTools, "There is no tool to review.") }
    for (index, dossier) in dossiers.enumerated() where dossiers[..<index].contains(where: { $0.slug == dossier.slug })
    {
      throw SessionError(.sameToolTwice, "The tool “\(dossier.slug)” is named twice.")
    }
    if panel.personas.isEmpty { throw SessionError(.noPersonas, "The panel has no personas.") }
    for persona in panel.personas {
      if persona.moves.isEmpty { throw SessionError(.badPersona, "Persona “\(persona.id)” has no moves.") }
      if Set(persona.moves.map(\.id)).count < persona.moves.count {
        throw SessionError(.badPersona, "Persona “\(persona.id)” has two moves of the same id.")
      }
    }
    if Set(panel.personas.map(\.id)).count < panel.personas.count {
      throw SessionError(.badPersona, "The panel has two personas of the same id.")
    }
    let text = VendorText(options.vendorText)
    self.dossiers = dossiers.map {
      PreparedDossier($0, sha256: context.dossierSHA256[$0.slug] ?? "", seed: options.seed, text: text)
    }
    self.panel = panel
    self.options = options
    self.context = context
    self.backend = backend
    self.templates = templates
    self.headToHeads = headToHeads
    self.ready = Dictionary(ready.map { ($0.seat, $0) }) { first, _ in first }
    combination = options.combination ?? FittedCombinations.builtin.combination(for: backend.identity)
    prompts = SessionPrompts(templates, vendorText: text, labels: options.labels)
    slots = panel.personas.map(MoveSlot.slots(of:))
    checks = dossiers.map { MoveCheck($0, limits: options.limits) }
  }

  /// Runs the session. The last event is ``ReviewEvent/finished(_:)``; the stream throws where the backend as a whole
  /// cannot go on. Cancelling the task that reads it, or dropping the stream, stops the work.
  public func run() -> AsyncThrowingStream<ReviewEvent, any Error> {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: ReviewEvent.self)
    let task = Task {
      do {
        var run = SessionRun(self) { continuation.yield($0) }
        continuation.yield(.finished(try await run.execute()))
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  /// Runs the session to its end without looking on.
  public func comparison() async throws -> Comparison {
    for try await event in run() {
      if case .finished(let comparison) = event { return comparison }
    }
    throw CancellationError()
  }

  func persona(_ seat: SeatIndex) -> Persona { panel.personas[seat.persona] }
  func slots(_ seat: SeatIndex) -> [MoveSlot] { slots[seat.persona] }
  /// Numbers of the slots that give the reason of a vote.
  func reasons(_ seat: SeatIndex) -> Set<Int> {
    Set(slots(seat).indices.filter { slots(seat)[$0].side != nil })
  }
  /// The seat's moves with the facts that they rest on.
  func prepared(_ seat: SeatIndex, weights: [Driver], quoted: [EvidenceID: Double]) -> [PreparedMove] {
    let dossier = dossier(seat)
    return MoveFacts(
      dossier.unmarkedFacts(options.vendorText), count: options.factsPerMove, name: dossier.name,
      purpose: dossier.purpose, usesReadings: !options.ownWords
    ).prepare(
      for: slots(seat).map(\.move), reasons: reasons(seat), weights: weights, persona: persona(seat), quoted: quoted)
  }
  /// A closed question as it is put to a dossier without content.
  ///
  /// In the same way as to the tool, so that the model's leaning is that to the same words.
  func preparedOnNothing(_ move: Move, isOtherwise: Bool, persona: Int) -> PreparedMove {
    var move = isOtherwise ? move.alternative : move
    move.otherwise = nil
    move.readings = []
    return MoveFacts(ContentFree.facts, count: options.factsPerMove, name: ContentFree.toolName)
      .prepare(for: [move], weights: [], persona: panel.personas[persona])[0]
  }
  func dossier(_ seat: SeatIndex) -> PreparedDossier { dossiers[seat.tool] }
  func name(_ seat: SeatIndex) -> Seat { Seat(tool: dossier(seat).original.slug, persona: persona(seat).id) }
}
