/// What changed between two texts, by words.
public struct WordDiff: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case same
    case removed
    case added
  }

  public struct Run: Hashable, Sendable {
    public var kind: Kind
    public var text: String

    public init(kind: Kind, text: String) {
      self.kind = kind
      self.text = text
    }
  }

  /// In reading order; of a replacement the removed words come first. The runs that are not `added` join to the old text,
  /// those that are not `removed` to the new one, but for white space between words.
  public private(set) var runs: [Run] = []

  public init(from old: String, to new: String) {
    let (a, b) = (WordTokens.split(old), WordTokens.split(new))
    var (i, j) = (0, 0)
    for pair in WordAlignment.pairs(a, b) {
      append(.removed, a[i..<pair.a])
      append(.added, b[j..<pair.b])
      append(.same, b[pair.b...pair.b])
      (i, j) = (pair.a + 1, pair.b + 1)
    }
    append(.removed, a[i...])
    append(.added, b[j...])
  }

  public var hasChanges: Bool { runs.contains { $0.kind != .same } }

  private mutating func append(_ kind: Kind, _ tokens: ArraySlice<Substring>) {
    guard !tokens.isEmpty else { return }
    if runs.last?.kind == kind {
      runs[runs.count - 1].text += tokens.joined()
    } else {
      runs.append(Run(kind: kind, text: tokens.joined()))
    }
  }
}
