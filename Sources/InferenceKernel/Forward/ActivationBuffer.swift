import Inference
import KernelSIMD

/// Quantised activations of up to `capacity` tokens, in the layout of `ks_activations`.
struct ActivationBuffer {
  var shape: ks_activations

  /// Bytes for `capacity` tokens of `columns`, added to `plan`; gives the offsets for ``init(memory:offsets:columns:)``.
  static func plan(_ plan: inout MemoryPlan, capacity: Int, columns: Int, floats: Bool) -> [Int] {
    let blocks = capacity * columns / Int(KS_BLOCK)
    return [
      plan.add(Int8.self, capacity * columns), plan.add(Float.self, blocks), plan.add(Float.self, blocks),
      plan.add(Int32.self, 2 * blocks), floats ? plan.add(Float.self, capacity * columns) : -1,
    ]
  }

  init(memory: AlignedMemory, offsets: [Int], columns: Int) {
    shape = ks_activations(
      tokens: 0, columns: Int32(columns), quants: memory.pointer(to: Int8.self, at: offsets[0]),
      scales: memory.pointer(to: Float.self, at: offsets[1]), sums: memory.pointer(to: Float.self, at: offsets[2]),
      offsets: memory.pointer(to: Int32.self, at: offsets[3]),
      floats: offsets[4] < 0 ? nil : memory.pointer(to: Float.self, at: offsets[4]))
  }

  /// The same memory for `count` tokens: how many there are says how they lie, so they are written and read through equal
  /// buffers.
  func first(_ count: Int) -> ActivationBuffer {
    var buffer = self
    buffer.shape.tokens = Int32(count)
    return buffer
  }

  /// Quantises `columns` of row `token` from `values`, where column 0 is first.
  @inline(__always)
  func quantize(_ token: Int, _ values: UnsafePointer<Float>, columns: Range<Int>, _ kernels: ks_kernels) {
    withUnsafePointer(to: shape) {
      kernels.quantize($0, Int32(token), values, Int32(columns.lowerBound), Int32(columns.upperBound))
    }
  }
}
