/// Merges that are possible in a text, best first: a binary heap (Williams, "Algorithm 232: Heapsort", 1964).
///
/// `push` and `pop` take time logarithmic in the number of entries, which keeps long words from taking quadratic time.
struct MergeQueue {
  struct Entry {
    /// The smaller the sooner.
    var priority: UInt64
    /// Among equals the leftmost is first.
    var left: Int
    var right: Int
    /// What tells that a symbol is still the one that the entry speaks of: its number, or its length.
    var leftState: Int
    var rightState: Int
    /// The symbol that the two become.
    var result: Int32

    func goesBefore(_ other: Entry) -> Bool { (priority, left) < (other.priority, other.left) }
  }

  private var entries: [Entry] = []

  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  mutating func push(_ entry: Entry) {
    entries.append(entry)
    var i = entries.count - 1
    while i > 0 {
      let parent = (i - 1) / 2
      guard entries[i].goesBefore(entries[parent]) else { break }
      entries.swapAt(i, parent)
      i = parent
    }
  }

  mutating func pop() -> Entry? {
    guard let last = entries.popLast() else { return nil }
    guard let first = entries.first else { return last }
    entries[0] = last
    var i = 0
    while true {
      var best = i
      for child in [2 * i + 1, 2 * i + 2] where child < entries.count && entries[child].goesBefore(entries[best]) {
        best = child
      }
      guard best != i else { return first }
      entries.swapAt(i, best)
      i = best
    }
  }
}
