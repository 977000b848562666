import Foundation
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
      let attention = Attention(dimensions)
      #expect(attention.result(kernels).weighted == attention.result(scalar).weighted, "\(dimensions)")
    }
  }

  @Test("attend to one query as to many")
  func attentionDoesNotDependOnCompany() {
    let kernels = ks_kernels_best()!.pointee
    let attention = Attention(64)
    let all = attention.result(kernels).weighted
    for query in 0..<Attention.queries {
      let range = query * 64..<(query + 1) * 64
      #expect(attention.result(kernels, only: query).weighted == Array(all[range]))
    }
  }

  @Test("attend in 16 bits nearly as in double precision", arguments: [16, 64, 80, 128, 256])
  func attentionIsNearExact(dimensions: Int) {
    let attention = Attention(dimensions, extremes: false)
    let means = attention.result(ks_kernels_best()!.pointee).mean
    var (error, total) = (0.0, 0.0)
    for query in 0..<Attention.queries {
      for (dimension, exact) in attention.exact(query).enumerated() {
        let difference = Double(means[query * dimensions + dimension]) - exact
        error += difference * difference
        total += exact * exact
      }
    }
    #expect((error / total).squareRoot() < 0.002)
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
                    kernels.quantize(
                      &activations, Int32(token), inputs.baseAddress! + token * columns, 0, Int32(columns))
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

/// Eleven queries that see different parts of two pages.
private struct Attention {
  static let queries = 11
  static let slots = Int(KS_PAGE)
  let dimensions: Int
  /// `[queries][dimensions]`, `[2 × slots][dimensions]`.
  let queries, keys, values: [Float]

  /// `extremes` mixes in numbers that a model would not produce.
  init(_ dimensions: Int, extremes: Bool = true) {
    self.dimensions = dimensions
    func numbers(_ count: Int, seed: UInt64, scale: Float) -> [Float] {
      let numbers = VectorKernelTests.numbers(count, seed: seed, scale: scale)
      return extremes ? numbers : numbers.map { min(max($0, -scale), scale) }
    }
    queries = numbers(Self.queries * dimensions, seed: 11, scale: 0.3)
    keys = numbers(2 * Self.slots * dimensions, seed: 12, scale: 1)
    values = numbers(2 * Self.slots * dimensions, seed: 13, scale: 0.01)
  }

  /// Slots of each page that a query sees: the first page from further and further on, of the second more and more.
  func range(_ query: Int, page: Int) -> Range<Int> { page == 0 ? 5 * query..<Self.slots : 0..<1 + query * 6 }

  /// What a query takes from the values, before and after its division by the sum of the weights.
  func result(_ kernels: ks_kernels, only: Int? = nil) -> (weighted: [Float], mean: [Float]) {
    let chosen = only.map { [$0] } ?? Array(0..<Self.queries)
    let blocks = (dimensions + 31) / 32
    var maxima = [Float](repeating: -.infinity, count: chosen.count)
    var sums = [Float](repeating: 0, count: chosen.count)
    var accumulators = [Float](repeating: 0, count: chosen.count * dimensions)
    var quants = [Int16](repeating: 0, count: chosen.count * dimensions)
    var scales = [Float](repeating: 0, count: chosen.count * blocks)
    quants.withUnsafeMutableBufferPointer { quants in
      scales.withUnsafeMutableBufferPointer { scales in
        for (place, query) in chosen.enumerated() {
          kernels.quantize_query(
            Array(queries[query * dimensions..<(query + 1) * dimensions]), Int32(dimensions),
            quants.baseAddress! + place * dimensions, scales.baseAddress! + place * blocks)
        }
        var shape = ks_queries(dimensions: Int32(dimensions), quants: quants.baseAddress, scales: scales.baseAddress)
        for page in 0..<2 {
          // What the slots held before must not matter.
          var bytes = [UInt8](repeating: 0x55, count: ks_page_bytes(Int32(dimensions)))
          let seen = page == 0 ? Self.slots : 1 + 6 * (Self.queries - 1)
          for slot in 0..<seen {
            let start = (page * Self.slots + slot) * dimensions
            kernels.store_kv(
              &bytes, Int32(slot), Array(keys[start..<start + dimensions]), Array(values[start..<start + dimensions]),
              Int32(dimensions))
          }
          let ranges = chosen.map { range($0, page: page) }
          kernels.attend(
            &shape, 0, Int32(chosen.count), bytes, ranges.map { Int32($0.lowerBound) },
            ranges.map { Int32($0.upperBound) }, &maxima, &sums, &accumulators)
        }
      }
    }
    return (accumulators, accumulators.enumerated().map { $1 / sums[$0 / dimensions] })
  }

  /// The same in double precision from numbers that were never quantised.
  func exact(_ query: Int) -> [Double] {
    var total = 0.0
    var mean = [Double](repeating: 0, count: dimensions)
    for page in 0..<2 {
      for slot in range(query, page: page) {
        let start = (page * Self.slots + slot) * dimensions
        var score = 0.0
        for dimension in 0..<dimensions {
          score += Double(queries[query * dimensions + dimension]) * Double(keys[start + dimension])
        }
        let weight = exp(score)
        total += weight
        for dimension in 0..<dimensions { mean[dimension] += weight * Double(values[start + dimension]) }
      }
    }
    return mean.map { $0 / total }
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
