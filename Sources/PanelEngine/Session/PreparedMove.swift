import Foundation
import PanelCore

/// A slot's move as it is put for one tool: in the way that the dossier's facts allow, with the facts that it rests on.
struct PreparedMove: Hashable, Sendable {
  /// Its lead-in holds the fact that it quotes, and once a closed question is answered, the answer.
  var move: Move
  var facts: [EvidenceID]
  /// The quoted fact as it stands in the lead-in; nil where the answer chooses among ``facts``.
  var quoted: String?

  static let fact = "{fact}"

  static let choice = "{choice}"

  /// The lead-in up to the answer of the closed question.
  var leadInToChoice: String {
    guard let mark = move.leadIn.range(of: Self.choice) else { return move.leadIn }
    return move.leadIn[..<mark.lowerBound].trimmingCharacters(in: .whitespaces)
  }

  /// Puts the answer of the closed question into the lead-in; where that names no place for it, at its end, and the
  /// reason follows.
  mutating func answer(_ label: String) {
    guard move.choices != nil else { return }
    if move.leadIn.contains(Self.choice) {
      move.leadIn = move.leadIn.replacing(Self.choice, with: label)
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
    move.leadIn = otherwise.leadIn
    move.restOn = otherwise.restOn
    move.lookFor = otherwise.lookFor
    move.needs = []
    move.otherwise = nil
    return move
  }

  var quotesFact: Bool { leadIn.contains(PreparedMove.fact) }
}
