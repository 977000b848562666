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
    return MoveFacts(facts, count: 2).prepare(for: [move], weights: weights ?? self.weights, persona: persona)[0]
      .facts.map(\.rawValue)
  }

  @Test("are of the side that it rests on")
  func sides() throws {
    #expect(try chosen(.weaknesses) == [2, 5])
    #expect(try chosen(.strengths) == [4, 7])
    #expect(try chosen(.first) == [1])
    #expect(try chosen(.first, lookFor: ["licence"]) == [1, 4])
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

@Suite("A move that quotes a fact")
struct QuotingMoveTests {
  private let facts = [
    "Kiln is a cache for builds.", "It runs on Linux only.", "Its maker calls it quick.", "Hugging Face hosts it.",
    "Building it needs 2 GB of memory.", "The first command is `kiln warm`.",
  ].enumerated().map {
    Evidence(id: EvidenceID($0 + 1), text: $1, source: "s", retrieved: nil, isVendorText: $0 == 2)
  }
  private let weights = zip(1..., [0.1, -0.8, 0.2, 0.6, -0.5, 0.3]).map {
    Driver(evidence: EvidenceID($0), weight: $1)
  }

  private func prepared(_ moves: [Move], quoted: [EvidenceID: Double] = [:]) throws -> [PreparedMove] {
    let persona = try #require(PersonaID("dx"))
    return MoveFacts(facts, count: 3, name: "Kiln").prepare(
      for: moves, weights: weights, persona: persona, quoted: quoted)
  }

  private func move(
    _ side: FactSide, lookPast: [String] = [], needs: [String] = [], otherwise: MoveAlternative? = nil
  ) -> Move {
    Move(
      id: "m", ask: "Why?", leadIn: "The risk: {fact}. So", words: 20, restOn: side, lookPast: lookPast, needs: needs,
      otherwise: otherwise)
  }

  @Test("opens with one fact of its side, whose words do not count")
  func opens() throws {
    let move = try prepared([move(.weaknesses)])[0]
    #expect(move.facts == [EvidenceID(2)])
    #expect(move.move.leadIn == "The risk: it runs on Linux only. So")
    #expect(move.move.words == 24)
    #expect(MoveScaffold(move, name: "Kiln").fields(evidence: [2], atMost: 2).map(\.id) == ["text"])
  }

  @Test("does not quote the fact of the move before it, and one of another persona only for want of a better")
  func unused() throws {
    #expect(try prepared([move(.weaknesses), move(.weaknesses)]).map(\.facts) == [[EvidenceID(2)], [EvidenceID(5)]])
    let second = try prepared([move(.weaknesses)], quoted: [EvidenceID(2): 3])
    #expect(second[0].facts == [EvidenceID(5)])
  }

  @Test("passes over facts that do not bear on it")
  func past() throws {
    #expect(try prepared([move(.weaknesses, lookPast: ["Linux"])])[0].facts == [EvidenceID(5)])
  }

  @Test("is put in its other way where no fact holds what it needs")
  func otherwise() throws {
    let other = MoveAlternative(ask: "What else?", leadIn: "No rival is named;", restOn: .first)
    let move = move(.any, needs: ["rival"], otherwise: other)
    #expect(try prepared([move])[0].move.leadIn == "No rival is named;")
    #expect(try prepared([move])[0].quoted == nil)
    #expect(try prepared([move])[0].facts.contains(EvidenceID(1)))
    // A fact that another move took is still there: the other way would say that there is none.
    let taken = self.move(.vendor, otherwise: other)
    #expect(try prepared([taken, taken]).map(\.move.ask) == ["Why?", "Why?"])
    // The other way may need what is not there either: it is taken as it is.
    let nothing = self.move(
      .any, needs: ["rival"], otherwise: MoveAlternative(ask: "A?", leadIn: "B {fact}", restOn: .vendor))
    #expect(try prepared([nothing, nothing]).map(\.facts) == [[EvidenceID(3)], [EvidenceID(3)]])
  }

  @Test("begins small unless with a name, and ends without its full stop")
  func clauses() {
    let clause = FactClause(facts, name: "Kiln")
    #expect(
      facts.map { clause.clause($0.text) }[3...] == [
        "Hugging Face hosts it", "building it needs 2 GB of memory", "the first command is `kiln warm`",
      ])
    #expect(clause.clause(facts[0].text) == "Kiln is a cache for builds")
    #expect(clause.clause("It ends here. The rest is another sentence.") == "it ends here")
    #expect(clause.clause("Version 1.2 e.g. runs.") == "version 1.2 e.g. runs")
    let long = Array(repeating: "word", count: 80).joined(separator: " ")
    #expect(clause.clause(long).split(separator: " ").count == FactClause.mostWords + 1)
    #expect(FactClause([], name: "The Kiln").clause("The Kiln is a cache.") == "The Kiln is a cache")
  }

  @Test("holds the answer of a closed question where it names a place for it")
  func choice() {
    let move = Move(id: "t", ask: "When?", leadIn: "It is {choice}; so", words: 20, choices: ["early", "late"])
    var prepared = PreparedMove(move: move, facts: [])
    #expect(prepared.leadInToChoice == "It is")
    prepared.answer("late")
    #expect(prepared.move.leadIn == "It is late; so")
    prepared.move.leadIn = "It is"
    prepared.answer("early")
    #expect(prepared.move.leadIn == "It is early, because")
  }
}

@Suite("A closed question")
struct ClosedQuestionTests {
  /// Favours `early` for every tool, and on nothing too; the tool's own share is `late`.
  private func text(ofLeaning leaning: Double, own: Double) async throws -> [String] {
    var panel = try Sample.library().panel()
    panel = Panel(personas: [panel.personas[0]], quorum: 1)
    panel.personas[0].moves = [
      Move(id: "timing", ask: "Early or late?", leadIn: "It is", words: 20, choices: ["early", "late"])
    ]
    let backend = ScriptedBackend { request in
      var answers = PlainAnswers.make(request)
      for (index, field) in request.fields.enumerated() {
        guard case .choice(let labels) = field.kind, labels == ["early", "late"] else { continue }
        let isOnNothing = request.id.rawValue.contains("/-/")
        answers[index] = .choice(PlainAnswers.distribution(labels, favour: "early", by: isOnNothing ? leaning : own))
      }
      return answers
    }
    let dossiers = [try Sample.dossiers()[0]]
    let comparison = try await Sample.session(backend, dossiers: dossiers, panel: panel).comparison()
    return comparison.verdicts[0].reviews[0].moves.map(\.text)
  }

  @Test("is answered by what the tool adds to the model's leaning")
  func calibrated() async throws {
    #expect(try await text(ofLeaning: 3, own: 2)[0].hasPrefix("It is late, because"))
    #expect(try await text(ofLeaning: 1, own: 2)[0].hasPrefix("It is early, because"))
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
