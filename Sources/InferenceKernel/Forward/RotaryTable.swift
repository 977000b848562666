import Foundation
import Inference

/// Cosines and sines of every position, `[positions][dimensions / 2]` each, filled as far as positions were needed.
final class RotaryTable {
  private let memory: AlignedMemory
  private let pairs: Int
  private let capacity: Int
  private let frequencies: [Double]
  private var filled = 0

  init(_ rope: RotaryEmbedding, dimensions: Int, positions: Int) throws(InferenceError) {
    pairs = dimensions / 2
    capacity = positions
    frequencies = (0..<dimensions / 2).map { pair in
      pow(rope.base, -2 * Double(pair) / Double(dimensions)) / rope.scale / Double(rope.divisors?[pair] ?? 1)
    }
    memory = try AlignedMemory(
      byteCount: 2 * positions * pairs * MemoryLayout<Float>.stride, for: "the table of positions")
  }

  /// Makes sure that positions up to `last` are there. By one thread, before the others read.
  func fill(upTo last: Int) {
    while filled <= last {
      let (cosines, sines) = (
        UnsafeMutablePointer(mutating: cosines(filled)), UnsafeMutablePointer(mutating: sines(filled))
      )
      for pair in 0..<pairs {
        let angle = Double(filled) * frequencies[pair]
        cosines[pair] = Float(cos(angle))
        sines[pair] = Float(sin(angle))
      }
      filled += 1
    }
  }

  func cosines(_ position: Int) -> UnsafePointer<Float> {
    UnsafePointer(memory.pointer(to: Float.self) + position * pairs)
  }
  func sines(_ position: Int) -> UnsafePointer<Float> {
    UnsafePointer(memory.pointer(to: Float.self) + (capacity + position) * pairs)
  }
}
