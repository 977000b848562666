import Foundation
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

  private func chosen(_ side: FactSide, ask: String = "Why?", weights: [Driver]? = nil) throws -> [Int] {
    let move = Move(id: "m", ask: ask, leadIn: "It", words: 20, restOn: side)
    return MoveFacts(facts, count: 2)
      .prepare(for: [move], weights: weights ?? self.weights, persona: try persona([]))[0].facts.map(\.rawValue)
  }

  @Test("are of the side that it rests on")
  func sides() throws {
    #expect(try chosen(.weaknesses) == [2, 5])
    #expect(try chosen(.strengths) == [4, 7])
    #expect(try chosen(.first) == [1])
  }

  @Test("hold the one fact of its kind where there is no second, and others beside it")
  func fewOfAKind() throws {
    #expect(try chosen(.vendor).contains(3))
    #expect(try chosen(.vendor).count == 2)
    #expect(try chosen(.weaknesses, weights: [Driver(evidence: EvidenceID(5), weight: -0.1)]).contains(5))
    #expect(try chosen(.weaknesses, weights: []).count == 2)
  }

  @Test("share words with its question")
  func shared() throws {
    #expect(try chosen(.any, ask: "Which command comes first?").contains(6))
    #expect(try chosen(.any, ask: "Under which licence is it?").contains(4))
  }
}

private func persona(_ kinds: [FactKind]) throws -> Persona {
  Persona(
    id: try #require(PersonaID("dx")), name: "DX", lens: "l", stance: "s", moves: [], shipWhen: "a", skipWhen: "b",
    kinds: kinds)
}

@Suite("The kind of a fact")
struct KindIndexTests {
  private let index = KindIndex(kinds: [
    FactKind(id: "terms", meaning: "", words: ["licence"], with: ["not", "no"], without: ["no fee"]),
    FactKind(id: "licence", meaning: "", words: ["licence", "MIT"], isOfFirst: true),
    FactKind(id: "start", meaning: "", words: ["`brew", "first call"]),
    FactKind(id: "limit", meaning: "", words: ["not", "cannot", "break"]),
    FactKind(id: "rest", meaning: ""),
  ])

  @Test(
    "is the first whose words it holds",
    arguments: [
      ("The licence is not named.", "terms"), ("The licence asks for no fee.", "licence"),
      ("It is under MIT.", "licence"),
      ("It limits the output.", "rest"), ("It cannot sort.", "limit"), ("It breaks.", "limit"),
      ("Loops support `break` and `not`.", "rest"), ("It comes by `brew install kiln`.", "start"),
      ("Its first call opens a door.", "start"), ("In its first calling it is quick.", "rest"),
      ("A first caller.", "rest"), ("Licences differ.", "licence"), ("Committed people.", "rest"),
      ("", "rest"),
    ])
  func first(text: String, kind: String) {
    #expect(index.kind(of: text, isFirst: false) == kind)
  }

  @Test("is what the tool is where no other kind is of the first fact")
  func ofFirst() {
    #expect(index.kind(of: "It cannot sort.", isFirst: true) == FactKind.identity)
    #expect(index.kind(of: "It is under MIT.", isFirst: true) == "licence")
    let fresh = KindIndex(kinds: [
      FactKind(id: "fresh", meaning: "", words: ["dated"], withinYears: 2), FactKind(id: "other", meaning: ""),
    ])
    let day = CalendarDate("2026-11-23")
    #expect(fresh.kind(of: "It is dated 2025-01-03.", isFirst: false, readOn: day) == "fresh")
    #expect(fresh.kind(of: "It is dated 2024-01-03.", isFirst: false, readOn: day) == "other")
    #expect(fresh.kind(of: "It is dated.", isFirst: false, readOn: day) == "other")
    #expect(fresh.kind(of: "It is dated 2025-01-03.", isFirst: false) == "other")
    #expect(KindIndex(kinds: []).kind(of: "It cannot sort.", isFirst: false) == nil)
  }

