public import Inference
import PanelCore

/// Measures a panel on a model without anybody's labels.
///
/// Everything but the sample of moves is read from distributions, without generating a token. A caller that wraps the
/// backend in a ``JournalBackend`` can stop it and go on later.
public struct Evaluation: Sendable {
  let input: EvaluationInput
  let backend: any InferenceBackend
  let emit: @Sendable (EvaluationProgress) -> Void

  /// - Parameter progress: told before each dossier or pair of tools.
  public init(
    _ input: EvaluationInput, backend: any InferenceBackend,
    progress: @escaping @Sendable (EvaluationProgress) -> Void = { _ in }
  ) {
    self.input = input
    self.backend = backend
    emit = progress
  }

  /// All defences of the text off.
  static let undefended = VendorTextOptions(removesMarkers: false, removesAddress: false)

  var combination: VoteCombination {
    input.options.combination ?? FittedCombinations.builtin.combination(for: backend.identity)
  }

  /// Measures the chosen sections.
  ///
  /// - Parameter partial: told a whole report of what is done so far after each section.
  public func report(
    _ sections: Set<EvaluationSection> = Set(EvaluationSection.allCases), fits: Bool = false,
    partial: (EvaluationReport) -> Void = { _ in }
  ) async throws -> EvaluationReport {
    var state = EvaluationState(report: emptyReport())
    let scorer = Scorer(input, backend: backend)
    for section in EvaluationSection.allCases where sections.contains(section) {
      try await measure(section, scorer, &state)
      state.report.seconds = input.context.elapsed()
      state.report.targets = EvaluationReport.targets(state.report)
      var soFar = state.report
      soFar.isPartial = true
      partial(soFar)
    }
    if fits {
      let fit = CombinationFit(input, state.scores, from: combination)
      state.report.fit = fit.report
      state.report.parameters = fit.combination.named
      rescore(&state, fit.combination)
      state.report.targets = EvaluationReport.targets(state.report)
    }
    return state.report
  }

  private func measure(_ section: EvaluationSection, _ scorer: Scorer, _ state: inout EvaluationState) async throws {
    switch section {
    case .metamorphic:
      try await readPlain(Set(input.pairs.map(\.tool)), scorer, &state)
      for (index, pair) in input.pairs.enumerated() where state.scores.pairs[pair.id] == nil {
        guard let dossier = input.dossier(pair.tool)?.edited(pair.edits) else { continue }
        emit(EvaluationProgress(section, done: index, of: input.pairs.count, what: pair.id))
        state.scores.pairs[pair.id] = try await scorer.scores(dossier, &state.report.requests)
      }
      state.report.metamorphic = MetamorphicReport(input, state.scores, combination)
    case .injections:
      try await readPlain(Set(input.attacked), scorer, &state)
      try await attack(scorer, &state)
      state.report.injections = InjectionReport(input, state.scores, combination)
    case .stability:
      state.report.stability = try await stability(scorer, &state)
    case .personas:
      try await readPlain(Set(input.dossiers.map(\.slug)), scorer, &state)
      state.report.distinctness = DistinctnessReport(input, state.scores, combination)
    case .moves:
      state.report.moves = try await moves(scorer, &state)
    case .abstention:
      state.report.abstention = try abstention()
    case .outcomes:
      guard !input.outcomes.isEmpty else { break }
      try await readPlain(Set(input.outcomes.map(\.tool)), scorer, &state)
      state.report.outcomes = OutcomeReport(input.outcomes, input, state.scores, combination)
    }
  }

  /// The reports that are arithmetic on scores, with other parameters.
  private func rescore(_ state: inout EvaluationState, _ combination: VoteCombination) {
    if state.report.metamorphic != nil {
      state.report.metamorphic = MetamorphicReport(input, state.scores, combination)
    }
    if state.report.injections != nil {
      state.report.injections = InjectionReport(input, state.scores, combination)
    }
    if state.report.distinctness != nil {
      state.report.distinctness = DistinctnessReport(input, state.scores, combination)
    }
    if state.report.outcomes != nil {
      state.report.outcomes = OutcomeReport(input.outcomes, input, state.scores, combination)
    }
  }

  /// Scores of dossiers as they stand, each once.
  func readPlain(_ slugs: Set<ToolSlug>, _ scorer: Scorer, _ state: inout EvaluationState) async throws {
    let open = input.dossiers.filter { slugs.contains($0.slug) && state.scores.plain[$0.slug] == nil }
    for (index, dossier) in open.enumerated() {
      emit(EvaluationProgress(nil, done: index, of: open.count, what: dossier.slug.rawValue))
      state.scores.plain[dossier.slug] = try await scorer.scores(dossier, &state.report.requests)
    }
  }

  private func attack(_ scorer: Scorer, _ state: inout EvaluationState) async throws {
    let attacked = input.attacked.compactMap { input.dossier($0) }
    var done = 0
    for dossier in attacked {
      state.scores.plainUndefended[dossier.slug] = try await scorer.scores(
        dossier, vendorText: Self.undefended, &state.report.requests)
      for attack in input.attacks {
        emit(EvaluationProgress(.injections, done: done, of: attacked.count * input.attacks.count, what: attack.id))
        done += 1
        let key = EvaluationScores.AttackID(attack: attack.id, tool: dossier.slug)
        let hostile = attack.applied(to: dossier)
        state.scores.attacks[key] = try await scorer.scores(hostile, &state.report.requests)
        state.scores.attacksUndefended[key] = try await scorer.scores(
          hostile, vendorText: Self.undefended, &state.report.requests)
      }
    }
  }

  private func emptyReport() -> EvaluationReport {
    let identity = backend.identity
    return EvaluationReport(
      model: EvaluationReport.Model(
        name: identity.model, sha256: identity.modelSHA256, backend: identity.kind, engine: identity.engine),
      version: input.context.version, started: input.context.started, seconds: 0,
      personas: input.panel.personas.map(\.id.rawValue), personasSHA256: input.context.personasSHA256,
      promptsSHA256: input.templates.sha256, parameters: combination.named)
  }
}

/// What was read and found so far.
struct EvaluationState: Sendable {
  var scores = EvaluationScores()
  var report: EvaluationReport
}

/// Where an evaluation stands.
public struct EvaluationProgress: Hashable, Sendable {
  /// nil while dossiers are read that several sections need.
  public var section: EvaluationSection?
  public var done: Int
  public var of: Int
  /// A pair, an attack, a tool.
  public var what: String

  init(_ section: EvaluationSection?, done: Int, of: Int, what: String) {
    self.section = section
    self.done = done
    self.of = of
    self.what = what
  }
}

/// A part of an evaluation that can be asked for alone.
public enum EvaluationSection: String, Hashable, Sendable, CaseIterable {
  /// Pairs of dossiers: worse, better, the same.
  case metamorphic
  case injections
  /// Seeds, orders of evidence, tools and labels.
  case stability
  /// How the personas differ.
  case personas
  /// Dossiers without facts.
  case abstention
  /// Known outcomes.
  case outcomes
  /// Written moves: support, overlap, valid answers.
  case moves
}
