import Foundation
import PanelCore

/// Which facts a move is given to rest on.
///
/// A small model that is to pick facts itself names the first ones whatever the question (measured on Qwen2.5-Coder
/// 1.5B), so they are picked here: of the side and the kinds that the move rests on, by the words that they
/// share with the question, by how much they weighed for the persona, and not again and again the same.
struct MoveFacts: Sendable {
  /// Facts for each move.
  let count: Int
  private let facts: [Evidence]
  private let stems: [EvidenceID: Set<String>]
  private let isAllVendorText: Bool
  /// Rare words tell more: inverse document frequency over the facts.
  private let rarity: [String: Double]
  private let clauses: FactClause
  private let name: String
  /// Whether what readings say is taken, or the model writes all itself.
  private let usesReadings: Bool
  /// What the tool is used for; nil lets the model say.
  private let purpose: String?

  init(
    _ facts: [Evidence], count: Int, name: String = "", purpose: String? = nil, usesReadings: Bool = true
  ) {
    self.facts = facts
    clauses = FactClause(facts, name: name)
    self.count = count
    self.name = name
    self.usesReadings = usesReadings
    self.purpose = usesReadings ? purpose : nil
    var stems: [EvidenceID: Set<String>] = [:]
    var frequency: [String: Int] = [:]
    for fact in facts {
      var own = Self.stems(of: fact.text)
      if fact.isVendorText { own.formUnion(Self.stems(of: "claim vendor maker itself")) }
      stems[fact.id] = own
      for stem in own { frequency[stem, default: 0] += 1 }
    }
    self.stems = stems
    isAllVendorText = facts.allSatisfy(\.isVendorText)
    rarity = frequency.mapValues { log((Double(facts.count) + 1) / Double($0)) }
  }

  /// Each of the persona's moves with the facts that it rests on, in the dossier's order; the first fact leads where a
  /// move rests on it. A move that quotes a fact rests on that one alone.
  ///
  /// Relevance outweighs weight: with weight first, a question about what the tool is was handed its licence. Where fewer
  /// than two facts are of the kind that a move rests on, the rest of the facts are open to it too; one that quotes stays
  /// with its kind as long as there is one.
  ///
  /// - Parameters:
  ///   - reasons: moves, by number, that give the reason of a vote: these rest on what weighed most, and choose before
  ///     all others.
  ///   - persona: by whose kinds facts are told apart. Personas of one panel weigh much alike; a small push of its own
  ///     keeps them from resting on the same facts, and depends on nothing else in the session.
  ///   - quoted: how often the personas before this one quote a fact; a reader should not meet it again and again.
  func prepare(
    for moves: [Move], reasons: Set<Int> = [], weights: [Driver], persona: Persona, quoted: [EvidenceID: Double] = [:]
  ) -> [PreparedMove] {
    let weight = Dictionary(weights.map { ($0.evidence, $0.weight) }) { first, _ in first }
    let kinds = kinds(persona)
    let moves = moves.map { $0.ofTool(firstFact.flatMap { kinds.ids[$0] }) }
    let sum = weights.reduce(0) { $0 + $1.weight }
    let leaning: FactSide = sum < 0 ? .weaknesses : .strengths
    // Near the middle either reason may be the one that is shown.
    let hidden: Set<Int> = abs(sum) < Self.clearLeaning ? [] : reasons.filter { moves[$0].restOn != leaning }
    func rank(_ number: Int) -> (Int, Int, Int, Int) {
      let move = moves[number]
      return (
        self.rank(number, move, reasons: reasons, hidden: hidden), canGiveWay(move) ? 1 : 0, move.kinds.count, number
      )
    }
    let order = moves.indices.sorted { rank($0) < rank($1) }
    // A fact that others quote is worth less, but still open: an answer that says there is none would be wrong.
    var uses = quoted.mapValues { min(0.9, Self.sharedFatigue * $0) }
    var prepared: [Int: PreparedMove] = [:]
    for number in order {
      let (move, open) = way(of: moves[number], weight, kinds, uses, isReason: reasons.contains(number))
      let scored = open.map { fact in
        (
          id: fact.id,
          score: score(
            fact, move, weight, kinds.kind(of: fact.id, in: move), uses: uses[fact.id] ?? 0,
            isReason: reasons.contains(number), persona.id
          )
        )
      }.sorted { ($0.score, $1.id) > ($1.score, $0.id) }
      let chosen = scored.prefix(move.quotesFact ? 1 : count).map(\.id)
      if !hidden.contains(number) { for id in chosen { uses[id, default: 0] += 1 } }
      prepared[number] = filled(move, chosen.sorted(), kinds, persona.id)
      prepared[number]?.answerByKind()
      prepared[number]?.isOtherwise = moves[number].otherwise != nil && move.otherwise == nil
    }
    return moves.indices.compactMap { prepared[$0] }
  }

