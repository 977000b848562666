/// Byte strings numbered from 0, with look-up by content: a vocabulary of 150,000 pieces in three flat arrays.
///
/// Open addressing with linear probing. The hash is Swift's, which is seeded anew in every process, so that a file
/// cannot be made to collide.
struct ByteStringTable: Sendable {
  private(set) var count = 0
  private var storage: [UInt8] = []
  /// Where each string begins in `storage`; one more at the end.
  private var starts: [Int] = [0]
  /// Numbers of strings, or -1.
  private var slots: [Int32]

  init(minimumCapacity: Int) {
    var capacity = 64
    while capacity < minimumCapacity * 2 { capacity *= 2 }
    slots = Array(repeating: -1, count: capacity)
    starts.reserveCapacity(minimumCapacity + 1)
    storage.reserveCapacity(minimumCapacity * 8)
  }

  /// Length of string `index`, in bytes.
  func length(_ index: Int) -> Int { starts[index + 1] - starts[index] }

  subscript(index: Int) -> ArraySlice<UInt8> { storage[starts[index]..<starts[index + 1]] }

  /// The number of this string; the first, where it was appended several times. nil where it was not.
  func index(of bytes: UnsafeRawBufferPointer) -> Int? {
    var slot = hash(bytes)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if matches(index, bytes) { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  func index(of bytes: [UInt8]) -> Int? { bytes.withUnsafeBytes { index(of: $0) } }

  /// Appends a string. `findable` decides whether ``index(of:)`` will find it.
  mutating func append(_ bytes: UnsafeRawBufferPointer, findable: Bool) {
    if findable { insert(Int32(count), bytes) }
    storage.append(contentsOf: bytes)
    starts.append(storage.count)
    count += 1
  }

  mutating func append(_ bytes: [UInt8], findable: Bool) { bytes.withUnsafeBytes { append($0, findable: findable) } }

  private mutating func insert(_ number: Int32, _ bytes: UnsafeRawBufferPointer) {
    if (count + 1) * 3 > slots.count * 2 { grow() }
    var slot = hash(bytes)
    while slots[slot] >= 0 {
      if matches(Int(slots[slot]), bytes) { return }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = number
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: -1, count: old.count * 2)
    for number in old where number >= 0 {
      var slot = self[Int(number)].withUnsafeBytes { hash($0) }
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = number
    }
  }

  private func matches(_ index: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
    let start = starts[index]
    guard starts[index + 1] - start == bytes.count else { return false }
    return storage.withUnsafeBytes { storage in
      for i in 0..<bytes.count where storage[start + i] != bytes[i] { return false }
      return true
    }
  }

  private func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: bytes)
    return hasher.finalize() & (slots.count - 1)
  }
}
