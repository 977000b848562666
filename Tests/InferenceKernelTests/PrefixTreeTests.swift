import Testing

@testable import InferenceKernel

@Suite("The prefix tree")
struct PrefixTreeTests {
  /// A tree over pages of a tiny model.
  static func tree(pages: Int) throws -> PrefixTree {
    var configuration = ModelConfiguration.tiny
    configuration.layerCount = 2
    return PrefixTree(pool: try PagePool(configuration, pageCount: pages))
  }

  /// Begins and computes the whole path, as the scheduler would.
  static func compute(_ tree: PrefixTree, _ node: PrefixTree.Node) {
    for step in tree.path(to: node) where !step.isComputed {
      #expect(step.isReady)
      #expect(tree.begin(step))
      step.computed = step.tokens.count
    }
  }

  @Test("holds what prompts share once")
  func shares() throws {
    let tree = try Self.tree(pages: 64)
    let rules = Array(Int32(0)..<50)
    let first = tree.hold((rules + [100, 101, 102])[...])
    Self.compute(tree, first)
    let second = tree.hold((rules + [200, 201])[...])
    #expect(tree.path(to: second).map(\.tokens.count) == [50, 2])
    #expect(tree.path(to: second)[0].isComputed)
    #expect(second.isReady && !second.isComputed)
    #expect(tree.path(to: first).map(\.tokens.count) == [50, 3])
    #expect(first.isComputed)
  }

  @Test("gives a prompt the same pages up to where it parts, and a copy of the page in which it parts")
  func pageTables() throws {
    let tree = try Self.tree(pages: 64)
    let shared = Array(Int32(0)..<70)
    let first = tree.hold((shared + Array(Int32(300)..<340))[...])
    Self.compute(tree, first)
    let parting = try #require(tree.pageTable(to: first).dropFirst().first)
    for index in 0..<16 * 64 { tree.pool.head(0, ofLayer: 1, in: parting)[index] = UInt8(index % 251) }
    let second = tree.hold((shared + Array(Int32(400)..<410))[...])
    Self.compute(tree, second)
    let (a, b) = (tree.pageTable(to: first), tree.pageTable(to: second))
    #expect(a.count == 2 && b.count == 2)
    #expect(a[0] == b[0])
    #expect(a[1] != b[1])
    // Positions 64 to 69 are shared, so the page in which the two part begins with the same keys and values.
    let copy = tree.pool.head(0, ofLayer: 1, in: b[1])
    #expect((0..<16 * 64).allSatisfy { copy[$0] == UInt8($0 % 251) })
  }

  @Test("frees the least recently used first, and never what is held")
  func evicts() throws {
    let tree = try Self.tree(pages: 8)
    let old = tree.hold(Array(Int32(0)..<128)[...])
    Self.compute(tree, old)
    tree.release(old)
    let recent = tree.hold(Array(Int32(200)..<328)[...])
    Self.compute(tree, recent)
    tree.release(recent)
    let held = tree.hold(Array(Int32(400)..<528)[...])
    Self.compute(tree, held)
    #expect(tree.pool.freeCount == 2)
    #expect(tree.evict(pages: 4))
    #expect(tree.hold(Array(Int32(200)..<328)[...]).isComputed)
    #expect(!tree.hold(Array(Int32(0)..<128)[...]).isComputed)
    #expect(!tree.evict(pages: 7))
    #expect(held.isComputed)
  }

  @Test("agrees with computing every prompt from scratch, for prompts that part anywhere")
  func splitsAnywhere() throws {
    let tree = try Self.tree(pages: 400)
    var random = SplitMix(state: 5)
    var held: [(tokens: [Int32], node: PrefixTree.Node)] = []
    for round in 0..<60 {
      // Few different tokens, so that prompts share beginnings of all lengths.
      var tokens = held.isEmpty || round % 3 == 0 ? [] : held[Int(random.next() % UInt64(held.count))].tokens
      tokens = Array(tokens.prefix(Int(random.next() % 120)))
      tokens += (0..<Int(1 + random.next() % 60)).map { _ in Int32(random.next() % 3) }
      let node = tree.hold(tokens[...])
      Self.compute(tree, node)
      held.append((tokens, node))
      for (tokens, node) in held {
        let path = tree.path(to: node)
        #expect(path.flatMap(\.tokens) == tokens)
        #expect(!path.contains { !$0.isComputed })
        #expect(tree.pageTable(to: node).count == (tokens.count + 63) / 64)
      }
    }
    held.forEach { tree.release($0.node) }
    tree.clear()
    #expect(tree.pool.freeCount == 400)
  }
}

extension ModelConfiguration {
  /// A shape for tests that need no weights.
  static let tiny = ModelConfiguration(
    architecture: "test", layerCount: 1, width: 32, headCount: 2, keyValueHeadCount: 1, headDimensions: 16,
    feedForwardWidth: 64, vocabularyCount: 64, contextLength: 512, normEpsilon: 1e-5,
    attention: Attention(rope: RotaryEmbedding(base: 10_000, isSplit: true)))
}
