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

  init(_ facts: [Evidence], count: Int) {
    self.facts = facts
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

  /// Facts for each of the persona's moves, by id, in the dossier's order; the first fact leads where a move rests on it.
  ///
  /// Relevance outweighs weight: with weight first, a question about what the tool is was handed its licence. Where fewer
  /// than two facts are of the kind that a move rests on, the rest of the facts are open to it too.
  ///
  /// - Parameters:
  ///   - reasons: moves, by number, that give the reason of a vote: these rest on what weighed most, used or not.
  ///   - persona: personas of one panel weigh much alike; a small push of its own keeps them from resting on the same
  ///     facts, and depends on nothing else in the session.
  func choose(
    for moves: [Move], reasons: Set<Int> = [], weights: [Driver], persona: PersonaID
  ) -> [[EvidenceID]] {
    let weight = Dictionary(weights.map { ($0.evidence, $0.weight) }) { first, _ in first }
    let strongest = max(weights.map { abs($0.weight) }.max() ?? 0, 1e-9)
    var uses: [EvidenceID: Int] = [:]
    return moves.enumerated().map { number, move in
      let question = Self.stems(of: move.ask)
      let kind = facts.filter { isOfKind($0, move.restOn, weight[$0.id] ?? 0) }
      let isEnough = kind.count >= Self.fewestOfKind
      let scored = (isEnough ? kind : facts).map { fact -> (id: EvidenceID, score: Double) in
        let own = weight[fact.id] ?? 0
        let shared = (stems[fact.id] ?? []).intersection(question)
        let overlap = shared.reduce(0) { $0 + (rarity[$1] ?? 0) }
        let found = move.lookFor.count { Self.holds(fact.text, $0) }
        let relevance = min(1, overlap / 6 + (found > 0 ? 0.6 : 0) + 0.2 * Double(min(2, max(0, found - 1))))
        let leads =
          move.restOn == .first ? fact.id == facts.first?.id : !isEnough && kind.contains { $0.id == fact.id }
        let fatigue = 0.6 * Double(uses[fact.id] ?? 0)
        let seed = DerivedSeed.make(0, [persona.rawValue, String(fact.id.rawValue)])
        let push = 0.2 * Double(seed >> 11) / Double(1 << 53)
        let score = 0.8 * abs(own) / strongest + 2 * relevance - fatigue + push
        return (fact.id, leads ? .infinity : reasons.contains(number) ? abs(own) : score)
      }.sorted { ($0.score, $1.id) > ($1.score, $0.id) }
      let chosen = scored.prefix(count).map(\.id)
      for id in chosen { uses[id, default: 0] += 1 }
      return chosen.sorted()
    }
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
