import Foundation
import PanelCore

/// A slot's move as it is put for one tool: in the way that the dossier's facts allow, with the facts that it rests on.
struct PreparedMove: Hashable, Sendable {
  /// Its lead-in holds the fact that it quotes, and once a closed question is answered, the answer.
  var move: Move
  var facts: [EvidenceID]
  /// The quoted fact as it stands in the lead-in; nil where the answer chooses among ``facts``.
  var quoted: String?
  /// What the persona's author wrote for facts like the quoted one; empty where the model is to go on.
  var readings: [Reading] = []
  /// Which of their sentences it is, counted round and round.
  var turn: UInt64 = 0
  /// What the tool is used for, where its dossier says so; see ``Dossier/purpose``.
  var purpose: String?
  /// Whether it is put in its other way.
  var isOtherwise = false
  /// The answer of the closed question.
  private(set) var choice: String?

  /// What the model goes on from: where it has to write the rest, the words that lead to it too.
  var opening: String {
    if written != nil { return move.leadIn }
    let goesOn = goesOn.replacing(Self.purposeMark, with: "")
    return AnswerText.joined(move.leadIn, goesOn.trimmingCharacters(in: .whitespaces))
  }

  /// The rest of the answer, where the persona's author wrote all of it.
  var written: String? {
    guard let said else { return saysPurpose ? inTurn(move.spare).map { ". \($0)" } : nil }
    return said.goesOn.isEmpty ? said.saying : nil
  }

  /// What follows the sentence that the model ends, where the persona's author wrote that; the answer is short then.
  var closing: String? { written == nil ? said?.saying : nil }

  /// What the tool is used for, told to a model that is to end a sentence with it in its own words.
  var hint: String? { written == nil && goesOn.hasSuffix(Self.purposeMark) ? purpose : nil }

  /// Whether the words of a model say less than the purpose that it was told: the last word of meaning there is missing.
  /// “measure code and stop changes” is another tool than “… and stop changes that make it slower”.
  func stopsEarly(_ body: String) -> Bool {
    let told = WordSequence(hint ?? "").words.last { !MoveFacts.stems(of: $0).isEmpty }
    return told.map { MoveFacts.stems(of: $0).isDisjoint(with: MoveFacts.stems(of: body)) } ?? false
  }

  /// What takes the place of a model's answer that does not hold; nil where there is nothing for that.
  var spare: String? {
    if let hint {
      let sentence = goesOn.replacing(Self.purposeMark, with: hint) + "."
      return closing.map { "\(sentence) \($0)" } ?? sentence
    }
    return quoted == nil ? nil : inTurn(move.spare)
  }

  /// What stands before ``spare``: the lead-in, as a sentence of its own.
  var leadInToSpare: String {
    let isClosed = move.leadIn.last.map { ".!?".contains($0) } ?? false
    return isClosed || hint != nil ? move.leadIn : move.leadIn + "."
  }

  private var goesOn: String { said?.goesOn ?? move.goesOn }

  /// Whether the quoted fact says what the tool is used for, so that to say it after it would be to say it twice.
  private var saysPurpose: Bool {
    guard let purpose, let quoted, move.goesOn.hasSuffix(Self.purposeMark) else { return false }
    return MoveFacts.sayTheSame(quoted, purpose)
  }

  /// Whether its answer says what a fact says: it quotes one, or a sentence in it is about what the tool is.
  var restsOnFact: Bool { quoted != nil || !goesOn.isEmpty && said.map { !$0.goesOn.isEmpty } ?? true }

  /// What the persona's author wrote for the fact; nil where the model is to go on.
  private var said: (goesOn: String, saying: String)? {
    inTurn(
      readings.filter { $0.choice == nil || $0.choice == choice }.flatMap { reading in
        reading.sayings.map { (reading.goesOn, $0) }
      })
  }

