import Foundation
import PanelCore

/// Which facts a move is given to rest on.
///
/// A small model that is to pick facts itself names the first ones whatever the question (measured on Qwen2.5-Coder
/// 1.5B), so they are picked here: of the kind that the move rests on, by the words that they share with the question, by how much
/// they weighed for the persona, and not again and again the same.
struct MoveFacts: Sendable {
  /// Facts for each move.
  let count: Int
  private let facts: [Evidence]
  private let stems: [EvidenceID: Set<String>]
  /// Rare words tell more: inverse document frequency over the facts.
  private let rarity: [String: Double]
  private let clauses: FactClause

  init(_ facts: [Evidence], count: Int, name: String = "") {
    self.facts = facts
    clauses = FactClause(facts, name: name)
    self.count = count
    var stems: [EvidenceID: Set<String>] = [:]
    var frequency: [String: Int] = [:]
    for fact in facts {
      var own = Self.stems(of: fact.text)
      if fact.isVendorText { own.formUnion(Self.stems(of: "claim vendor maker itself")) }
      stems[fact.id] = own
      for stem in own { frequency[stem, default: 0] += 1 }
    }
    self.stems = stems
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
  ///   - persona: personas of one panel weigh much alike; a small push of its own keeps them from resting on the same
  ///     facts, and depends on nothing else in the session.
  ///   - quoted: how often the personas before this one quote a fact; a reader should not meet it again and again.
  func prepare(
    for moves: [Move], reasons: Set<Int> = [], weights: [Driver], persona: PersonaID, quoted: [EvidenceID: Double] = [:]
  ) -> [PreparedMove] {
    let weight = Dictionary(weights.map { ($0.evidence, $0.weight) }) { first, _ in first }
    let leaning: FactSide = weights.reduce(0) { $0 + $1.weight } < 0 ? .weaknesses : .strengths
    let hidden = reasons.filter { moves[$0].restOn != leaning }
    let order = moves.indices.sorted {
      (rank($0, moves[$0], reasons: reasons, hidden: hidden), $0)
        < (rank($1, moves[$1], reasons: reasons, hidden: hidden), $1)
    }
    // A fact that others quote is worth less, but still open.
    var uses = quoted.mapValues { min(0.9, Self.sharedFatigue * $0) }
    var prepared: [Int: PreparedMove] = [:]
    for number in order {
      let (move, open) = way(of: moves[number], weight, uses)
      let scored = open.map { fact in
        (
          id: fact.id,
          score: score(
            fact, move, weight, uses: uses[fact.id] ?? 0, isReason: reasons.contains(number), persona)
        )
      }.sorted { ($0.score, $1.id) > ($1.score, $0.id) }
      let chosen = scored.prefix(move.quotesFact ? 1 : count).map(\.id)
      if !hidden.contains(number) { for id in chosen { uses[id, default: 0] += 1 } }
      prepared[number] = filled(move, chosen.sorted())
    }
    return moves.indices.compactMap { prepared[$0] }
  }

  /// Who chooses first: the reason of the likely vote, what the tool is and its vendor claims, moves that need facts of their own, the others,
  /// and last the reason that will not be shown.
  private func rank(_ number: Int, _ move: Move, reasons: Set<Int>, hidden: Set<Int>) -> Int {
    if hidden.contains(number) { return 4 }
    if reasons.contains(number) { return 0 }
    if move.restOn == .first || move.restOn == .vendor { return 1 }
    return move.needs.isEmpty ? 3 : 2
  }

  /// How a move is put, and the facts that are open to it: in its other way where no fact fits.
  private func way(
    of move: Move, _ weight: [EvidenceID: Double], _ uses: [EvidenceID: Double]
  ) -> (move: Move, open: [Evidence]) {
    let kind = facts.filter { isOfKind($0, move.restOn, weight[$0.id] ?? 0) }
    guard move.quotesFact else {
      // What the tool is answers the question alone, unless the move says what else to look for.
      if move.restOn == .first, move.lookFor.isEmpty { return (move, facts.filter { $0.id == firstFact }) }
      if kind.isEmpty, move.otherwise != nil { return way(of: move.alternative, weight, uses) }
      return (move, kind.count < Self.fewestOfKind ? facts : kind)
    }
    if move.restOn == .first { return (move, facts.filter { $0.id == firstFact }) }
    let clear = kind.filter { fact in
      (move.restOn != .weaknesses || weight[fact.id] ?? 0 <= -Self.clearWeight) && !holdsOne(fact, move.lookPast)
    }
    let fitting = move.needs.isEmpty ? clear : clear.filter { holdsOne($0, move.needs) }
    // A fact that is taken is there all the same: the other way may say that there is none.
    if fitting.isEmpty, move.otherwise != nil { return way(of: move.alternative, weight, uses) }
    let unused = fitting.filter { (uses[$0.id] ?? 0) < 1 }
    let found = unused.filter { holdsOne($0, move.lookFor) }
    return (move, [found, unused, fitting, clear, kind].first { !$0.isEmpty } ?? facts)
  }

  private func holdsOne(_ fact: Evidence, _ words: [String]) -> Bool {
    words.contains { Self.holds(fact.text, $0) }
  }

  /// Below it a fact's side is a matter of chance, and a sentence that quotes it as a strength or a weakness is not.
  private static let clearWeight = 0.15

  /// What a quotation by another persona counts, in quotations by the same.
  private static let sharedFatigue = 0.3

  private func score(
    _ fact: Evidence, _ move: Move, _ weight: [EvidenceID: Double], uses: Double, isReason: Bool, _ persona: PersonaID
  ) -> Double {
    let strongest = max(weight.values.map { abs($0) }.max() ?? 0, 1e-9)
    let own = weight[fact.id] ?? 0
    let fatigue = (move.quotesFact ? 2 : 0.6) * uses
    if isReason { return abs(own) }
    let shared = (stems[fact.id] ?? []).intersection(Self.stems(of: move.ask))
    let overlap = shared.reduce(0) { $0 + (rarity[$1] ?? 0) }
    let found = move.lookFor.count { Self.holds(fact.text, $0) }
    let relevance = min(1, overlap / 6 + (found > 0 ? 0.6 : 0) + 0.2 * Double(min(2, max(0, found - 1))))
    let isRare = facts.count { isOfKind($0, move.restOn, weight[$0.id] ?? 0) } < Self.fewestOfKind
    let leads =
      move.restOn == .first ? fact.id == firstFact : isRare && isOfKind(fact, move.restOn, own)
    let seed = DerivedSeed.make(0, [persona.rawValue, String(fact.id.rawValue)])
    let push = 0.2 * Double(seed >> 11) / Double(1 << 53)
    let strength = (move.restOn.isSide ? 0.8 : 0.3) * abs(own) / strongest
    return leads ? .infinity : strength + 2 * relevance - fatigue + push
  }

  /// What the tool is stands in the first fact that its vendor did not write.
  private var firstFact: EvidenceID? { (facts.first { !$0.isVendorText } ?? facts.first)?.id }

  private func filled(_ move: Move, _ chosen: [EvidenceID]) -> PreparedMove {
    guard move.quotesFact, let fact = facts.first(where: { $0.id == chosen.first }) else {
      return PreparedMove(move: move, facts: chosen)
    }
    var move = move
    let clause = clauses.clause(fact.text)
    move.leadIn = move.leadIn.replacing(PreparedMove.fact, with: clause)
    move.words += clause.split(whereSeparator: \.isWhitespace).count - 1
    return PreparedMove(move: move, facts: chosen, quoted: clause)
  }

  private static let fewestOfKind = 2

  private func isOfKind(_ fact: Evidence, _ side: FactSide, _ weight: Double) -> Bool {
    switch side {
    case .any, .first, .vote: true
    // What a vendor says for its tool is a claim; a reason rests on what is known.
    case .strengths: weight > 0 && !fact.isVendorText
    case .weaknesses: weight < 0
    case .vendor: fact.isVendorText
    }
  }

  /// Whether a fact holds a word that a move looks for, whatever its ending; an entry with a space or without a letter is
  /// looked for as it is.
  static func holds(_ fact: String, _ wanted: String) -> Bool {
    let wanted = wanted.lowercased()
    if wanted.contains(" ") || !wanted.contains(where: \.isLetter) { return fact.lowercased().contains(wanted) }
    let stem = wanted.prefix(5)
    return WordSequence(fact).words.contains { $0.prefix(5) == stem }
  }

  /// The first five letters of each word that carries meaning: “document”, “documented” and “documentation” are one.
  static func stems(of text: String) -> Set<String> {
    Set(WordSequence(text).words.filter { $0.count > 3 && !fillers.contains($0) }.map { String($0.prefix(5)) })
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
