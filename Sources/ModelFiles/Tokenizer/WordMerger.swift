/// The symbols of one word in a doubly linked list, and the queue of merges that are possible in it. Made once per
/// text and reused for each word, so that a word costs no allocation.
struct WordMerger {
  private struct Symbol {
    /// -1 once merged into the symbol on its left.
    var id: Int32
    /// Neighbours, or -1.
    var previous: Int
    var next: Int
  }

  private var symbols: [Symbol] = []
  private var queue = MergeQueue()

  mutating func begin() { symbols.removeAll(keepingCapacity: true) }

  mutating func append(_ id: Int32) {
    let last = symbols.count - 1
    if last >= 0 { symbols[last].next = last + 1 }
    symbols.append(Symbol(id: id, previous: last, next: -1))
  }

  /// Merges pairs, best first, until `merges` has none of those that are left.
  mutating func mergeAll(_ merges: PairTable) {
    queue.removeAll()
    for right in symbols.indices.dropFirst() { push(right - 1, right, merges) }
    while let entry = queue.pop() {
      let left = entry.left
      let right = symbols[left].next
      // An entry is outdated once one of its symbols was merged with another.
      guard right >= 0, symbols[left].id == entry.leftState, symbols[right].id == entry.rightState else { continue }
      let next = symbols[right].next
      symbols[left].id = entry.result
      symbols[left].next = next
      symbols[right].id = -1
      if next >= 0 {
        symbols[next].previous = left
        push(left, next, merges)
      }
      let previous = symbols[left].previous
      if previous >= 0 { push(previous, left, merges) }
    }
  }

  private mutating func push(_ left: Int, _ right: Int, _ merges: PairTable) {
    let a = symbols[left].id
    let b = symbols[right].id
    guard let merge = merges[a, b] else { return }
    queue.push(
      MergeQueue.Entry(priority: merge.rank, left: left, leftState: a, rightState: b, result: merge.result))
  }

  /// The symbols that are left, in order.
  func forEach(_ body: (Int32) -> Void) {
    for symbol in symbols where symbol.id >= 0 { body(symbol.id) }
  }
}