  private func inTurn<Saying>(_ sayings: [Saying]) -> Saying? {
    sayings.isEmpty ? nil : sayings[Int(turn % UInt64(sayings.count))]
  }

  static let fact = "{fact}"

  static let choiceMark = "{choice}"

  static let purposeMark = "{purpose}"

  /// The answer of the closed question where all readings of the fact's kind are for one: then its kind tells, and no
  /// model is asked. Asked whether a tool is early, on time or late, Qwen2.5-Coder 1.5B called one late whose newest file was
  /// a month old.
  private var knownChoice: String? {
    guard let first = readings.first?.choice, move.choices != nil else { return nil }
    return readings.allSatisfy { $0.choice == first } ? first : nil
  }

  /// Takes the answer that the fact's kind gives, if it gives one.
  mutating func answerByKind() {
    if let knownChoice { answer(knownChoice) }
  }

  /// Whether a model has to be asked a closed question.
  var isOpen: Bool { move.choices != nil && choice == nil }

  /// The lead-in up to the answer of the closed question.
  var leadInToChoice: String {
    guard let mark = move.leadIn.range(of: Self.choiceMark) else { return move.leadIn }
    return move.leadIn[..<mark.lowerBound].trimmingCharacters(in: .whitespaces)
  }

  /// Puts the answer of the closed question into the lead-in; where that names no place for it, at its end, and the
  /// reason follows.
  mutating func answer(_ label: String) {
    guard isOpen else { return }
    choice = label
    // The question was put with the ages of dates in it; a reader works those out.
    move.leadIn = DatedText.unaged(move.leadIn)
    quoted = quoted.map(DatedText.unaged)
    if move.leadIn.contains(Self.choiceMark) {
      move.leadIn = move.leadIn.replacing(Self.choiceMark, with: label)
    } else {
      move.leadIn += " " + label + ", because"
    }
  }
}

extension FactSide {
  /// Whether it is told by a fact's weight.
  var isSide: Bool { self == .strengths || self == .weaknesses }
}

extension Move {
  /// The move with the tool's name in what its answers say; the question is put by the prompt.
  func naming(_ name: String) -> Move {
    if name.isEmpty { return self }
    var move = self
    func named(_ text: String) -> String { text.replacing("{name}", with: name) }
    move.leadIn = named(leadIn)
    move.goesOn = named(goesOn)
    move.spare = spare.map(named)
    for index in readings.indices {
      move.readings[index].leadIn = readings[index].leadIn.map(named)
      move.readings[index].goesOn = named(readings[index].goesOn)
      move.readings[index].sayings = readings[index].sayings.map(named)
    }
    return move
  }

  /// The move with the readings for a tool; see ``Reading/toolKinds``.
  func ofTool(_ kind: String?) -> Move {
    var move = self
    move.readings = readings.ofTool(kind)
    if let against { move.against?.readings = against.readings.ofTool(kind) }
    if let otherwise { move.otherwise?.opening.readings = otherwise.opening.readings.ofTool(kind) }
    return move
  }

  /// The move as it is put where the dossier has no fact for it; itself where it knows no other way.
  var alternative: Move {
    guard let otherwise else { return self }
    var move = self
    move.ask = otherwise.ask
    move.open(with: otherwise.opening)
    move.restOn = otherwise.restOn
    move.otherwise = nil
    // One that says more and names no place for an answer asks no closed question.
    if !otherwise.opening.leadIn.contains(PreparedMove.choiceMark), !otherwise.opening.isLeadInAlone {
      move.choices = nil
    }
    return move
  }

  mutating func open(with opening: MoveOpening) {
    leadIn = opening.leadIn
    goesOn = opening.goesOn
    readings = opening.readings
    spare = []
  }

  /// Kinds of the facts that its readings are for.
  var kinds: Set<String> { Set(readings.flatMap(\.kinds)) }

  var quotesFact: Bool { leadIn.contains(PreparedMove.fact) }
}
