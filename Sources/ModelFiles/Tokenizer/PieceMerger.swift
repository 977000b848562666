/// A text as a linked list of neighbouring ranges, first one per character, then merged.
struct PieceMerger {
  private struct Piece {
    /// Empty once merged into the piece on its left.
    var range: Range<Int>
    /// The token that the text is; -1 where it was not merged, so was not looked up.
    var token: Int32
    var previous: Int
    var next: Int
  }

  private var pieces: [Piece] = []
  private var queue = MergeQueue()

  /// `text` has to be valid UTF-8.
  init(_ text: UnsafeRawBufferPointer) {
    pieces.reserveCapacity(text.count)
    var start = 0
    while start < text.count {
      let lead = text[start]
      let length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      let end = min(start + length, text.count)
      pieces.append(Piece(range: start..<end, token: -1, previous: pieces.count - 1, next: pieces.count + 1))
      start = end
    }
    if !pieces.isEmpty { pieces[pieces.count - 1].next = -1 }
  }

  /// Merges neighbours, best first, until `merge` knows none of the texts that two of them make.
  ///
  /// `merge` gives the token that a text is, and its priority, the smaller the sooner.
  mutating func mergeAll(_ merge: (Range<Int>) -> (priority: UInt64, result: Int32)?) {
    func push(_ left: Int, _ right: Int) {
      let a = pieces[left].range
      let b = pieces[right].range
      guard let (priority, result) = merge(a.lowerBound..<b.upperBound) else { return }
      queue.push(
        MergeQueue.Entry(
          priority: priority, left: left, right: right, leftState: a.count, rightState: b.count, result: result))
    }
    for right in pieces.indices.dropFirst() { push(right - 1, right) }
    while let entry = queue.pop() {
      // An entry is outdated once one of its pieces was merged with another: its length then differs.
      guard pieces[entry.left].range.count == entry.leftState, pieces[entry.right].range.count == entry.rightState
      else { continue }
      let next = pieces[entry.right].next
      pieces[entry.left].range = pieces[entry.left].range.lowerBound..<pieces[entry.right].range.upperBound
      pieces[entry.left].token = entry.result
      pieces[entry.left].next = next
      pieces[entry.right].range = pieces[entry.right].range.upperBound..<pieces[entry.right].range.upperBound
      if next >= 0 {
        pieces[next].previous = entry.left
        push(entry.left, next)
      }
      let previous = pieces[entry.left].previous
      if previous >= 0 { push(previous, entry.left) }
    }
  }

  /// The texts that are left, in order, with their tokens; -1 for a single character that was not merged.
  func forEach(_ body: (Range<Int>, Int32) -> Void) {
    for piece in pieces where !piece.range.isEmpty { body(piece.range, piece.token) }
  }
}
