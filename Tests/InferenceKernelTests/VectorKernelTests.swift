import KernelSIMD
import ModelFiles
import Testing

@testable import InferenceKernel

/// Every instruction set that this machine can run, against the scalar kernels, bit for bit.
@Suite("Vector kernels")
struct VectorKernelTests {
  static let names = ["avx2", "avx512", "neon"].filter { (name: String) in ks_kernels_named(name) != nil }

  /// Numbers of all sizes, with the ones that break things in between.
  static func numbers(_ count: Int, seed: UInt64, scale: Float = 1) -> [Float] {
    var random = SplitMix(state: seed)
    let special: [Float] = [0, -0.0, 1e-30, -1e-30, 3e4, -3e4, 1, -1]
    return (0..<count).map { index in
      index % 61 == 0 ? special[index / 61 % special.count] * scale : (random.unit() * 2 - 1) * scale
    }
  }

  /// A tensor of random blocks whose scales are ordinary numbers.
  static func blocks(_ type: TensorType, rows: Int, columns: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix(state: seed)
    let perRow = columns / type.blockLength
    var bytes = (0..<rows * perRow * type.blockByteCount).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    for block in 0..<rows * perRow {
      let start = block * type.blockByteCount
      func put(_ value: Float, at offset: Int) {
        let half = ks_half_from_float(value)
        bytes[start + offset] = UInt8(half & 255)
        bytes[start + offset + 1] = UInt8(half >> 8)
      }
      let scale = (random.unit() * 2 - 1) * 0.02
      switch type {
      case .f32, .bf16: break
      case .f16: put(scale, at: 0)
      case .q6K: put(scale, at: 208)
      case .q41, .q51, .q4K, .q5K:
        put(scale, at: 0)
        put(random.unit() * 0.1, at: 2)
      case .q40, .q50, .q80: put(scale, at: 0)
      }
    }
    if type == .f32 || type == .bf16 {
      let size = type.blockByteCount
      for index in 0..<rows * columns {
        let bits = (random.unit() * 2 - 1).bitPattern
        for byte in 0..<size { bytes[index * size + byte] = UInt8(truncatingIfNeeded: bits >> (8 * (byte + 4 - size))) }
      }
    }
    return bytes
  }

  @Test(
    "multiply every tensor type as the scalar kernels do, whatever the number of tokens", arguments: TensorType.allCases
  )
  func multiply(type: TensorType) {
    let (rows, columns) = (40, 512)
    let source = Self.blocks(type, rows: rows, columns: columns, seed: UInt64(type.rawValue))
    let matrix = Packed(type, source, rows: rows, columns: columns)
    let inputs = Self.numbers(37 * columns, seed: 7, scale: 3)
    let scalar = ks_kernels_named("scalar")!.pointee
    let expected = matrix.times(inputs, tokens: 37, scalar)

    // Against plain arithmetic on the dequantised weights, within what 8-bit activations cost.
    var row = [Float](repeating: 0, count: columns)
    for index in [0, 17, 39] {
      source.withUnsafeBufferPointer { bytes in
        let rowBytes = columns / type.blockLength * type.blockByteCount
        ks_dequantize(Int32(type.rawValue), bytes.baseAddress! + index * rowBytes, Int32(columns), &row)
      }
      for token in [0, 36] {
        var (exact, size) = (0.0, 0.0)
        for column in 0..<columns {
          let product = Double(row[column]) * Double(inputs[token * columns + column])
          exact += product
          size += product * product
        }
        #expect(abs(Double(expected[token * 48 + index]) - exact) < 0.05 * size.squareRoot() * 4 + 1e-3)
      }
    }
    for name in Self.names {
      let kernels = ks_kernels_named(name)!.pointee
      #expect(matrix.times(inputs, tokens: 37, kernels) == expected, "\(name)")
      for tokens in [1, 2, 3, 7, 8, 15, 16, 17] {
        let some = matrix.times(inputs, tokens: tokens, kernels)
        #expect(some == Array(expected[..<(tokens * 48)]), "\(name), \(tokens) tokens")
      }
    }
  }

  @Test("norm, activate, rotate and attend as the scalar kernels do", arguments: names)
  func elementwise(name: String) {
    let (kernels, scalar) = (ks_kernels_named(name)!.pointee, ks_kernels_named("scalar")!.pointee)
    for scale: Float in [0.001, 1, 50] {
      let x = Self.numbers(256, seed: 3, scale: scale)
      let w = Self.numbers(256, seed: 4)
      func both(_ body: (ks_kernels, inout [Float]) -> Void) -> ([Float], [Float]) {
        var (a, b) = (x, x)
        body(scalar, &a)
        body(kernels, &b)
        return (a, b)
      }
      let results = [
        both { $0.rms_norm(x, w, 1e-5, &$1, 256) }, both { $0.silu_times(&$1, w, 256) },
        both { $0.gelu_times(&$1, w, 256) }, both { $0.add(&$1, w, 256) }, both { $0.scale(&$1, 0.3, 256) },
        both { $0.rope(&$1, w, Array(w.reversed()), 256, 1) }, both { $0.rope(&$1, w, Array(w.reversed()), 256, 0) },
      ]
      for (index, (a, b)) in results.enumerated() { #expect(a.map(\.bitPattern) == b.map(\.bitPattern), "\(index)") }
      #expect(kernels.maximum(x, 250) == scalar.maximum(x, 250))
      #expect(kernels.sum_exp(x, 250, scale) == scalar.sum_exp(x, 250, scale))
      var (few, more) = ([Int32](repeating: -1, count: 300), [Int32](repeating: -1, count: 300))
      #expect(kernels.at_least(x, 250, 0, &few, 300) == scalar.at_least(x, 250, 0, &more, 300))
      #expect(few == more)
    }
    for dimensions in [16, 64, 80, 128] {
      #expect(Attention(dimensions).result(kernels) == Attention(dimensions).result(scalar), "\(dimensions)")
    }
  }

  @Test("attend to one query as to many")
  func attentionDoesNotDependOnCompany() {
    let kernels = ks_kernels_best()!.pointee
    let attention = Attention(64)
    let all = attention.result(kernels)
    for query in 0..<Attention.queries {
      let range = query * 64..<(query + 1) * 64
      #expect(attention.result(kernels, only: query) == Array(all[range]))
    }
  }

  @Test("round halves as IEEE 754 says")
  func halves() {
    for bits in stride(from: UInt16(0), through: 0x7BFF, by: 1) {
      #expect(ks_half_from_float(ks_float_from_half(bits)) == bits)
    }
    #expect(ks_half_from_float(65520).description == "31744")  // rounds to infinity
    #expect(ks_half_from_float(0x1p-25) == 0)  // a tie goes to even
    #expect(ks_half_from_float(0x1.8p-24) == 2)
    #expect(ks_float_from_half(0x7C00) == .infinity)
  }
}

/// A matrix packed for the test.
private struct Packed {
  var matrix: ks_matrix
  var data: [UInt8]

