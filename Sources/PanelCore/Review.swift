/// A persona's vote. A seat that could not vote is a failed seat, which is not a vote.
public enum Vote: String, Hashable, Sendable, CaseIterable {
  case ship
  case skip
  /// The dossier cannot carry a vote.
  case abstain
}

/// What one persona says about one tool.
public struct Review: Hashable, Sendable {
  public var persona: PersonaID
  /// The persona's name when the review was written.
  public var name: String
  /// nil for a failed seat, with the cause in ``error``.
  public var vote: Vote?
  /// Probability of `ship` after calibration, 0 to 1; nil where there is none.
  public var pShip: Double?
  /// The same as the model's own distribution gave it.
  public var pShipRaw: Double?
  /// P(ship) of the dossier without marketing words and imperatives; equal to ``pShip`` where it holds none.
  public var pShipNeutral: Double?
  /// The evidence that pulled the vote, strongest first.
  public var drivers: [Driver]
  /// What else pulled the vote.
  public var terms: [TermWeight]
  public var moves: [MoveAnswer]
  /// Why the seat failed.
  public var error: String?

  public init(
    persona: PersonaID, name: String, vote: Vote?, pShip: Double?, pShipRaw: Double?,
    pShipNeutral: Double? = nil, drivers: [Driver] = [], terms: [TermWeight] = [], moves: [MoveAnswer] = [],
    error: String? = nil
  ) {
    self.persona = persona
    self.name = name
    self.vote = vote
    self.pShip = pShip
    self.pShipRaw = pShipRaw
    self.pShipNeutral = pShipNeutral
    self.drivers = drivers
    self.terms = terms
    self.moves = moves
    self.error = error
  }

  /// The review as one paragraph: its moves in order.
  public var quote: String { moves.map(\.text).joined(separator: " ") }
}

/// One piece of evidence and how far it pulled a vote.
public struct Driver: Hashable, Sendable {
  public var evidence: EvidenceID
  /// Log-odds towards `ship`, calibrated and bounded; negative towards `skip`.
  public var weight: Double
  /// The same as the model's own distribution gave them, averaged over both orders of the labels; nil where unknown.
  public var raw: Double?

  public init(evidence: EvidenceID, weight: Double, raw: Double? = nil) {
    self.evidence = evidence
    self.weight = weight
    self.raw = raw
  }
}

/// What is no numbered fact and pulled a vote too.
public struct TermWeight: Hashable, Sendable {
  public enum Term: String, Hashable, Sendable, CaseIterable {
    /// The dossier's licence, where no fact states it.
    case licence
    /// The dossier's price, where no fact states it.
    case price
    /// The vote on the whole, after the moves.
    case whole
  }

  public var term: Term
  /// As a driver's.
  public var weight: Double

  public init(term: Term, weight: Double) {
    self.term = term
    self.weight = weight
  }
}

/// A persona's answer to one move.
public struct MoveAnswer: Hashable, Sendable {
  /// The move's id.
  public var id: String
  /// The answer, lead-in included.
  public var text: String
  /// Cited evidence, ascending.
  public var evidence: [EvidenceID]
  /// Whether every number and name in the text occurs in the dossier.
  public var isSupported: Bool
  /// Who wrote what follows the lead-in; nil where it was not kept.
  public var wording: Wording?

  /// Who wrote the part of an answer that says what follows from its fact.
  public enum Wording: String, Hashable, Sendable, Codable {
    /// The model, from the fact and the question.
    case model
    /// The persona's author, for facts of this kind; see ``Reading``.
    case persona
    /// The model a sentence that its author began, and the author the next.
    case both
  }

  public init(id: String, text: String, evidence: [EvidenceID], isSupported: Bool, wording: Wording? = nil) {
    self.id = id
    self.text = text
    self.evidence = evidence
    self.isSupported = isSupported
    self.wording = wording
  }
}

// Written and read whole, so that a review which is kept comes back with all that a later version adds to it.
extension Vote: Codable {}
extension Review: Codable {}
extension Driver: Codable {}
extension TermWeight: Codable {}
extension TermWeight.Term: Codable {}
extension MoveAnswer: Codable {}
