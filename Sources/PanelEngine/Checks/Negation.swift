/// Claims turned around: a fact's words behind a negation that the fact does not hold.
enum Negation {
  private static let negations: Set<String> = [
    "not", "no", "without", "lacks", "lack", "lacking", "cannot", "never", "none", "doesn't", "don't", "isn't",
    "aren't",
    "can't", "won't",
  ]

  /// Words behind a negation that reach as far as a claim's object does.
  private static let reach = 3

  /// Words of `text` that are denied there and stand undenied in one of `facts`. A fact that holds any negation is left
  /// alone: which of its words it denies is more than this can tell.
  static func turned(_ text: WordSequence, against facts: [WordSequence]) -> [String] {
    let plain = facts.filter { $0.words.allSatisfy { !negations.contains($0) } }
    let stated = Set(plain.flatMap { $0.words.filter { $0.count > 4 }.map { $0.prefix(6) } })
    var turned: [String] = []
    for (index, word) in text.words.enumerated() where negations.contains(word) {
      // “not only … but also” and “no longer” deny nothing of what follows.
      let next = text.words[(index + 1)...].prefix(reach)
      if next.first.map({ ["only", "longer", "just"].contains($0) }) ?? true { continue }
      for denied in next where denied.count > 4 && stated.contains(denied.prefix(6)) && !turned.contains(denied) {
        turned.append(denied)
      }
    }
    return turned
  }
}
