import Foundation
import Inference

/// Zeroed memory straight from the system, aligned to pages: only what is touched takes space, large regions ask for huge
/// pages, and all of it goes back when the object goes.
final class AlignedMemory: @unchecked Sendable {
  // Sound: the pointer never changes; who writes where is the owner's business, as with any raw memory.
  let base: UnsafeMutableRawPointer
  let byteCount: Int

  /// - Throws: ``InferenceError`` with code `outOfMemory`.
  init(byteCount: Int, for purpose: String) throws(InferenceError) {
    self.byteCount = max(byteCount, 1)
    #if os(Linux)
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    #else
      let flags = MAP_PRIVATE | MAP_ANON
    #endif
    let address = mmap(nil, self.byteCount, PROT_READ | PROT_WRITE, flags, -1, 0)
    guard let address, address != MAP_FAILED else {
      throw InferenceError(
        .outOfMemory, "There is no room for \(byteCount / 1_000_000) MB of \(purpose).",
        remedy: "Close other programs, or take a smaller model (panel model list).")
    }
    #if os(Linux)
      if byteCount >= 4 << 20 { madvise(address, self.byteCount, Int32(MADV_HUGEPAGE)) }
    #endif
    base = address
  }

  deinit { munmap(base, byteCount) }

  func pointer<T>(to type: T.Type, at byteOffset: Int = 0) -> UnsafeMutablePointer<T> {
    (base + byteOffset).assumingMemoryBound(to: type)
  }
}

/// A growing plan of aligned parts, turned into one ``AlignedMemory`` at the end.
struct MemoryPlan {
  private(set) var byteCount = 0

  /// Offset of a part of `count` elements, on a boundary of 64 bytes.
  mutating func add<T>(_ type: T.Type, _ count: Int) -> Int {
    let offset = (byteCount + 63) & ~63
    byteCount = offset + count * MemoryLayout<T>.stride
    return offset
  }
}
