import Inference
import KernelSIMD

/// Memory for keys and values in pages of 32 positions, all layers of a position in one page.
///
/// A page begins at a multiple of 32 positions whichever sequence it belongs to. Attention goes page by page, so its sums
/// are formed in one order for a position, however the sequences before it were split and shared: the reason why a warm
/// cache gives the same bits as a cold one.
///
/// Layout of a page: `[layers][key-value heads]` of keys `[dimensions][32]` and values `[32][dimensions]`, binary16.
final class PagePool: @unchecked Sendable {
  // Sound: pages are taken and given back by the scheduler's thread alone; members of the team write to pages that it
  // gave them, each slot by one of them.
  typealias PageID = Int32

  static let positions = Int(KS_PAGE)

  let pageCount: Int
  let layerCount: Int
  let headCount: Int
  let dimensions: Int

  private let memory: AlignedMemory
  private var free: [PageID] = []
  private var untouched: PageID = 0
  private var references: [Int32]

  /// Numbers (of two bytes) of one head's keys, or values, in a page.
  private var planeCount: Int { dimensions * Self.positions }
  private var pageStride: Int { layerCount * headCount * 2 * planeCount }

  /// Bytes of a page for this model.
  static func pageByteCount(_ model: ModelConfiguration) -> Int {
    model.layerCount * model.keyValueWidth * 2 * positions * MemoryLayout<UInt16>.stride
  }

  init(_ model: ModelConfiguration, pageCount: Int) throws(InferenceError) {
    self.pageCount = pageCount
    layerCount = model.layerCount
    headCount = model.keyValueHeadCount
    dimensions = model.headDimensions
    references = Array(repeating: 0, count: pageCount)
    memory = try AlignedMemory(byteCount: pageCount * Self.pageByteCount(model), for: "keys and values")
  }

  var freeCount: Int { free.count + pageCount - Int(untouched) }

  /// A page with one reference; nil where none is free.
  func take() -> PageID? {
    let page: PageID
    if let last = free.popLast() {
      page = last
    } else if untouched < pageCount {
      page = untouched
      untouched += 1
    } else {
      return nil
    }
    references[Int(page)] = 1
    return page
  }

  func retain(_ page: PageID) { references[Int(page)] += 1 }

  func release(_ page: PageID) {
    references[Int(page)] -= 1
    if references[Int(page)] == 0 { free.append(page) }
  }

  func keys(_ page: PageID, layer: Int, head: Int) -> UnsafeMutablePointer<UInt16> {
    memory.pointer(to: UInt16.self) + Int(page) * pageStride + (layer * headCount + head) * 2 * planeCount
  }

  func values(_ page: PageID, layer: Int, head: Int) -> UnsafeMutablePointer<UInt16> {
    keys(page, layer: layer, head: head) + planeCount
  }

  /// Copies the first `slots` positions of all layers.
  func copy(_ slots: Int, of source: PageID, to target: PageID) {
    for layer in 0..<layerCount {
      for head in 0..<headCount {
        let (from, to) = (keys(source, layer: layer, head: head), keys(target, layer: layer, head: head))
        for dimension in 0..<dimensions {
          (to + dimension * Self.positions).update(from: from + dimension * Self.positions, count: slots)
        }
        (to + planeCount).update(from: from + planeCount, count: slots * dimensions)
      }
    }
  }
}
