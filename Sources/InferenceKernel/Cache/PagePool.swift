import Inference
import KernelSIMD

/// Memory for keys and values in pages of 64 positions, all layers of a position in one page.
///
/// A page begins at a multiple of 64 positions whichever sequence it belongs to. Attention goes page by page, so its sums
/// are formed in one order for a position, however the sequences before it were split and shared: the reason why a warm
/// cache gives the same bits as a cold one.
///
/// Layout of a page: `[layers][key-value heads]` of one head's keys and values in 16 bits, as `ks_page_parts` says.
final class PagePool: @unchecked Sendable {
  // Sound: pages are taken and given back by the scheduler's thread alone; members of the team write to pages that it
  // gave them, each slot by one of them.
  typealias PageID = Int32

  static let positions = Int(KS_PAGE)

  let pageCount: Int
  let layerCount: Int
  let headCount: Int

  private let memory: AlignedMemory
  private var free: [PageID] = []
  private var untouched: PageID = 0
  private var references: [Int32]

  /// Bytes of one head's keys and values in a page.
  private let headStride: Int
  private var pageStride: Int { layerCount * headCount * headStride }

  /// Bytes of a page for this model.
  static func pageByteCount(_ model: ModelConfiguration) -> Int {
    model.layerCount * model.keyValueHeadCount * ks_page_bytes(Int32(model.headDimensions))
  }

  init(_ model: ModelConfiguration, pageCount: Int) throws(InferenceError) {
    self.pageCount = pageCount
    layerCount = model.layerCount
    headCount = model.keyValueHeadCount
    headStride = ks_page_bytes(Int32(model.headDimensions))
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

  /// Keys and values of one head in `page`.
  func head(_ head: Int, ofLayer layer: Int, in page: PageID) -> UnsafeMutablePointer<UInt8> {
    memory.pointer(to: UInt8.self) + Int(page) * pageStride + (layer * headCount + head) * headStride
  }

  /// Copies all positions of all layers; the caller overwrites those that it does not want.
  func copy(_ source: PageID, to target: PageID) {
    head(0, ofLayer: 0, in: target).update(from: head(0, ofLayer: 0, in: source), count: pageStride)
  }
}