  /// Kinds by what is quoted of each fact.
  private func kinds(_ persona: Persona) -> Kinds {
    let index = KindIndex(kinds: persona.kinds)
    let faults = Set(persona.kinds.filter(\.isAgainst).map(\.id))
    let wider = Dictionary(
      persona.kinds.compactMap { kind in kind.widerKind.map { (kind.id, $0) } }, uniquingKeysWith: { first, _ in first }
    )
    return facts.reduce(into: Kinds(wider: wider)) { kinds, fact in
      guard
        let kind = index.kind(
          of: clauses.clause(fact.text), isFirst: fact.id == firstFact, readOn: fact.retrieved)
      else { return }
      kinds.ids[fact.id] = kind
      if faults.contains(kind) { kinds.faults.insert(fact.id) }
    }
  }

  /// What the facts state.
  private struct Kinds {
    var ids: [EvidenceID: String] = [:]
    /// Facts that speak against the tool whatever they weigh.
    var faults: Set<EvidenceID> = []
    /// The wider kinds of kinds that have one.
    var wider: [String: String]

    /// The kind for which a move has readings: the fact's own, or else the wider one; nil where it has none for either.
    func kind(of fact: EvidenceID, in move: Move) -> String? {
      guard let own = ids[fact] else { return nil }
      return [own, wider[own]].compactMap { $0 }.first(where: move.kinds.contains)
    }
  }

  /// Who chooses first: the reason of the likely vote, what the tool is and its vendor claims, moves that need facts of
  /// some kinds, the others, and last the reason that will not be shown.
  private func rank(_ number: Int, _ move: Move, reasons: Set<Int>, hidden: Set<Int>) -> Int {
    if hidden.contains(number) { return 4 }
    if reasons.contains(number) { return 0 }
    if move.restOn == .first || move.restOn == .vendor { return 1 }
    return move.readings.isEmpty ? 3 : 2
  }

  /// How a move is put, and the facts that are open to it: in its other way where no fact fits.
  ///
  /// A limit is a limit whichever side the model's weight puts it on; a vote's reason has to be on the vote's side as well.
  private func way(
    of move: Move, _ weight: [EvidenceID: Double], _ kinds: Kinds, _ uses: [EvidenceID: Double],
    isReason: Bool
  ) -> (move: Move, open: [Evidence]) {
    let ofSide = facts.filter { isOnSide($0, move.restOn, weight[$0.id] ?? 0) || isFault($0, move, kinds) }
      .filter { move.restOn != .strengths || !kinds.faults.contains($0.id) }
    guard move.quotesFact else {
      // What the tool is answers the question alone.
      if move.restOn == .first { return (move, facts.filter { $0.id == firstFact }) }
      if ofSide.isEmpty, move.otherwise != nil {
        return way(of: move.alternative, weight, kinds, uses, isReason: isReason)
      }
      return (move, ofSide.count < Self.fewestOfSide ? facts : ofSide)
    }
    if move.restOn == .first { return (move, facts.filter { $0.id == firstFact }) }
    let clear = ofSide.filter {
      move.restOn != .weaknesses || weight[$0.id] ?? 0 <= -Self.clearWeight || isFault($0, move, kinds)
    }
    let wanted = move.kinds
    func ofKinds(_ facts: [Evidence]) -> [Evidence] { facts.filter { kinds.kind(of: $0.id, in: move) != nil } }
    let stages: [[Evidence]]
    if wanted.isEmpty {
      stages = [clear]
    } else {
      stages = isReason ? [ofKinds(ofSide)] : [ofKinds(clear), ofKinds(open(to: move, weight, kinds))]
    }
    let fitting = stages.first { !$0.isEmpty } ?? []
    let unused =
      isReason ? fitting : stages.map { $0.filter { (uses[$0.id] ?? 0) < 1 } }.first { !$0.isEmpty } ?? []
    let isWornOut = canGiveWay(move) && unused.isEmpty
    if fitting.isEmpty || isWornOut, move.otherwise != nil {
      return way(of: move.alternative, weight, kinds, uses, isReason: isReason)
    }
    return (move, [unused, fitting, clear, ofSide].first { !$0.isEmpty } ?? facts)
  }

