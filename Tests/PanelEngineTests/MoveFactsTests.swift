import Inference
import PanelCore
import PanelFormats
import TestSupport
import Testing

@testable import PanelEngine

@Suite("The facts of a move")
struct MoveFactsTests {
  private let facts = [
    "It is a cache for builds.", "It runs on Linux only.", "Its maker calls it quick.", "The licence is MIT.",
    "It needs 2 GB of memory.", "The first command is `kiln warm`.", "Tests cover each command.",
  ].enumerated().map {
    Evidence(id: EvidenceID($0 + 1), text: $1, source: "s", retrieved: nil, isVendorText: $0 == 2)
  }
  private let weights = zip(1..., [0.1, -0.8, 0.2, 0.6, -0.5, 0.3, 0.9]).map {
    Driver(evidence: EvidenceID($0), weight: $1)
  }

  private func chosen(
    _ side: FactSide, lookFor: [String] = [], weights: [Driver]? = nil
  ) throws -> [Int] {
    let move = Move(id: "m", ask: "Why?", leadIn: "It", words: 20, restOn: side, lookFor: lookFor)
    let persona = try #require(PersonaID("dx"))
    return MoveFacts(facts, count: 2).choose(for: [move], weights: weights ?? self.weights, persona: persona)[0]
      .map(\.rawValue)
  }

  @Test("are of the side that it rests on")
  func sides() throws {
    #expect(try chosen(.weaknesses) == [2, 5])
    #expect(try chosen(.strengths) == [4, 7])
    #expect(try chosen(.first).contains(1))
  }

  @Test("hold the one fact of its kind where there is no second, and others beside it")
  func fewOfAKind() throws {
    #expect(try chosen(.vendor).contains(3))
    #expect(try chosen(.vendor).count == 2)
    #expect(try chosen(.weaknesses, weights: [Driver(evidence: EvidenceID(5), weight: -0.1)]).contains(5))
    #expect(try chosen(.weaknesses, weights: []).count == 2)
  }

  @Test("hold the words that it looks for")
  func lookedFor() throws {
    #expect(try chosen(.any, lookFor: ["`"]).contains(6))
    #expect(try chosen(.strengths, lookFor: ["caching"]) == [4, 7])
    #expect(try chosen(.any, lookFor: ["caches"]).contains(1))
    #expect(MoveFacts.holds("It was documented well.", "documentation"))
    #expect(MoveFacts.holds("It is built on SwiftNIO.", "built on"))
    #expect(!MoveFacts.holds("It is built of wood.", "built on"))
  }
}

@Suite("A move that rests on the vote")
struct VoteReasonTests {
  private func review(favouring label: String) async throws -> (texts: [String], vote: Vote?, prompts: [String]) {
    var panel = try Sample.library().panel()
    let move = Move(
      id: "reason", ask: "What decides it?", leadIn: "For it speaks", words: 20, restOn: .vote,
      leadInAgainst: "Against it speaks")
    panel = Panel(personas: [panel.personas[0]], quorum: 1)
    panel.personas[0].moves = [panel.personas[0].moves[0], move]
    let backend = ScriptedBackend { request in
      var answers = PlainAnswers.make(request)
      // Alike for a statement without content, so that the label counts.
      if request.id.rawValue.contains("/-/") { return answers }
      for (index, field) in request.fields.enumerated() {
        guard case .choice(let labels) = field.kind else { continue }
        answers[index] = .choice(PlainAnswers.distribution(labels, favour: label, by: 3))
      }
      return answers
    }
    let comparison = try await Sample.session(backend, dossiers: [try Sample.dossiers()[0]], panel: panel).comparison()
    let review = comparison.verdicts[0].reviews[0]
    let votes = backend.sessions.joined().filter { $0.id.rawValue.hasPrefix("vote/") }
    return (review.moves.map(\.text), review.vote, votes.flatMap { $0.messages.map(\.text) })
  }

  @Test("gives the reason of the vote that was cast, which the vote did not read", arguments: [true, false])
  func reason(isFor: Bool) async throws {
    let (texts, vote, prompts) = try await review(favouring: isFor ? "good" : "bad")
    #expect(vote == (isFor ? .ship : .skip))
    #expect(texts.count == 2)
    #expect(texts.last?.hasPrefix(isFor ? "For it speaks" : "Against it speaks") == true)
    #expect(!prompts.contains { $0.contains("speaks") })
  }
}
