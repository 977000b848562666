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
  /// Whether it is put in its other way.
  var isOtherwise = false
  /// The answer of the closed question.
  private(set) var choice: String?

  /// What the model goes on from: where it has to write the rest, the words that lead to it too.
  var opening: String { written == nil ? AnswerText.joined(move.leadIn, said?.goesOn ?? move.goesOn) : move.leadIn }

  /// The rest of the answer, where the persona's author wrote all of it.
  var written: String? { said.flatMap { $0.goesOn.isEmpty ? $0.saying : nil } }

  /// What follows the sentence that the model ends, where the persona's author wrote that; the answer is short then.
  var closing: String? { said.flatMap { $0.goesOn.isEmpty ? nil : $0.saying } }

  /// What takes the place of a model's answer that does not hold; nil where the persona has nothing for that.
  var spare: String? { quoted == nil ? nil : inTurn(move.spare) }

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

  /// The lead-in up to the answer of the closed question.
  var leadInToChoice: String {
    guard let mark = move.leadIn.range(of: Self.choiceMark) else { return move.leadIn }
    return move.leadIn[..<mark.lowerBound].trimmingCharacters(in: .whitespaces)
  }

  /// Puts the answer of the closed question into the lead-in; where that names no place for it, at its end, and the
  /// reason follows.
  mutating func answer(_ label: String) {
    guard move.choices != nil else { return }
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
  /// The move as it is put where the dossier has no fact for it; itself where it knows no other way.
  var alternative: Move {
    guard let otherwise else { return self }
    var move = self
    move.ask = otherwise.ask
    move.open(with: otherwise.opening)
    move.restOn = otherwise.restOn
    move.otherwise = nil
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