  /// Whether a fact is open to a move about weaknesses though the model took it for a strength.
  ///
  /// Qwen2.5-Coder 1.5B weighs “variables are written without HTML escaping” at +0.6: no answer told of it.
  private func isFault(_ fact: Evidence, _ move: Move, _ kinds: Kinds) -> Bool {
    move.restOn == .weaknesses && kinds.faults.contains(fact.id)
  }

  /// Whether a move is put in its other way rather than quote what the persona has quoted already.
  ///
  /// A fact that is taken is there all the same, and another way that quotes one says that there is none of the first kind;
  /// one that rests on what the tool is says nothing of that. The one weakness of a tool is not to be its limit, its risk
  /// and its end in any case.
  private func canGiveWay(_ move: Move) -> Bool {
    guard let otherwise = move.otherwise, !move.kinds.isEmpty else { return false }
    return move.restOn == .weaknesses || otherwise.restOn == .first
  }

  /// Facts that a move may rest on though they do not weigh on its side; not those that weigh clearly on the other.
  private func open(to move: Move, _ weight: [EvidenceID: Double], _ kinds: Kinds) -> [Evidence] {
    switch move.restOn {
    case .strengths:
      facts.filter {
        !isClaim($0) && weight[$0.id] ?? 0 > -Self.clearWeight && !kinds.faults.contains($0.id)
      }
    case .weaknesses: facts.filter { weight[$0.id] ?? 0 < Self.clearWeight }
    case .vendor: facts.filter(\.isVendorText)
    case .any, .first, .vote: facts
    }
  }

  /// Below it a fact's side is a matter of chance, and a sentence that quotes it as a strength or a weakness is not.
  private static let clearWeight = 0.15

  /// Below it the vote may well go the other way, once the price and the whole have been weighed too.
  private static let clearLeaning = 1.5

  /// What a quotation by another persona counts, in quotations by the same.
  private static let sharedFatigue = 0.7

  private func score(
    _ fact: Evidence, _ move: Move, _ weight: [EvidenceID: Double], _ kind: String?, uses: Double, isReason: Bool,
    _ persona: PersonaID
  ) -> Double {
    let strongest = max(weight.values.map { abs($0) }.max() ?? 0, 1e-9)
    let own = weight[fact.id] ?? 0
    let fatigue = (move.quotesFact ? 2 : 0.6) * uses
    if isReason { return abs(own) }
    let shared = (stems[fact.id] ?? []).intersection(Self.stems(of: move.ask))
    let overlap = shared.reduce(0) { $0 + (rarity[$1] ?? 0) }
    let relevance = min(1, overlap / 6 + preference(move, kind))
    let isRare = facts.count { isOnSide($0, move.restOn, weight[$0.id] ?? 0) } < Self.fewestOfSide
    let leads =
      move.restOn == .first ? fact.id == firstFact : isRare && isOnSide(fact, move.restOn, own)
    let seed = DerivedSeed.make(0, [persona.rawValue, String(fact.id.rawValue)])
    let push = 0.2 * Double(seed >> 11) / Double(1 << 53)
    let strength = (move.restOn.isSide ? 1.2 : 0.3) * abs(own) / strongest
    return leads && move.readings.isEmpty ? .infinity : strength + 2 * relevance - fatigue + push
  }

