/// What a fact states, told by the words that it holds: a licence, a limit, a needed version.
///
/// The kinds of a panel are an ordered list; a fact is of the first kind whose words it holds. They are plain words and no
/// question to a model, because on 235 facts that a reader had sorted the words agreed with the reader in 204 at the first
/// try, and Qwen2.5-Coder 1.5B, asked for one of the same twenty kinds, in 140.
public struct FactKind: Hashable, Sendable, Identifiable {
  /// What readings call it: `limit`.
  public var id: String
  /// What facts of the kind state, for people who write personas.
  public var meaning: String
  /// A wider kind, of which this is a sort: readings for that serve facts of this one in moves that have none for it. nil for a
  /// kind of its own.
  public var widerKind: String?
  /// A fact of the kind holds one of these. An entry of five letters or more stands for every word that begins with it, a
  /// shorter one for that word alone, one with a space for those words in a row; one that begins with a backtick is looked
  /// for in code, the others are not. Empty takes every fact that no kind before it took.
  public var words: [String]
  /// And one of these; empty asks for nothing.
  public var with: [String]
  /// And none of these.
  public var without: [String]
  /// And a date at most so many years before the day on which the fact was read; nil asks for none.
  public var withinYears: Int?
  /// Whether the fact that says what the tool is may be of this kind too.
  public var isOfFirst: Bool
  /// Whether facts of the kind speak against a tool whatever a model makes of them: answers about what is wrong with it may
  /// rest on them, and those about its strengths never do. Their weight in the vote stays the model's.
  public var isAgainst: Bool
  /// Whether facts of the kind are much alike from tool to tool, so that none is a reason to take one and not another.
  public var isCommon: Bool

  /// The kind of the fact that says what the tool is, where no words told another.
  public static let identity = "identity"

  public init(
    id: String, meaning: String, widerKind: String? = nil, words: [String] = [], with: [String] = [],
    without: [String] = [],
    withinYears: Int? = nil, isOfFirst: Bool = false, isAgainst: Bool = false, isCommon: Bool = false
  ) {
    self.id = id
    self.meaning = meaning
    self.widerKind = widerKind
    self.words = words
    self.with = with
    self.without = without
    self.withinYears = withinYears
    self.isOfFirst = isOfFirst
    self.isAgainst = isAgainst
    self.isCommon = isCommon
  }
}

/// What a fact of some kind means to a persona, in sentences that its author wrote.
///
/// The facts, and which of them weighs most, are the tool's; what follows from a fact of a kind is known beforehand, and a
/// small model that is to find it out writes a plain or a wrong sentence about every second time (see docs/method.md).
public struct Reading: Hashable, Sendable {
  /// Ids of the kinds that it is for.
  public var kinds: [String]
  /// Kinds of the fact that says what the tool is, for readings of such tools alone: to copy a model is other work than to
  /// copy a library. Where one of these is for a fact, those for any tool are not. Empty is for any tool.
  public var toolKinds: [String]
  /// The answer of a closed question that it is for; nil for any.
  public var choice: String?
  /// In place of the move's lead-in, for kinds of fact of which that would say too much; nil for the move's.
  public var leadIn: String?
  /// Begins a sentence that the model ends, before one of the sayings: what a tool is for, the model says in a few words of
  /// its own. Empty where the sayings follow the quoted fact at once.
  public var goesOn: String
  /// Sentences of which one follows, `{name}` standing for the tool's name.
  public var sayings: [String]

  public init(
    kinds: [String], toolKinds: [String] = [], choice: String? = nil, leadIn: String? = nil, goesOn: String = "",
    sayings: [String]
  ) {
    self.kinds = kinds
    self.toolKinds = toolKinds
    self.choice = choice
    self.leadIn = leadIn
    self.goesOn = goesOn
    self.sayings = sayings
  }
}

extension [Reading] {
  /// The readings that are for a tool.
  ///
  /// - Parameter kind: of the fact that says what it is; nil where there is none.
  public func ofTool(_ kind: String?) -> [Reading] {
    func isOwn(_ reading: Reading) -> Bool { kind.map(reading.toolKinds.contains) ?? false }
    let taken = Set(filter(isOwn).flatMap { reading in reading.kinds.map { Pair(kind: $0, choice: reading.choice) } })
    return compactMap { reading in
      if isOwn(reading) { return reading }
      guard reading.toolKinds.isEmpty else { return nil }
      var reading = reading
      reading.kinds.removeAll { taken.contains(Pair(kind: $0, choice: reading.choice)) }
      return reading.kinds.isEmpty ? nil : reading
    }
  }
}

/// What a reading is for.
private struct Pair: Hashable {
  var kind: String
  var choice: String?
}
