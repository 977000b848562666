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

  public init(
    id: PersonaID, name: String, lens: String, stance: String, moves: [Move], shipWhen: String, skipWhen: String,
    avoid: [String] = []
  ) {
    self.id = id
    self.name = name
    self.lens = lens
    self.stance = stance
    self.moves = moves
    self.shipWhen = shipWhen
    self.skipWhen = skipWhen
    self.avoid = avoid
  }
}

/// One question that a persona must answer in every review.
public struct Move: Hashable, Sendable, Identifiable {
  /// Unique within the persona.
  public var id: String
  /// The question as it is put to the model.
  public var ask: String
  /// Opens the answer; prefilled, never sampled. `{name}` stands for the tool's name, `{fact}` for the one fact that the
  /// answer then rests on, so that the model writes only what follows from it, and `{choice}` for the answer of a closed
  /// question.
  public var leadIn: String
  /// Most words of the answer, lead-in included, but for the words of a fact in it.
  public var words: Int
  /// Labels of a closed question; nil for an open one.
  public var choices: [String]?
  /// Which facts the answer is given to rest on.
  public var restOn: FactSide
  /// Opens the answer in place of ``leadIn`` where the move rests on the vote and the vote is against the tool; nil takes
  /// ``leadIn`` for both.
  public var leadInAgainst: String?
  /// Words that facts hold which bear on the question, beside those of ``ask``.
  public var lookFor: [String]
  /// Words of facts that do not bear on the question.
  public var lookPast: [String]
  /// Words of which a fact has to hold one for the move to be put as it is; empty asks for nothing.
  public var needs: [String]
  /// How the move is put where no fact is of the kind that it rests on or holds what it ``needs``.
  public var otherwise: MoveAlternative?

  public init(
    id: String, ask: String, leadIn: String, words: Int, choices: [String]? = nil, restOn: FactSide = .any,
    leadInAgainst: String? = nil, lookFor: [String] = [], lookPast: [String] = [], needs: [String] = [],
    otherwise: MoveAlternative? = nil
  ) {
    self.id = id
    self.ask = ask
    self.leadIn = leadIn
    self.words = words
    self.choices = choices
    self.restOn = restOn
    self.leadInAgainst = leadInAgainst
    self.lookFor = lookFor
    self.lookPast = lookPast
    self.needs = needs
    self.otherwise = otherwise
  }
}

/// How a move is put to a dossier that has no fact for it: another way to ask, never an invented fact.
public struct MoveAlternative: Hashable, Sendable {
  public var ask: String
  /// As ``Move/leadIn``.
  public var leadIn: String
  public var restOn: FactSide
  public var lookFor: [String]

  public init(ask: String, leadIn: String, restOn: FactSide = .any, lookFor: [String] = []) {
    self.ask = ask
    self.leadIn = leadIn
    self.restOn = restOn
    self.lookFor = lookFor
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
  /// The dossier's first fact that its vendor did not write, which says what the tool is; and others that bear on the
  /// question, where the move says what to look for.
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
