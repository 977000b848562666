/// Merges that are possible in a text, best first: a binary heap (Williams, "Algorithm 232: Heapsort", 1964).
///
/// `push` and `pop` take time logarithmic in the number of entries, which keeps long words from taking quadratic time.
struct MergeQueue {
  struct Entry {
    /// The priority, the smaller the sooner, above the place of the left symbol: of equals the leftmost is first.
    private(set) var order: UInt64
    /// What tells that the two symbols are still those that the entry speaks of: their numbers, or their lengths.
    var leftState: Int32
    var rightState: Int32
    /// The symbol that the two become.
    var result: Int32

    /// - Precondition: `left` is below 2³², which texts of less than 4 GB keep.
    init(priority: UInt32, left: Int, leftState: Int32, rightState: Int32, result: Int32) {
      order = UInt64(priority) << 32 | UInt64(UInt32(left))
      self.leftState = leftState
      self.rightState = rightState
      self.result = result
    }

    var left: Int { Int(order & 0xFFFF_FFFF) }
  }

  private var entries: [Entry] = []

  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  mutating func push(_ entry: Entry) {
    entries.append(entry)
    var hole = entries.count - 1
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard entry.order < entries[parent].order else { break }
      entries[hole] = entries[parent]
      hole = parent
    }
    entries[hole] = entry
  }

  mutating func pop() -> Entry? {
    guard let last = entries.popLast() else { return nil }
    guard let first = entries.first else { return last }
    let count = entries.count
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < count else { break }
      if child + 1 < count, entries[child + 1].order < entries[child].order { child += 1 }
      guard entries[child].order < last.order else { break }
      entries[hole] = entries[child]
      hole = child
    }
    entries[hole] = last
    return first
  }
}