  /// The readings that stand first are those that a persona would rather give; of what speaks against a tool, the weightiest
  /// counts for more.
  private func preference(_ move: Move, _ kind: String?) -> Double {
    guard let kind, let place = move.readings.firstIndex(where: { $0.kinds.contains(kind) }) else { return 0 }
    let most = move.restOn == .weaknesses ? 0.25 : 0.6
    return most * (1 - Double(place) / Double(move.readings.count))
  }

  /// What the tool is stands in the first fact that its vendor did not write.
  private var firstFact: EvidenceID? { (facts.first { !$0.isVendorText } ?? facts.first)?.id }

  private func filled(
    _ move: Move, _ chosen: [EvidenceID], _ kinds: Kinds, _ persona: PersonaID
  ) -> PreparedMove {
    guard let fact = facts.first(where: { $0.id == chosen.first }), move.quotesFact || move.restOn == .first else {
      return PreparedMove(move: move.naming(name), facts: chosen, purpose: purpose)
    }
    // The name goes in before the fact does, which may hold “{name}” itself, as facts about template engines do.
    var move = move.naming(name)
    var readings: [Reading] = []
    if let kind = kinds.kind(of: fact.id, in: move) { readings = move.readings.filter { $0.kinds.contains(kind) } }
    if let leadIn = readings.first?.leadIn { move.leadIn = leadIn }
    readings = usesReadings ? readings.filter { $0.leadIn == readings.first?.leadIn } : []
    let turn = DerivedSeed.make(0, [name, persona.rawValue, move.id])
    guard move.quotesFact else {
      return PreparedMove(move: move, facts: chosen, readings: readings, turn: turn, purpose: purpose)
    }
    // A closed question is put with the age of the fact's dates; see PreparedMove.answer.
    let clause = clauses.clause(move.choices == nil ? DatedText.unaged(fact.text) : fact.text)
    move.leadIn = move.leadIn.replacing(PreparedMove.fact, with: clause)
    move.words += clause.split(whereSeparator: \.isWhitespace).count - 1
    return PreparedMove(
      move: move, facts: chosen, quoted: clause, readings: readings, turn: turn, purpose: purpose)
  }

  private static let fewestOfSide = 2

  private func isOnSide(_ fact: Evidence, _ side: FactSide, _ weight: Double) -> Bool {
    switch side {
    case .any, .first, .vote: true
    // What a vendor says for its tool is a claim; a reason rests on what is known.
    case .strengths: weight > 0 && !isClaim(fact)
    case .weaknesses: weight < 0
    case .vendor: fact.isVendorText
    }
  }

  /// Whether the vendor wrote it and others wrote too; of a README there is nothing else to rest on.
  private func isClaim(_ fact: Evidence) -> Bool { fact.isVendorText && !isAllVendorText }

  /// The first five letters of each word that carries meaning: “document”, “documented” and “documentation” are one.
  static func stems(of text: String) -> Set<String> {
    Set(WordSequence(text).words.filter { $0.count > 3 && !fillers.contains($0) }.map { String($0.prefix(5)) })
  }

  /// Whether most of what one of two texts says stands in the other, by their words.
  static func sayTheSame(_ first: String, _ second: String) -> Bool {
    let (a, b) = (stems(of: first), stems(of: second))
    let least = min(a.count, b.count)
    return least > 1 && Double(a.intersection(b).count) > 0.5 * Double(least)
  }

  private static let fillers: Set<String> = [
    "about", "after", "also", "because", "been", "before", "could", "does", "doing", "each", "from", "have", "here",
    "into", "itself", "most", "must", "name", "nobody", "only", "other", "over", "same", "single", "some", "such",
    "than",
    "that", "their", "them", "then", "there", "these", "they", "thing", "this", "those", "tool", "tools", "what",
    "when",
    "where", "which", "while", "whose", "will", "with", "without", "would", "your",
  ]
}
