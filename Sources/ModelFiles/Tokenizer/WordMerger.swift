/// The symbols of one word in a doubly linked list, and the queue of merges that are possible in it. Made once per
/// text and reused for each word, so that a word costs no allocation.
struct WordMerger {
  private struct Symbol {
    /// -1 once merged into the symbol on its left.
    var id: Int32
    var previous: Int
    var next: Int
  }

  private var symbols: [Symbol] = []
  private var queue = MergeQueue()

  mutating func begin(with ids: some Sequence<Int32>) {
    symbols.removeAll(keepingCapacity: true)
    for id in ids {
      symbols.append(Symbol(id: id, previous: symbols.count - 1, next: symbols.count + 1))
    }
    if !symbols.isEmpty { symbols[symbols.count - 1].next = -1 }
  }

  /// Merges pairs, best first, until `merge` knows none of those that are left.
  ///
  /// `merge` gives the symbol that two symbols become, and its priority, the smaller the sooner.
  mutating func mergeAll(_ merge: (Int32, Int32) -> (priority: UInt64, result: Int32)?) {
    func push(_ left: Int, _ right: Int) {
      let a = symbols[left].id
      let b = symbols[right].id
      guard let (priority, result) = merge(a, b) else { return }
      queue.push(
        MergeQueue.Entry(
          priority: priority, left: left, right: right, leftState: Int(a), rightState: Int(b), result: result))
    }
    queue.removeAll()
    for right in symbols.indices.dropFirst() { push(right - 1, right) }
    while let entry = queue.pop() {
      // An entry is outdated once one of its symbols was merged with another.
      guard symbols[entry.left].id == entry.leftState, symbols[entry.right].id == entry.rightState,
        symbols[entry.left].next == entry.right
      else { continue }
      let next = symbols[entry.right].next
      symbols[entry.left].id = entry.result
      symbols[entry.left].next = next
      symbols[entry.right].id = -1
      if next >= 0 {
        symbols[next].previous = entry.left
        push(entry.left, next)
      }
      let previous = symbols[entry.left].previous
      if previous >= 0 { push(previous, entry.left) }
    }
  }

  /// The symbols that are left, in order.
  func forEach(_ body: (Int32) -> Void) {
    for symbol in symbols where symbol.id >= 0 { body(symbol.id) }
  }
}
