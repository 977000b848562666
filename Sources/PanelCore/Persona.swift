/// A reviewer: what it looks at, the questions it must answer, and the rule by which it votes. A role, never a person.
public struct Persona: Hashable, Sendable, Identifiable {
  public var id: PersonaID
  /// The role as a reader sees it: `DX reviewer`.
  public var name: String
  /// What it looks at, in a few words.
  public var lens: String
  /// From where it judges, one or two sentences to the model.
  public var stance: String
  public var moves: [Move]
  public var shipWhen: String
  public var skipWhen: String
  /// What its text must not do.
  public var avoid: [String]
  /// By which the facts of its moves are told apart, in their order.
  public var kinds: [FactKind]

  public init(
    id: PersonaID, name: String, lens: String, stance: String, moves: [Move], shipWhen: String, skipWhen: String,
    avoid: [String] = [], kinds: [FactKind] = []
  ) {
    self.id = id
    self.name = name
    self.lens = lens
    self.stance = stance
    self.moves = moves
    self.shipWhen = shipWhen
    self.skipWhen = skipWhen
    self.avoid = avoid
    self.kinds = kinds
  }
}

/// One question that a persona must answer in every review.
public struct Move: Hashable, Sendable, Identifiable {
  /// Unique within the persona.
  public var id: String
  /// The question as it is put to the model.
  public var ask: String
  /// Opens the answer; prefilled, never sampled. `{name}` stands for the tool's name, `{fact}` for the one fact that the
  /// answer then rests on, and `{choice}` for the answer of a closed question.
  public var leadIn: String
  /// What follows the lead-in, prefilled too, where the model writes the rest. `{purpose}` at its end stands for what the
  /// tool is used for, in the words of its dossier; where that does not say so, the model goes on in its place.
  public var goesOn: String
  /// Most words of the answer, lead-in included, but for the words of a fact in it.
  public var words: Int
  /// Labels of a closed question; nil for an open one.
  public var choices: [String]?
  /// Which facts the answer is given to rest on.
  public var restOn: FactSide
  /// What quoted facts mean, by their kinds. A move that has readings quotes facts of their kinds as long as there are any;
  /// where none is for the fact, the model writes what follows.
  public var readings: [Reading]
  /// Sentences of which one takes the place of what the model wrote, where that does not hold after it was written again:
  /// the answer is then the quoted fact and this. Empty keeps the model's answer, marked where nothing supports it.
  public var spare: [String]
  /// In place of lead-in and readings where the move rests on the vote and the vote is against the tool; nil takes those
  /// for both.
  public var against: MoveOpening?
  /// How the move is put where no fact is of the kinds that it rests on.
  public var otherwise: MoveAlternative?

  public init(
    id: String, ask: String, leadIn: String, goesOn: String = "", words: Int, choices: [String]? = nil,
    restOn: FactSide = .any, readings: [Reading] = [], spare: [String] = [], against: MoveOpening? = nil,
    otherwise: MoveAlternative? = nil
  ) {
    self.id = id
    self.ask = ask
    self.leadIn = leadIn
    self.goesOn = goesOn
    self.words = words
    self.choices = choices
    self.restOn = restOn
    self.readings = readings
    self.spare = spare
    self.against = against
    self.otherwise = otherwise
  }
}

/// How an answer opens, and what the fact in it means.
public struct MoveOpening: Hashable, Sendable {
  /// As ``Move/leadIn``.
  public var leadIn: String
  /// As ``Move/goesOn``.
  public var goesOn: String
  /// As ``Move/readings``.
  public var readings: [Reading]

  /// Whether nothing that its author wrote follows the lead-in.
  public var isLeadInAlone: Bool { goesOn.isEmpty && readings.isEmpty }

  public init(leadIn: String, goesOn: String = "", readings: [Reading] = []) {
    self.leadIn = leadIn
    self.goesOn = goesOn
    self.readings = readings
  }
}

/// How a move is put to a dossier that has no fact for it: another way to ask, never an invented fact. Of a closed question it
/// leaves the answer open where its lead-in has no `{choice}` and is not all that it says.
public struct MoveAlternative: Hashable, Sendable {
  /// As ``Move/ask``.
  public var ask: String
  /// In place of the move's lead-in and readings.
  public var opening: MoveOpening
  /// As ``Move/restOn``; never the vote.
  public var restOn: FactSide

  public init(ask: String, opening: MoveOpening, restOn: FactSide = .any) {
    self.ask = ask
    self.opening = opening
    self.restOn = restOn
  }
}

/// The kind of facts that a move rests on. A small model turns a fact around that does not fit its question: asked when
/// the tool breaks, and handed a strength, it writes that the strength fails.
public enum FactSide: String, Hashable, Sendable, CaseIterable {
  /// Whatever bears on the question.
  case any
  /// Facts that weighed for the tool.
  case strengths = "for"
  /// Facts that weighed against the tool.
  case weaknesses = "against"
  /// What the vendor says of its own tool.
  case vendor
  /// The dossier's first fact that its vendor did not write, which says what the tool is.
  case first
  /// Facts on the side of the persona's vote: the answer gives the vote's reason, and the vote does not read it.
  case vote
}

/// An ordered list of personas and the votes that a panel percentage needs.
public struct Panel: Hashable, Sendable {
  public var personas: [Persona]
  /// Fewest votes cast (ship or skip) for which a percentage is shown.
  public var quorum: Int

  /// - Parameter quorum: nil takes the default, more than half of the seats.
  public init(personas: [Persona], quorum: Int? = nil) {
    self.personas = personas
    self.quorum = quorum ?? personas.count / 2 + 1
  }
}
