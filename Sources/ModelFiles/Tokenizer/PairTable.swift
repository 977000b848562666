/// What pairs of symbols become, and how soon: read millions of times a second, so open addressing in one flat array.
///
/// The hash is seeded by Swift's, anew in every process, so that a file cannot be made to collide.
struct PairTable: Sendable {
  struct Merge: Sendable {
    /// The smaller the sooner.
    var rank: UInt32
    var result: Int32
  }

  private struct Slot: Sendable {
    /// The pair, left one in the upper half; all ones where the slot is free, for no symbol has the number -1.
    var pair: UInt64 = .max
    var merge = Merge(rank: 0, result: 0)
  }

  private var slots: [Slot]
  private var count = 0
  private let seed: UInt64

  init(minimumCapacity: Int) {
    var capacity = 64
    while capacity < minimumCapacity * 2 { capacity *= 2 }
    slots = Array(repeating: Slot(), count: capacity)
    seed = UInt64(truncatingIfNeeded: Hasher().finalize())
  }

  subscript(left: Int32, right: Int32) -> Merge? {
    let pair = Self.pair(left, right)
    var slot = home(pair)
    while slots[slot].pair != .max {
      if slots[slot].pair == pair { return slots[slot].merge }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Adds a merge unless there is one for the pair.
  mutating func insert(_ left: Int32, _ right: Int32, _ merge: Merge) {
    if (count + 1) * 3 > slots.count * 2 { grow() }
    let pair = Self.pair(left, right)
    var slot = home(pair)
    while slots[slot].pair != .max {
      if slots[slot].pair == pair { return }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Slot(pair: pair, merge: merge)
    count += 1
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(), count: old.count * 2)
    for entry in old where entry.pair != .max {
      var slot = home(entry.pair)
      while slots[slot].pair != .max { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = entry
    }
  }

  private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// Where the pair would like to be: the finalizer of MurmurHash3 (Appleby, 2011) over pair and seed.
  private func home(_ pair: UInt64) -> Int {
    var x = pair ^ seed
    x = (x ^ x >> 33) &* 0xFF51_AFD7_ED55_8CCD
    x = (x ^ x >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return Int(truncatingIfNeeded: x ^ x >> 33) & (slots.count - 1)
  }
}
