/// Finds tokens that are taken out of a text as they stand, before the rest is tokenized.
///
/// Longer ones go first: each takes all of its places, from left to right, before shorter ones see what is left.
struct MarkerMatcher: Sendable {
  enum Part: Hashable, Sendable {
    case text(Range<Int>)
    case token(Int32)
  }

  private struct Edge: Hashable, Sendable {
    var node: Int32
    var byte: UInt8
  }

  /// A trie: the node behind each edge, the token that ends at each node or -1, and its depth.
  private var edges: [Edge: Int32] = [:]
  private var tokens: [Int32] = [-1]
  private var firstBytes = [Bool](repeating: false, count: 256)
  /// Lengths of the markers, longest first.
  private var lengths: [Int] = []

  init(_ markers: some Sequence<(id: Int32, text: ArraySlice<UInt8>)>) {
    var lengths: Set<Int> = []
    for (id, text) in markers where !text.isEmpty {
      var node: Int32 = 0
      for byte in text {
        let edge = Edge(node: node, byte: byte)
        if let next = edges[edge] {
          node = next
        } else {
          node = Int32(tokens.count)
          edges[edge] = node
          tokens.append(-1)
        }
      }
      if tokens[Int(node)] < 0 { tokens[Int(node)] = id }
      if let first = text.first { firstBytes[Int(first)] = true }
      lengths.insert(text.count)
    }
    self.lengths = lengths.sorted(by: >)
  }

  /// The text cut at its markers. Ranges are in bytes and never empty.
  func split(_ text: UnsafeBufferPointer<UInt8>) -> [Part] {
    guard !text.isEmpty else { return [] }
    var candidates: [(start: Int, longest: Int)] = []
    for start in text.indices where firstBytes[Int(text[start])] {
      let longest = longestMatch(text, at: start)
      if longest > 0 { candidates.append((start, longest)) }
    }
    guard !candidates.isEmpty else { return [.text(0..<text.count)] }

    // One byte of `taken` for each of the text; a shorter marker overlaps a longer one only if one of its ends does.
    var taken = [Bool](repeating: false, count: text.count)
    var found: [(start: Int, length: Int, token: Int32)] = []
    for length in lengths {
      for candidate in candidates where candidate.longest >= length {
        let end = candidate.start + length
        guard !taken[candidate.start], !taken[end - 1], let token = token(text, candidate.start..<end) else { continue }
        for i in candidate.start..<end { taken[i] = true }
        found.append((candidate.start, length, token))
      }
    }
    found.sort { $0.start < $1.start }
    var parts: [Part] = []
    var position = 0
    for (start, length, token) in found {
      if position < start { parts.append(.text(position..<start)) }
      parts.append(.token(token))
      position = start + length
    }
    if position < text.count { parts.append(.text(position..<text.count)) }
    return parts
  }

  private func longestMatch(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
    var node: Int32 = 0
    var longest = 0
    var i = start
    while i < text.count, let next = edges[Edge(node: node, byte: text[i])] {
      node = next
      i += 1
      if tokens[Int(node)] >= 0 { longest = i - start }
    }
    return longest
  }

  private func token(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int32? {
    var node: Int32 = 0
    for i in range {
      guard let next = edges[Edge(node: node, byte: text[i])] else { return nil }
      node = next
    }
    return tokens[Int(node)] >= 0 ? tokens[Int(node)] : nil
  }
}
