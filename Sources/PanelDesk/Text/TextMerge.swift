/// Two edits of one text brought together, word by word (the algorithm of diff3: S. Khanna, K. Kunal, B. C. Pierce, "A
/// formal investigation of diff3", 2007).
public struct TextMerge: Hashable, Sendable {
  public enum Part: Hashable, Sendable {
    /// What both agree on, or what only one of them changed.
    case merged(String)
    /// Both changed the same words, differently.
    case conflict(mine: String, base: String, theirs: String)
  }

  public private(set) var parts: [Part] = []

  public init(base: String, mine: String, theirs: String) {
    let (o, a, b) = (WordTokens.split(base), WordTokens.split(mine), WordTokens.split(theirs))
    var inMine = [Int?](repeating: nil, count: o.count)
    for pair in WordAlignment.pairs(o, a) { inMine[pair.a] = pair.b }
    var inTheirs = [Int?](repeating: nil, count: o.count)
    for pair in WordAlignment.pairs(o, b) { inTheirs[pair.a] = pair.b }
    var (i, j, k) = (0, 0, 0)
    for word in o.indices {
      // A word that both kept ends a chunk of changes.
      guard let m = inMine[word], let t = inTheirs[word] else { continue }
      resolve(o[i..<word], a[j..<m], b[k..<t])
      append(a[m...m].joined() == o[word...word].joined() ? String(b[t]) : String(a[m]))
      (i, j, k) = (word + 1, m + 1, t + 1)
    }
    resolve(o[i...], a[j...], b[k...])
  }

  public var hasConflicts: Bool { parts.contains { if case .conflict = $0 { true } else { false } } }

  /// The merged text; where both changed the same words, mine.
  public var text: String {
    parts.map {
      switch $0 {
      case .merged(let text): text
      case .conflict(let mine, _, _): mine
      }
    }.joined()
  }

  private mutating func resolve(
    _ base: ArraySlice<Substring>, _ mine: ArraySlice<Substring>, _ theirs: ArraySlice<Substring>
  ) {
    let (base, mine, theirs) = (base.joined(), mine.joined(), theirs.joined())
    if mine == theirs || theirs == base {
      append(mine)
    } else if mine == base {
      append(theirs)
    } else {
      parts.append(.conflict(mine: mine, base: base, theirs: theirs))
    }
  }

  private mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    if case .merged(let before)? = parts.last {
      parts[parts.count - 1] = .merged(before + text)
    } else {
      parts.append(.merged(text))
    }
  }
}
