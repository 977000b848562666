import Inference
import PanelCore
import PanelFormats
import Synchronization
import TestSupport
import Testing

@testable import PanelEngine

struct ReadySeatTests {
  /// Every persona says the same of every tool, so that all but the first are written again.
  private func parrot() -> ScriptedBackend {
    ScriptedBackend { request in
      zip(request.fields, PlainAnswers.make(request)).map { field, plain in
        guard case .text = field.kind else { return plain }
        let text =
          request.id.rawValue.hasSuffix("/1")
          ? PlainAnswers.sentence(request.id.rawValue) : PlainAnswers.sentence("the same for all")
        return .text(GeneratedText(text: text, finish: .sentence))
      }
    }
  }

  private struct Run {
    var comparison: Comparison
    var ready: [ReadySeat]
    var headToHeads: [HeadToHead]
  }

  private func run(
    _ dossiers: [Dossier], _ panel: Panel, ready: [ReadySeat] = [], headToHeads: [HeadToHead] = [],
    on backend: ScriptedBackend, options: SessionOptions = SessionOptions()
  ) async throws -> Run {
    let session = try ReviewSession(
      dossiers: dossiers, panel: panel, templates: Sample.templates(), backend: backend, options: options,
      context: Sample.context, ready: ready, headToHeads: headToHeads)
    var traces: [Seat: SeatTrace] = [:]
    var compared: [HeadToHead] = []
    var result: Comparison?
    for try await event in session.run() {
      switch event {
      case .traced(let seat, let trace): traces[seat] = trace
      case .compared(let results): compared = results
      case .finished(let comparison): result = comparison
      default: break
      }
    }
    let comparison = try #require(result)
    let seats = comparison.verdicts.flatMap { verdict in
      verdict.reviews.map { review in
        let seat = Seat(tool: verdict.dossier.slug, persona: review.persona)
        return ReadySeat(seat: seat, review: review, trace: traces[seat] ?? SeatTrace(), run: "earlier")
      }
    }
    return Run(comparison: comparison, ready: seats, headToHeads: compared)
  }

  @Test func `a review is the same alone and beside another tool`() async throws {
    let dossiers = try Sample.dossiers()
    let panel = try Sample.library().panel()
    let both = try await run(dossiers, panel, on: parrot())
    for (index, dossier) in dossiers.enumerated() {
      let alone = try await run([dossier], panel, on: parrot())
      #expect(alone.comparison.verdicts[0].reviews == both.comparison.verdicts[index].reviews)
    }
  }

  @Test func `a persona added at the end is the only one computed, and the verdict is the one that all would give`()
    async throws
  {
    let dossier = try Sample.dossiers()[0]
    let panel = try Sample.library().panel()
    var fewer = panel
    fewer.personas.removeLast()
    let before = try await run([dossier], fewer, on: parrot())
    let whole = try await run([dossier], panel, on: parrot())
    let backend = parrot()
    let added = try await run([dossier], panel, ready: before.ready, on: backend)
    for (a, b) in zip(added.comparison.verdicts[0].reviews, whole.comparison.verdicts[0].reviews) { #expect(a == b) }
    #expect(added.comparison.recommendation == whole.comparison.recommendation)
    let last = try #require(panel.personas.last).id
    let asked = backend.sessions.flatMap { $0.map(\.id.rawValue) }
    #expect(!asked.isEmpty && asked.allSatisfy { $0.split(separator: "/").contains(Substring(last.rawValue)) })
    #expect(added.comparison.run.fromStore.map(\.persona) == fewer.personas.map(\.id))
    #expect(whole.comparison.run.fromStore.isEmpty)
    // The answers repeat one another, or the test would not see that drafts are measured by those of ready seats.
    #expect(whole.ready.contains { $0.trace.drafted != $0.review.moves.map(\.text) })
  }

  @Test func `a session whose seats and pairs are all known asks nothing`() async throws {
    let dossiers = try Sample.dossiers()
    let panel = try Sample.library().panel()
    let options = SessionOptions(headToHead: .always)
    let first = try await run(dossiers, panel, on: parrot(), options: options)
    #expect(!first.headToHeads.isEmpty)
    let backend = parrot()
    let again = try await run(
      dossiers, panel, ready: first.ready, headToHeads: first.headToHeads, on: backend, options: options)
    #expect(backend.sessions.isEmpty)
    #expect(again.comparison.verdicts == first.comparison.verdicts)
    #expect(again.comparison.recommendation == first.comparison.recommendation)
    #expect(again.comparison.run.generatedTokens == 0 && again.comparison.run.promptTokens == 0)
  }

  @Test func `settings change with what reviews depend on, and read back`() throws {
    let settings = try SessionOptions().reviewSettings()
    #expect(try SessionOptions(seed: 9, headToHead: .never).reviewSettings() == settings)
    #expect(try SessionOptions(samples: 2).reviewSettings() != settings)
    var sampling = SessionOptions().sampling
    sampling.temperature += 0.1
    #expect(try SessionOptions(sampling: sampling).reviewSettings() != settings)
    #expect(try SessionOptions.reading(settings, seed: 7) == SessionOptions(seed: 7))
  }
}
