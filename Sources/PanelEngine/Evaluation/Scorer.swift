import Inference
import PanelCore
import PanelFormats

/// Reads a panel's scores of dossiers without writing a single move: evidence piece by piece, and the vote on the whole
/// without findings. The requests are those of a session, so that what is measured is what runs.
struct Scorer: Sendable {
  let input: EvaluationInput
  let backend: any InferenceBackend

  init(_ input: EvaluationInput, backend: any InferenceBackend) {
    self.input = input
    self.backend = backend
  }

  /// One value for each persona, in the panel's order; nil where the persona abstains or its seat failed.
  ///
  /// - Parameters:
  ///   - vendorText: nil takes that of the options.
  ///   - seed: nil takes that of the options.
  ///   - requests: counts what was asked.
  func scores(
    _ dossier: Dossier, vendorText: VendorTextOptions? = nil, seed: UInt64? = nil, _ requests: inout RequestReport
  ) async throws -> EvaluationScores.Seats {
    var options = input.options
    if let vendorText { options.vendorText = vendorText }
    if let seed { options.seed = seed }
    var run = SessionRun(try session([dossier], options: options)) { _ in }
    try await run.weigh()
    try await run.vote()
    requests.add(run)
    return run.seats[0].map { $0.isActive ? $0.scores : nil }
  }

  func session(_ dossiers: [Dossier], options: SessionOptions) throws -> ReviewSession {
    var context = input.context
    for dossier in dossiers { context.dossierSHA256[dossier.slug] = ContentHash.of(dossier) }
    return try ReviewSession(
      dossiers: dossiers, panel: input.panel, templates: input.templates, backend: backend, options: options,
      context: context)
  }
}

extension RequestReport {
  mutating func add(_ run: SessionRun) {
    valid += run.answered
    failed += run.failed
    promptTokens += run.usage.promptTokens
    computedPromptTokens += run.usage.computedPromptTokens
    generatedTokens += run.usage.generatedTokens
  }
}