  /// Sorted by a reader: the tools of the repository, after whose facts the words were mended, and three made-up ones,
  /// whose facts the words had not seen.
  @Test("agrees with a reader")
  func reader() throws {
    let library = try PanelLibrary.find(current: repositoryRoot)
    let kinds = try PanelFolder.kinds(in: library.personas)
    let index = KindIndex(kinds: kinds)
    let sorted = try String(contentsOf: repositoryRoot.appending(path: "Tests/Fixtures/kinds.txt"), encoding: .utf8)
    var (agreed, count) = (0, 0)
    for line in sorted.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      let dossier =
        if let slug = ToolSlug(words[0]), library.toolSlugs.contains(slug) {
          try library.dossier(slug)
        } else {
          try DossierFile.read(repositoryRoot.appending(path: "evaluation/dossiers/\(words[0]).yaml"))
        }
      try #require(words.count == dossier.facts.count + 1, "\(words[0])")
      let first = dossier.facts.first { !$0.isVendorText }?.id
      for (fact, kind) in zip(dossier.facts, words.dropFirst()) {
        try #require(kind == FactKind.identity || kinds.contains { $0.id == kind }, "\(kind)")
        agreed += index.kind(of: fact.text, isFirst: fact.id == first, readOn: fact.retrieved) == kind ? 1 : 0
        count += 1
      }
    }
    #expect(count == 320)
    #expect(Double(agreed) >= 0.93 * Double(count), "\(agreed) of \(count)")
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

  private let kinds = [
    FactKind(id: "rival", meaning: "", words: ["rival"]), FactKind(id: "needs", meaning: "", words: ["needs"]),
    FactKind(id: "limit", meaning: "", words: ["only"]), FactKind(id: "other", meaning: ""),
  ]

  private func prepared(
    _ moves: [Move], weights: [Driver]? = nil, quoted: [EvidenceID: Double] = [:], usesReadings: Bool = true
  ) throws -> [PreparedMove] {
    try MoveFacts(facts, count: 3, name: "Kiln", usesReadings: usesReadings).prepare(
      for: moves, weights: weights ?? self.weights, persona: persona(kinds), quoted: quoted)
  }

  private func move(_ side: FactSide, of kinds: [String] = [], otherwise: MoveAlternative? = nil) -> Move {
    Move(
      id: "m", ask: "Why?", leadIn: "The risk: {fact}.", goesOn: "So", words: 20, restOn: side,
      readings: kinds.map { Reading(kinds: [$0], sayings: ["\($0) of {name}."]) }, otherwise: otherwise)
  }

  @Test("opens with one fact of its side, whose words do not count")
  func opens() throws {
    let move = try prepared([move(.weaknesses)])[0]
    #expect(move.facts == [EvidenceID(2)])
    #expect(move.move.leadIn == "The risk: it runs on Linux only.")
    #expect(move.opening == "The risk: it runs on Linux only. So")
    #expect(move.written == nil)
    #expect(move.move.words == 24)
    #expect(move.fields(atMost: 2).map(\.id) == ["text"])
  }

  @Test("gives the weightiest reason of a vote though others quote it")
  func reasonsOftenQuoted() throws {
    let reason = move(.weaknesses)
    let often: [EvidenceID: Double] = [EvidenceID(2): 3]
    let prepared = try MoveFacts(facts, count: 3, name: "Kiln").prepare(
      for: [reason], reasons: [0], weights: weights, persona: persona(kinds), quoted: often)
    #expect(prepared[0].facts == [EvidenceID(2)])
  }

  @Test("does not quote the fact of the move before it, and one of another persona only for want of a better")
  func unused() throws {
    #expect(try prepared([move(.weaknesses), move(.weaknesses)]).map(\.facts) == [[EvidenceID(2)], [EvidenceID(5)]])
    let second = try prepared([move(.weaknesses)], quoted: [EvidenceID(2): 3])
    #expect(second[0].facts == [EvidenceID(5)])
  }

