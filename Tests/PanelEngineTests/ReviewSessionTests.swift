import Foundation
import Inference
import PanelCore
import PanelEngine
import TestSupport
import Testing

@Suite("A review session")
struct ReviewSessionTests {
  @Test("gives every seat a vote, every move an answer, and the comparison last")
  func endToEnd() async throws {
    let backend = ScriptedBackend()
    let session = try Sample.session(backend)
    var events: [ReviewEvent] = []
    for try await event in session.run() { events.append(event) }
    guard case .finished(let comparison) = events.last else {
      Issue.record("The last event is not the comparison.")
      return
    }
    #expect(comparison.verdicts.map(\.dossier.slug.rawValue) == ["smolvlm2-turbo", "mistral-8b-instruct-v3"])
    for verdict in comparison.verdicts {
      #expect(verdict.reviews.count == session.panel.personas.count)
      for (review, persona) in zip(verdict.reviews, session.panel.personas) {
        #expect(review.error == nil)
        #expect(review.vote != nil)
        #expect(review.moves.map(\.id) == persona.moves.map(\.id))
        for (answer, move) in zip(review.moves, persona.moves) {
          let own = move.restOn == .vote && review.vote == .skip ? move.against?.leadIn ?? move.leadIn : move.leadIn
          let readings = move.readings + (move.against?.readings ?? []) + (move.otherwise?.opening.readings ?? [])
          let ways = [own, move.otherwise?.opening.leadIn ?? own] + readings.compactMap(\.leadIn)
          let openings = ways.map { Self.opening($0, name: verdict.dossier.name) }
          #expect(openings.contains { answer.text.hasPrefix($0) }, "\(answer.text) opens with none of \(openings)")
          if !openings[0].isEmpty, answer.text.hasPrefix(openings[0]), own.contains("{fact}") {
            let quoted = verdict.dossier.facts.filter { answer.evidence.contains($0.id) }
            #expect(quoted.contains { answer.text.lowercased().contains($0.text.dropLast().lowercased()) })
          }
          // “No fact carries a date” cites none.
          let saysThereIsNone = move.otherwise.map { !$0.opening.leadIn.contains("{fact}") } ?? false
          #expect(!answer.evidence.isEmpty || saysThereIsNone && answer.wording == .persona)
          #expect(answer.wording != nil)
        }
        #expect(review.drivers.count == verdict.dossier.facts.count)
      }
    }
    // What an author wrote for facts of a kind is not asked of the model; what it adds to the others is.
    let wordings = comparison.verdicts.flatMap { $0.reviews.flatMap { $0.moves.map(\.wording) } }
    #expect(wordings.contains(.persona))
    #expect(wordings.contains(.model))
    #expect(comparison.run.generatedTokens > 0)
    #expect(comparison.run.seconds == 1.5)
  }

  /// What stands before the first fact or answer.
  private static func opening(_ leadIn: String, name: String) -> String {
    let filled = leadIn.replacing("{name}", with: name)
    return String(filled.prefix { $0 != "{" })
  }

  @Test("lets the model write every answer where it is asked to")
  func ownWords() async throws {
    let comparison = try await Sample.session(ScriptedBackend(), options: SessionOptions(ownWords: true)).comparison()
    #expect(comparison.verdicts.allSatisfy { $0.reviews.allSatisfy { $0.moves.allSatisfy { $0.wording == .model } } })
  }

  @Test("hands each phase to the backend at once")
  func phases() async throws {
    let backend = ScriptedBackend()
    _ = try await Sample.session(backend).comparison()
    let kinds = backend.sessions.map { Set($0.map { $0.id.rawValue.prefix { $0 != "/" } }) }
    #expect(kinds == [["weigh"], ["move"], ["vote"], ["head_to_head"]])
  }
}
