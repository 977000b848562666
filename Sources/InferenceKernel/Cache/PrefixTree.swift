/// Prompts as a radix tree of token segments, with keys and values on its nodes: what two prompts begin with is one path,
/// computed once and kept for later prompts until the space is needed.
final class PrefixTree {
  /// A segment of tokens behind the path to its parent.
  final class Node {
    fileprivate(set) var tokens: [Int32]
    /// Position of the first token.
    fileprivate(set) var start: Int
    fileprivate(set) weak var parent: Node?
    fileprivate(set) var children: [Int32: Node] = [:]
    /// Pages of positions `start / 64 * 64 ..< end`; empty until the segment is begun. The first one also holds the
    /// positions of the page before `start`.
    fileprivate(set) var pages: [PagePool.PageID] = []
    /// Tokens whose keys and values are there.
    var computed = 0
    /// Requests at work whose prompt goes through here.
    fileprivate(set) var users = 0
    fileprivate var lastUse: UInt64 = 0

    fileprivate init(tokens: [Int32], start: Int, parent: Node?) {
      self.tokens = tokens
      self.start = start
      self.parent = parent
    }

    var end: Int { start + tokens.count }
    var isComputed: Bool { computed == tokens.count }
    /// Everything before the segment is computed.
    var isReady: Bool { parent?.isComputed ?? true }
    fileprivate var firstPage: Int { start / PagePool.positions }
  }

  let pool: PagePool
  private let root = Node(tokens: [], start: 0, parent: nil)
  private var uses: UInt64 = 0

  init(pool: PagePool) { self.pool = pool }

  /// The end of the path for `tokens`, made where it is not there yet, and held until ``release(_:)``.
  ///
  /// - Complexity: O(length of `tokens`).
  func hold(_ tokens: ArraySlice<Int32>) -> Node {
    var node = root
    var rest = tokens
    while let first = rest.first {
      guard let child = node.children[first] else {
        let leaf = Node(tokens: Array(rest), start: node.end, parent: node)
        node.children[first] = leaf
        node = leaf
        break
      }
      let common = zip(child.tokens, rest).prefix { $0 == $1 }.count
      rest = rest.dropFirst(common)
      node = common < child.tokens.count ? split(child, at: common) : child
    }
    mark(node, by: 1)
    return node
  }

  /// Ends a hold; the segments stay until ``evict(pages:)`` needs their space.
  func release(_ node: Node) { mark(node, by: -1) }

  /// From the first segment to `node`.
  func path(to node: Node) -> [Node] {
    var path: [Node] = []
    var next: Node? = node
    while let node = next, node !== root {
      path.append(node)
      next = node.parent
    }
    return path.reversed()
  }

  /// Pages of all positions before the end of `node`.
  func pageTable(to node: Node) -> [PagePool.PageID] {
    var table: [PagePool.PageID] = []
    for node in path(to: node) where !node.pages.isEmpty {
      table.removeSubrange(min(table.count, node.firstPage)...)
      table += node.pages
    }
    return table
  }

  /// Gives `node` its pages, the first one with a copy of the positions that it shares with its parent. False, with
  /// nothing changed, where too few pages are free.
  func begin(_ node: Node) -> Bool {
    guard node.pages.isEmpty, !node.tokens.isEmpty else { return true }
    let count = (node.end - 1) / PagePool.positions - node.firstPage + 1
    guard pool.freeCount >= count || evict(pages: count) else { return false }
    node.pages = (0..<count).compactMap { _ in pool.take() }
    let shared = node.start % PagePool.positions
    if shared > 0, let parent = node.parent, let last = pageTable(to: parent).last {
      pool.copy(last, to: node.pages[0])
    }
    return true
  }

  /// Frees the least recently used segments that nobody holds, until `pages` pages are free. False where that many
  /// cannot be had.
  @discardableResult
  func evict(pages: Int) -> Bool {
    guard pool.freeCount < pages else { return true }
    var leaves: [Node] = []
    collectLeaves(root, into: &leaves)
    leaves.sort { $0.lastUse > $1.lastUse }
    while pool.freeCount < pages, let leaf = leaves.popLast() {
      guard let parent = leaf.parent else { continue }
      leaf.pages.forEach(pool.release)
      parent.children[leaf.tokens[0]] = nil
      if parent.children.isEmpty, parent.users == 0, parent !== root {
        let place = leaves.firstIndex { $0.lastUse <= parent.lastUse } ?? leaves.count
        leaves.insert(parent, at: place)
      }
    }
    return pool.freeCount >= pages
  }

  /// Pages that the held segments have or will need, at most.
  var heldPageNeed: Int {
    func need(_ node: Node) -> Int {
      guard node.users > 0 || node === root else { return 0 }
      let own = node === root ? 0 : node.tokens.count / PagePool.positions + 2
      return node.children.values.reduce(own) { $0 + need($1) }
    }
    return need(root)
  }

  /// Forgets everything that nobody holds.
  func clear() { evict(pages: pool.pageCount + 1) }

  private func collectLeaves(_ node: Node, into leaves: inout [Node]) {
    for child in node.children.values {
      if child.children.isEmpty {
        if child.users == 0 { leaves.append(child) }
      } else {
        collectLeaves(child, into: &leaves)
      }
    }
  }

  /// Cuts `node` after `count` of its tokens and returns the upper part. Requests that hold `node` hold its end, so the
  /// node itself becomes the lower part and a new one is put above it.
  private func split(_ node: Node, at count: Int) -> Node {
    let parent = node.parent ?? root
    let upper = Node(tokens: Array(node.tokens[..<count]), start: node.start, parent: parent)
    upper.users = node.users
    upper.lastUse = node.lastUse
    upper.computed = min(node.computed, count)
    parent.children[node.tokens[0]] = upper
    upper.children[node.tokens[count]] = node
    node.parent = upper
    node.tokens.removeFirst(count)
    node.start += count
    node.computed -= upper.computed
    guard !node.pages.isEmpty else { return upper }
    // The page in which the cut lies serves both: its upper part is the same in both, and only the lower one goes on
    // to write.
    let first = upper.firstPage
    let upperCount = (upper.end - 1) / PagePool.positions - first + 1
    let lowerFirst = node.start / PagePool.positions - first
    upper.pages = Array(node.pages.prefix(upperCount))
    if lowerFirst < upperCount { pool.retain(node.pages[lowerFirst]) }
    node.pages.removeFirst(lowerFirst)
    if !upper.isComputed {
      // Not begun far enough: the lower part starts over when its turn comes.
      node.pages.forEach(pool.release)
      node.pages = []
    }
    return upper
  }

  private func mark(_ node: Node, by change: Int) {
    uses += 1
    for node in path(to: node) {
      node.users += change
      node.lastUse = uses
    }
  }
}