  @Test("quotes facts of the kinds of its readings, and says what its author wrote for them")
  func readings() throws {
    let needs = try prepared([move(.weaknesses, of: ["needs"])])[0]
    #expect(needs.facts == [EvidenceID(5)])
    #expect(needs.written == "needs of Kiln.")
    #expect(needs.opening == "The risk: building it needs 2 GB of memory.")
    // Of what speaks against the tool the weightiest goes first, of what speaks for it the reading that stands first.
    #expect(try prepared([move(.weaknesses, of: ["needs", "limit"])])[0].facts == [EvidenceID(2)])
    // A limit is one though it hardly weighs, but not where it clearly weighs for the tool.
    let light = [Driver(evidence: EvidenceID(2), weight: 0.1), Driver(evidence: EvidenceID(5), weight: 0.6)]
    #expect(try prepared([move(.weaknesses, of: ["limit"])], weights: light)[0].written == "limit of Kiln.")
    let other = MoveAlternative(ask: "A?", opening: MoveOpening(leadIn: "None is named;"), restOn: .first)
    let heavy = try prepared([move(.weaknesses, of: ["needs"], otherwise: other)], weights: light)[0]
    #expect(heavy.opening == "None is named;")
    let own = try prepared([move(.weaknesses, of: ["needs"])], usesReadings: false)[0]
    #expect(own.facts == [EvidenceID(5)])
    #expect(own.written == nil)
    #expect(own.opening == "The risk: building it needs 2 GB of memory. So")
  }

  @Test("takes turns with its author's sentences from tool to tool, and the same one for a tool each time")
  func turns() throws {
    var move = move(.weaknesses, of: ["limit"])
    move.readings[0].sayings = ["One.", "Two.", "Three."]
    let names = (0..<40).map { "Tool \($0)" }
    let said = try names.map { name in
      try MoveFacts(facts, count: 3, name: name).prepare(for: [move], weights: weights, persona: persona(kinds))[0]
        .written
    }
    #expect(Set(said) == ["One.", "Two.", "Three."])
    #expect(try prepared([move])[0].written == prepared([move])[0].written)
  }

  @Test("gives a sort of a kind the readings of the wider one where it has none for the sort")
  func sorts() throws {
    var kinds = kinds
    kinds[2].widerKind = "needs"
    func put(_ of: [String]) throws -> PreparedMove {
      try MoveFacts(facts, count: 3, name: "Kiln").prepare(
        for: [move(.weaknesses, of: of)], weights: weights, persona: persona(kinds))[0]
    }
    #expect(try put(["needs"]).quoted == "it runs on Linux only")
    #expect(try put(["needs"]).written == "needs of Kiln.")
    #expect(try put(["needs", "limit"]).written == "limit of Kiln.")
    #expect(try put(["rival"]).written == nil)
  }

