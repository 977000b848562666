/// How the numbers of a tensor are stored: the types of ggml that we compute with, under their numbers in the format.
public enum TensorType: UInt32, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case f32 = 0
  case f16 = 1
  case q40 = 2
  case q41 = 3
  case q50 = 6
  case q51 = 7
  case q80 = 8
  case q4K = 12
  case q5K = 13
  case q6K = 14
  case bf16 = 30

  /// Numbers in one block. A row is a whole number of blocks.
  public var blockLength: Int {
    switch self {
    case .f32, .f16, .bf16: 1
    case .q40, .q41, .q50, .q51, .q80: 32
    case .q4K, .q5K, .q6K: 256
    }
  }

  /// Bytes of one block.
  public var blockByteCount: Int {
    switch self {
    case .f32: 4
    case .f16, .bf16: 2
    case .q40: 2 + 16  // scale, nibbles
    case .q41: 2 + 2 + 16  // scale, minimum, nibbles
    case .q50: 2 + 4 + 16  // scale, fifth bits, nibbles
    case .q51: 2 + 2 + 4 + 16  // scale, minimum, fifth bits, nibbles
    case .q80: 2 + 32  // scale, bytes
    case .q4K: 2 + 2 + 12 + 128  // scale, minimum, 6-bit scales and minima of 8 parts, nibbles
    case .q5K: 2 + 2 + 12 + 32 + 128  // as q4K, with fifth bits
    case .q6K: 128 + 64 + 16 + 2  // low nibbles, high pairs of bits, scales of 16 parts, scale
    }
  }

  /// The name that ggml gives the type.
  public var description: String {
    switch self {
    case .f32: "F32"
    case .f16: "F16"
    case .bf16: "BF16"
    case .q40: "Q4_0"
    case .q41: "Q4_1"
    case .q50: "Q5_0"
    case .q51: "Q5_1"
    case .q80: "Q8_0"
    case .q4K: "Q4_K"
    case .q5K: "Q5_K"
    case .q6K: "Q6_K"
    }
  }

  /// ggml's name of the type with this number, ours or not; nil where there is none that we know of.
  static func name(of number: UInt32) -> String? {
    if let type = TensorType(rawValue: number) { return type.description }
    return otherNames[number]
  }

  private static let otherNames: [UInt32: String] = [
    9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S",
    20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64",
    29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
  ]
}