  init(_ type: TensorType, _ source: [UInt8], rows: Int, columns: Int) {
    let packing = ks_packing_of(Int32(type.rawValue))
    let tileBytes = ks_tile_bytes(packing, Int32(columns))
    let tiles = (rows + 15) / 16
    data = [UInt8](repeating: 0, count: tiles * tileBytes)
    ks_pack(
      Int32(type.rawValue), source, columns / type.blockLength * type.blockByteCount, Int32(rows), Int32(columns), 0,
      Int32(tiles), &data)
    matrix = ks_matrix(
      packing: packing, rows: Int32(rows), columns: Int32(columns), tile_bytes: tileBytes, data: nil)
  }

  /// `[tokens][rows rounded up to tiles]`.
  func times(_ inputs: [Float], tokens: Int, _ kernels: ks_kernels) -> [Float] {
    let columns = Int(matrix.columns)
    let tiles = (Int(matrix.rows) + 15) / 16
    var out = [Float](repeating: 0, count: tokens * tiles * 16)
    var quants = [Int8](repeating: 0, count: tokens * columns)
    var scales = [Float](repeating: 0, count: tokens * columns / 32)
    var sums = scales
    var offsets = [Int32](repeating: 0, count: tokens * columns / 16)
    var floats = [Float](repeating: 0, count: tokens * columns)
    data.withUnsafeBufferPointer { data in
      quants.withUnsafeMutableBufferPointer { quants in
        scales.withUnsafeMutableBufferPointer { scales in
          sums.withUnsafeMutableBufferPointer { sums in
            offsets.withUnsafeMutableBufferPointer { offsets in
              floats.withUnsafeMutableBufferPointer { floats in
                var matrix = matrix
                matrix.data = data.baseAddress
                var activations = ks_activations(
                  tokens: Int32(tokens), columns: Int32(columns), quants: quants.baseAddress,
                  scales: scales.baseAddress, sums: sums.baseAddress, offsets: offsets.baseAddress,
                  floats: floats.baseAddress)
                inputs.withUnsafeBufferPointer { inputs in
                  for token in 0..<tokens {
                    kernels.quantize(&activations, Int32(token), inputs.baseAddress! + token * columns)
                  }
                }
                kernels.matmul(&matrix, &activations, 0, Int32(tiles), &out, tiles * 16, 0)
              }
            }
          }
        }
      }
    }
    return out
  }
}

/// Eleven queries that see different parts of one page.
private struct Attention {
  static let queries = 11
  let dimensions: Int
  let queries: [Float]
  var keys: [UInt16]
  var values: [UInt16]

  init(_ dimensions: Int) {
    self.dimensions = dimensions
    queries = VectorKernelTests.numbers(Self.queries * dimensions, seed: 11, scale: 0.3)
    keys = [UInt16](repeating: 0, count: dimensions * 32)
    values = keys
    let scalar = ks_kernels_named("scalar")!.pointee
    for slot in 0..<32 {
      scalar.store_kv(
        &keys, &values, Int32(slot), VectorKernelTests.numbers(dimensions, seed: UInt64(slot)),
        VectorKernelTests.numbers(dimensions, seed: UInt64(slot + 100), scale: 0.01), Int32(dimensions))
    }
  }

  func result(_ kernels: ks_kernels, only: Int? = nil) -> [Float] {
    let chosen = only.map { [$0] } ?? Array(0..<Self.queries)
    var maxima = [Float](repeating: -.infinity, count: chosen.count)
    var sums = [Float](repeating: 0, count: chosen.count)
    var accumulators = [Float](repeating: 0, count: chosen.count * dimensions)
    queries.withUnsafeBufferPointer { queries in
      let pointers: [UnsafePointer<Float>?] = chosen.map { queries.baseAddress! + $0 * dimensions }
      // Two pages, the second seen from further on: the running softmax has to be corrected in between.
      for page in 0..<2 {
        let from = chosen.map { Int32(page == 0 ? $0 : 0) }
        let to = chosen.map { Int32(page == 0 ? 32 : 1 + $0 * 2) }
        pointers.withUnsafeBufferPointer {
          kernels.attend(
            $0.baseAddress, Int32(chosen.count), Int32(dimensions), keys, values, from, to, &maxima, &sums,
            &accumulators)
        }
      }
    }
    return accumulators
  }
}

struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }
}
