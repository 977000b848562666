/// Finds the known names that a mistyped one may have meant.
public enum NearestNames {
  /// Known names near to `name`, nearest first; of equals, in alphabetical order.
  ///
  /// Near is a name that differs by at most a third of the longer one's letters (upper and lower case alike), or that
  /// begins with, or contains, at least three letters of what was typed.
  ///
  /// - Parameter limit: most names to return.
  /// - Complexity: O(*n* · *m*²) for *n* candidates, with names cut at 64 letters.
  public static func of(_ name: String, in candidates: some Sequence<String>, limit: Int = 3) -> [String] {
    let typed = letters(name)
    let ranked = candidates.compactMap { candidate -> (rank: Int, name: String)? in
      rank(of: letters(candidate), typed: typed).map { ($0, candidate) }
    }
    return ranked.sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }.prefix(limit).map(\.name)
  }

  /// Edits that turn one name into the other: letters inserted, deleted, replaced, or swapped with their neighbour, no
  /// letter edited twice ("optimal string alignment", after F. J. Damerau, "A technique for computer detection and
  /// correction of spelling errors", 1964).
  ///
  /// - Parameter bound: above it the distance is of no interest.
  /// - Returns: nil where more than `bound` edits are needed.
  public static func distance(_ a: String, _ b: String, bound: Int) -> Int? {
    distance(Array(a.unicodeScalars), Array(b.unicodeScalars), bound: bound)
  }

  private static func letters(_ name: String) -> [Unicode.Scalar] {
    Array(name.lowercased().unicodeScalars.prefix(64))
  }

  /// Lower is nearer; nil is not near.
  private static func rank(of candidate: [Unicode.Scalar], typed: [Unicode.Scalar]) -> Int? {
    let bound = max(1, max(candidate.count, typed.count) / 3)
    if let edits = distance(typed, candidate, bound: bound) { return edits }
    guard typed.count >= 3 else { return nil }
    // After all names within the bound, so that a slip of the finger wins over a shortened name.
    if candidate.starts(with: typed) { return 100 }
    let isInside = candidate.indices.contains { candidate[$0...].starts(with: typed) }
    return isInside ? 200 : nil
  }

  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], bound: Int) -> Int? {
    guard abs(a.count - b.count) <= bound else { return nil }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in b.indices {
        row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
      }
      // A swap reaches back two rows, so only two rows above the bound end the search.
      if let least = row.min(), let leastBefore = last.min(), least > bound, leastBefore > bound { return nil }
      (beforeLast, last) = (last, row)
    }
    return last[b.count] <= bound ? last[b.count] : nil
  }
}
