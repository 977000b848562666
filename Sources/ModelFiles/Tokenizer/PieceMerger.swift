/// A word as a linked list of neighbouring ranges of its bytes, first one per character, then merged. Made once per
/// text and reused for each word, so that a word costs no allocation.
struct PieceMerger {
  private struct Piece {
    var start: Int
    /// In bytes; 0 once merged into the piece on its left.
    var length: Int
    /// The token that the text is; -1 where it was not merged, so was not looked up.
    var token: Int32
    /// Neighbours, or -1.
    var previous: Int
    var next: Int
  }

  private var pieces: [Piece] = []
  private var queue = MergeQueue()

  /// Puts each character of `word`, which has to be valid UTF-8, into a piece of its own.
  mutating func begin(_ word: UnsafeRawBufferPointer) {
    pieces.removeAll(keepingCapacity: true)
    var start = 0
    while start < word.count {
      let lead = word[start]
      let length = min(lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4, word.count - start)
      let place = pieces.count
      pieces.append(Piece(start: start, length: length, token: -1, previous: place - 1, next: place + 1))
      start += length
    }
    if !pieces.isEmpty { pieces[pieces.count - 1].next = -1 }
  }

  /// Merges neighbours, best first, until `merge` knows none of the texts that two of them make.
  ///
  /// `merge` gives the token that a text is, and its priority, the smaller the sooner.
  mutating func mergeAll(_ merge: (Range<Int>) -> (priority: UInt32, result: Int32)?) {
    queue.removeAll()
    for right in pieces.indices.dropFirst() { push(right - 1, right, merge) }
    while let entry = queue.pop() {
      let left = entry.left
      let right = pieces[left].next
      // An entry is outdated once one of its pieces was merged with another: its length then differs.
      guard right >= 0, pieces[left].length == entry.leftState, pieces[right].length == entry.rightState else {
        continue
      }
      let next = pieces[right].next
      pieces[left].length += pieces[right].length
      pieces[left].token = entry.result
      pieces[left].next = next
      pieces[right].length = 0
      if next >= 0 {
        pieces[next].previous = left
        push(left, next, merge)
      }
      let previous = pieces[left].previous
      if previous >= 0 { push(previous, left, merge) }
    }
  }

  private mutating func push(
    _ left: Int, _ right: Int, _ merge: (Range<Int>) -> (priority: UInt32, result: Int32)?
  ) {
    let start = pieces[left].start
    let lengths = (pieces[left].length, pieces[right].length)
    guard let (priority, result) = merge(start..<(start + lengths.0 + lengths.1)) else { return }
    queue.push(
      MergeQueue.Entry(
        priority: priority, left: left, leftState: Int32(lengths.0), rightState: Int32(lengths.1), result: result))
  }

  /// The texts that are left, in order, with their tokens; -1 for a single character that was not merged.
  func forEach(_ body: (Range<Int>, Int32) -> Void) {
    for piece in pieces where piece.length > 0 { body(piece.start..<(piece.start + piece.length), piece.token) }
  }
}
