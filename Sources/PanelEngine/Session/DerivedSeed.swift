/// Seeds that depend on what a request is, not on what else is in the session: a fifth persona changes no other's text.
enum DerivedSeed {
  static func make(_ seed: UInt64, _ parts: [String]) -> UInt64 {
    // FNV-1a, 64 bit, then the finaliser of SplitMix64, which spreads the last bytes over all bits.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: seed >> UInt64(shift))) }
    for part in parts {
      for byte in part.utf8 { add(byte) }
      add(0)
    }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }
}
