import Foundation

/// Byte strings numbered from 0, with look-up by content: a vocabulary of 150,000 pieces in three flat arrays.
///
/// Open addressing with linear probing. The hash is Swift's, which is seeded anew in every process, so that a file
/// cannot be made to collide.
struct ByteStringTable: Sendable {
  private struct Slot: Sendable {
    /// -1 where the slot is free.
    var index: Int32 = -1
    /// Some bits of the hash, which tell most strings apart without reading them.
    var tag: UInt32 = 0
  }

  private(set) var count = 0
  private var storage: [UInt8] = []
  /// Where each string begins in `storage`; one more at the end.
  private var starts: [Int] = [0]
  private var slots: [Slot]
  private var findableCount = 0

  init(minimumCapacity: Int) {
    var capacity = 64
    while capacity < minimumCapacity * 2 { capacity *= 2 }
    slots = Array(repeating: Slot(), count: capacity)
    starts.reserveCapacity(minimumCapacity + 1)
    storage.reserveCapacity(minimumCapacity * 8)
  }

  /// String `index`.
  subscript(index: Int) -> ArraySlice<UInt8> { storage[starts[index]..<starts[index + 1]] }

  /// The number of this string; the first, where it was appended several times. nil where it was not.
  func index(of bytes: UnsafeRawBufferPointer) -> Int? {
    let hash = Self.hash(bytes)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var slot = hash & (slots.count - 1)
    while slots[slot].index >= 0 {
      if slots[slot].tag == tag, matches(Int(slots[slot].index), bytes) { return Int(slots[slot].index) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  func index(of bytes: [UInt8]) -> Int? { bytes.withUnsafeBytes { index(of: $0) } }

  /// Appends a string. `findable` decides whether ``index(of:)`` will find it.
  mutating func append(_ bytes: UnsafeRawBufferPointer, findable: Bool) {
    if findable, index(of: bytes) == nil {
      if (findableCount + 1) * 3 > slots.count * 2 { grow() }
      insert(Int32(count), hash: Self.hash(bytes))
      findableCount += 1
    }
    storage.append(contentsOf: bytes)
    starts.append(storage.count)
    count += 1
  }

  mutating func append(_ bytes: [UInt8], findable: Bool) { bytes.withUnsafeBytes { append($0, findable: findable) } }

  private mutating func insert(_ index: Int32, hash: Int) {
    var slot = hash & (slots.count - 1)
    while slots[slot].index >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Slot(index: index, tag: UInt32(truncatingIfNeeded: hash >> 32))
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(), count: old.count * 2)
    for slot in old where slot.index >= 0 {
      insert(slot.index, hash: self[Int(slot.index)].withUnsafeBytes { Self.hash($0) })
    }
  }

  private func matches(_ index: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
    let start = starts[index]
    guard starts[index + 1] - start == bytes.count else { return false }
    guard let other = bytes.baseAddress, !bytes.isEmpty else { return true }
    return storage.withUnsafeBytes { storage in
      storage.baseAddress.map { memcmp($0 + start, other, bytes.count) == 0 } ?? false
    }
  }

  private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: bytes)
    return hasher.finalize()
  }
}