  @Test("is put in its other way where no fact is of its kinds")
  func otherwise() throws {
    let other = MoveAlternative(ask: "What else?", opening: MoveOpening(leadIn: "No rival is named;"), restOn: .first)
    let move = move(.any, of: ["rival"], otherwise: other)
    #expect(try prepared([move])[0].move.leadIn == "No rival is named;")
    #expect(try prepared([move])[0].quoted == nil)
    #expect(try prepared([move])[0].facts.contains(EvidenceID(1)))
    // A fact that another move took is still there: the other way would say that there is none of its kind.
    let nearest = MoveOpening(leadIn: "The nearest is {fact}.")
    let taken = self.move(.any, of: ["needs"], otherwise: MoveAlternative(ask: "What else?", opening: nearest))
    #expect(try prepared([taken, taken]).map(\.move.ask) == ["Why?", "Why?"])
    // One that rests on what the tool is says nothing of the kind.
    let gives = self.move(.any, of: ["needs"], otherwise: other)
    #expect(try prepared([gives, gives]).map(\.opening).last == "No rival is named;")
    // So it waits until the others have chosen.
    #expect(try prepared([gives, taken]).map(\.quoted) == [nil, "building it needs 2 GB of memory"])
    // The one weakness of a tool is not said twice.
    let worn = self.move(.weaknesses, of: ["needs"], otherwise: other)
    #expect(
      try prepared([worn, worn]).map(\.opening) == [
        "The risk: building it needs 2 GB of memory.", "No rival is named;",
      ])
    // The other way has readings of its own.
    let opening = MoveOpening(
      leadIn: "As it is: {fact}.", goesOn: "So",
      readings: [Reading(kinds: [FactKind.identity], sayings: ["That is it."])])
    let first = self.move(
      .any, of: ["rival"], otherwise: MoveAlternative(ask: "A?", opening: opening, restOn: .first))
    #expect(try prepared([first]).map(\.written) == ["That is it."])
    #expect(try prepared([first])[0].opening == "As it is: Kiln is a cache for builds.")
  }

  @Test("opens in the words of a reading that has its own, whoever goes on")
  func leadInOfReading() throws {
    var move = move(.weaknesses, of: ["needs"])
    move.readings[0].leadIn = "It asks for much: {fact}."
    let needs = try prepared([move])[0]
    #expect(needs.opening == "It asks for much: building it needs 2 GB of memory.")
    #expect(needs.written == "needs of Kiln.")
    // Of two readings for a kind, those with the same opening take turns.
    move.readings.append(Reading(kinds: ["needs"], sayings: ["Never said."]))
    #expect(try prepared([move])[0].written == "needs of Kiln.")
    let own = try prepared([move], usesReadings: false)[0]
    #expect(own.opening == "It asks for much: building it needs 2 GB of memory. So")
  }

  @Test("rests on a fault whatever a model made of it, where the question is what is wrong")
  func faults() throws {
    var kinds = kinds
    kinds[2].isAgainst = true
    func quoted(_ side: FactSide) throws -> String? {
      let glad = [Driver(evidence: EvidenceID(2), weight: 0.6), Driver(evidence: EvidenceID(5), weight: -0.2)]
      return try MoveFacts(facts, count: 3, name: "Kiln").prepare(
        for: [move(side, of: ["limit", "needs", "other"])], weights: glad, persona: persona(kinds))[0].quoted
    }
    #expect(try quoted(.weaknesses) == "it runs on Linux only")
    #expect(try quoted(.strengths) != "it runs on Linux only")
    kinds[2].isAgainst = false
    #expect(try quoted(.weaknesses) == "building it needs 2 GB of memory")
    #expect(try quoted(.strengths) == "it runs on Linux only")
  }

  @Test("lets the model end a sentence, and says what its author wrote after it")
  func clauseOfModel() throws {
    var move = Move(id: "m", ask: "Why?", leadIn: "The buyer", goesOn: "is", words: 40, restOn: .first)
    move.readings = [Reading(kinds: [FactKind.identity], goesOn: "has to", sayings: ["{name} pays."])]
    let buyer = try prepared([move])[0]
    #expect(buyer.opening == "The buyer has to")
    #expect(buyer.written == nil)
    #expect(buyer.closing == "Kiln pays.")
    #expect(buyer.limit.maxWords == PreparedMove.mostInClause)
    let own = try prepared([move], usesReadings: false)[0]
    #expect(own.opening == "The buyer is")
    #expect(own.closing == nil)
  }

  @Test("tells the model what the tool is used for, and has that for an answer that does not hold")
  func purpose() throws {
    var move = Move(
      id: "m", ask: "Why?", leadIn: "The buyer", goesOn: "needs it to {purpose}", words: 40, restOn: .first)
    func prepared(_ purpose: String?) throws -> PreparedMove {
      try MoveFacts(facts, count: 3, name: "Kiln", purpose: purpose).prepare(
        for: [move], weights: weights, persona: persona(kinds))[0]
    }
    #expect(try prepared("keep builds").opening == "The buyer needs it to")
    #expect(try prepared("keep builds").hint == "keep builds")
    #expect(try prepared("keep builds").spare == "needs it to keep builds.")
    #expect(try prepared(nil).opening == "The buyer needs it to")
    #expect(try prepared(nil).hint == nil && prepared(nil).spare == nil)
    let whole = try prepared("keep builds and stop those that are slower")
    #expect(whole.stopsEarly("keep builds and stop those"))
    #expect(!whole.stopsEarly("keep builds, and stop the slow ones that get slower"))
    #expect(try !prepared(nil).stopsEarly("bake"))
    move.readings = [Reading(kinds: [FactKind.identity], goesOn: "wants to {purpose}", sayings: ["{name} pays."])]
    #expect(try prepared("keep builds").opening == "The buyer wants to")
    #expect(try prepared("keep builds").closing == "Kiln pays.")
    #expect(try prepared("keep builds").spare == "wants to keep builds. Kiln pays.")
    // What the quoted fact says already is not said again.
    move = Move(
      id: "m", ask: "Why?", leadIn: "Plainly: {fact}", goesOn: ", so one can {purpose}", words: 40, restOn: .first,
      spare: ["{name} does that."])
    #expect(try prepared("warm a cache of builds").written == ". Kiln does that.")
    #expect(try prepared("bake bread quickly").opening == "Plainly: Kiln is a cache for builds, so one can")
    #expect(try prepared("bake bread quickly").spare == ", so one can bake bread quickly.")
  }

  @Test("leaves a fact's own braces as they are")
  func braces() throws {
    let fact = Evidence(id: EvidenceID(1), text: "`{{name}}` is a tag.", source: "s", retrieved: nil)
    let prepared = try MoveFacts([fact], count: 1, name: "Kiln").prepare(
      for: [move(.any, of: ["other", FactKind.identity])], weights: [], persona: persona(kinds))[0]
    #expect(prepared.opening == "The risk: `{{name}}` is a tag.")
    #expect(prepared.written == "identity of Kiln.")
  }

  @Test("says of a kind of tool what its readings say of it alone")
  func ofTool() throws {
    var move = move(.weaknesses, of: ["needs", "limit"])
    move.readings.append(Reading(kinds: ["needs"], toolKinds: ["rival"], sayings: ["Of rivals."]))
    move.readings.append(Reading(kinds: ["needs"], toolKinds: [FactKind.identity], sayings: ["Of others."]))
    move.readings[1].kinds = ["needs", "limit"]
    let resolved = move.ofTool(FactKind.identity)
    #expect(resolved.readings.map(\.kinds) == [["limit"], ["needs"]])
    #expect(move.ofTool("rival").readings.map(\.sayings) == [["limit of {name}."], ["Of rivals."]])
    #expect(move.ofTool(nil).readings.map(\.kinds) == [["needs"], ["needs", "limit"]])
    let worst = [Driver(evidence: EvidenceID(5), weight: -0.9)]
    #expect(try prepared([move], weights: worst)[0].written == "Of others.")
  }

  @Test("is answered by the fact's kind where that leaves one answer, and left open where its other way does")
  func choiceByKind() throws {
    var move = move(.weaknesses, of: ["needs"])
    move.choices = ["early", "late"]
    move.leadIn = "{fact}, so it is {choice}."
    move.readings[0].choice = "late"
    let late = try prepared([move])[0]
    #expect(late.move.leadIn == "building it needs 2 GB of memory, so it is late.")
    #expect(late.written == "needs of Kiln." && !late.isOpen)
    move.readings.append(Reading(kinds: ["needs"], choice: "early", sayings: ["Soon."]))
    #expect(try prepared([move])[0].isOpen)
    move.readings = [Reading(kinds: ["rival"], choice: "late", sayings: ["Late."])]
    let opening = MoveOpening(
      leadIn: "Early or late?", goesOn: "It", readings: [Reading(kinds: [FactKind.identity], sayings: ["Who knows."])])
    move.otherwise = MoveAlternative(ask: "When?", opening: opening, restOn: .first)
    let open = try prepared([move])[0]
    #expect(open.move.choices == nil && !open.isOpen)
    #expect(open.written == "Who knows." && open.opening == "Early or late?")
  }

  @Test("spares no fact for the reason that will not be shown, unless either may be")
  func bothReasons() throws {
    func quoted(_ weights: [Double]) throws -> String? {
      let drivers = zip(1..., weights).map { Driver(evidence: EvidenceID($0), weight: $1) }
      return try MoveFacts(facts, count: 3, name: "Kiln").prepare(
        for: [move(.strengths), move(.strengths)], reasons: [1], weights: drivers, persona: persona(kinds))[0].quoted
    }
    // Clearly against: the reason for the tool is not shown, so another answer may quote its fact.
    #expect(try quoted([0.1, -3, 0, 0.6, -0.5, 0.3]) == "Hugging Face hosts it")
    #expect(try quoted([0.1, -0.8, 0, 0.6, -0.5, 0.3]) == "the first command is `kiln warm`")
  }

  @Test("is asked with the age of its date, and answered without")
  func aged() throws {
    var move = move(.any)
    move.choices = ["early", "late"]
    move.leadIn = "{fact}: {choice}."
    let age = "two years before this record was made"
    let dated = Evidence(
      id: EvidenceID(1), text: "It is dated 2024-01-03, \(age).", source: "s", retrieved: nil, isVendorText: false)
    var prepared = try MoveFacts([dated], count: 1, name: "Kiln").prepare(
      for: [move], weights: [], persona: persona(kinds))[0]
    #expect(prepared.leadInToChoice == "it is dated 2024-01-03, \(age):")
    prepared.answer("late")
    #expect(prepared.move.leadIn == "it is dated 2024-01-03: late.")
    #expect(prepared.quoted == "it is dated 2024-01-03")
  }

  @Test("says what its author wrote for the answer of a closed question")
  func ofChoice() throws {
    var move = move(.weaknesses)
    move.choices = ["early", "late"]
    move.leadIn = "{fact}: it is {choice}."
    move.readings = ["early", "late"].map { (choice: String) in
      Reading(kinds: ["limit"], choice: choice, sayings: ["Being \(choice)."])
    }
    var prepared = try prepared([move])[0]
    #expect(prepared.written == nil)
    prepared.answer("late")
    #expect(prepared.written == "Being late.")
    #expect(prepared.opening == "it runs on Linux only: it is late.")
  }

  @Test("begins small unless with a name, and ends without its full stop")
  func clauses() {
    let clause = FactClause(facts, name: "Kiln")
    #expect(
      facts.map { clause.clause($0.text) }[3...] == [
        "Hugging Face hosts it", "building it needs 2 GB of memory", "the first command is `kiln warm`",
      ])
    #expect(clause.clause(facts[0].text) == "Kiln is a cache for builds")
    #expect(clause.clause("Four methods stop it.") == "four methods stop it")
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
    var unmarked = move
    unmarked.leadIn = "It is"
    var other = PreparedMove(move: unmarked, facts: [])
    other.answer("early")
    #expect(other.move.leadIn == "It is early, because")
    #expect(!other.isOpen)
    other.answer("late")
    #expect(other.move.leadIn == "It is early, because")
  }
}

@Suite("A closed question")
struct ClosedQuestionTests {
  @Test("that rests on the vote is asked for each vote, in requests of their own")
  func ofVote() async throws {
    var panel = try Sample.library().panel()
    panel = Panel(personas: [panel.personas[0]], quorum: 1)
    panel.personas[0].moves = [
      Move(
        id: "timing", ask: "Early or late?", leadIn: "It is", words: 20, choices: ["early", "late"], restOn: .vote)
    ]
    let review = try await Sample.session(
      ScriptedBackend(), dossiers: [try Sample.dossiers()[0]], panel: panel
    ).comparison().verdicts[0].reviews[0]
    #expect(review.error == nil)
    #expect(review.moves.map(\.id) == ["timing"])
  }

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
      against: MoveOpening(leadIn: "Against it speaks"))
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
