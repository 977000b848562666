import Foundation
import PanelCore

/// Which facts a move is given to rest on.
///
/// A small model that is to pick facts itself names the first ones whatever the question (measured on Qwen2.5-Coder
/// 1.5B), so they are picked here: by how much they weighed for the persona on either side, by the words that they share
/// with the question, and not again and again the same.
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

  /// Facts for each of the persona's moves, by id.
  ///
  /// - Parameter persona: personas of one panel weigh much alike; a small push of its own keeps them from resting on the
  ///   same facts, and depends on nothing else in the session.
  func choose(for moves: [Move], weights: [Driver], persona: PersonaID) -> [[EvidenceID]] {
    let weight = Dictionary(weights.map { ($0.evidence, $0.weight) }) { first, _ in first }
    let strongest = max(weights.map { abs($0.weight) }.max() ?? 0, 1e-9)
    var uses: [EvidenceID: Int] = [:]
    return moves.map { move in
      let question = Self.stems(of: move.ask + " " + move.leadIn)
      let scored = facts.map { fact -> (id: EvidenceID, score: Double) in
        let own = weight[fact.id] ?? 0
        let shared = (stems[fact.id] ?? []).intersection(question)
        let relevance = min(1, shared.reduce(0) { $0 + (rarity[$1] ?? 0) } / 3)
        let fatigue = 0.6 * Double(uses[fact.id] ?? 0)
        let seed = DerivedSeed.make(0, [persona.rawValue, String(fact.id.rawValue)])
        let push = 0.2 * Double(seed >> 11) / Double(1 << 53)
        return (fact.id, abs(own) / strongest + 1.5 * relevance - fatigue + push)
      }.sorted { ($0.score, $1.id) > ($1.score, $0.id) }
      let chosen = scored.prefix(count).map(\.id)
      for id in chosen { uses[id, default: 0] += 1 }
      return chosen.sorted()
    }
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
