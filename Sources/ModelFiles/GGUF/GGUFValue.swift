/// A metadata value. Strings and arrays stay in the file and are decoded when they are asked for: a vocabulary of
/// 150,000 tokens is not needed to list a model's size.
enum GGUFValue: Sendable {
  case unsigned(UInt64)
  case signed(Int64)
  case float(Double)
  case bool(Bool)
  case string(Range<Int>)
  case array(of: Kind, count: Int, at: Range<Int>)

  /// Types of values, under their numbers in the format.
  enum Kind: UInt32, Sendable, CustomStringConvertible {
    case uint8, int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64, float64

    /// Bytes of a value; nil where they vary.
    var size: Int? {
      switch self {
      case .uint8, .int8, .bool: 1
      case .uint16, .int16: 2
      case .uint32, .int32, .float32: 4
      case .uint64, .int64, .float64: 8
      case .string, .array: nil
      }
    }

    var description: String {
      switch self {
      case .uint8: "uint8"
      case .int8: "int8"
      case .uint16: "uint16"
      case .int16: "int16"
      case .uint32: "uint32"
      case .int32: "int32"
      case .float32: "float32"
      case .bool: "bool"
      case .string: "string"
      case .array: "array"
      case .uint64: "uint64"
      case .int64: "int64"
      case .float64: "float64"
      }
    }
  }

  var typeName: String {
    switch self {
    case .unsigned, .signed: "an integer"
    case .float: "a floating-point number"
    case .bool: "a bool"
    case .string: "a string"
    case .array(let kind, let count, _): "an array of \(count) × \(kind)"
    }
  }
}

extension GGUFCursor {
  mutating func kind(_ what: @autoclosure () -> String) throws(GGUFError) -> GGUFValue.Kind {
    let start = position
    let number = try integer(UInt32.self, what())
    guard let kind = GGUFValue.Kind(rawValue: number) else {
      throw GGUFError(
        .malformed, path: file.path, offset: start, "\(what()) is \(number), and value types go from 0 to 12.")
    }
    return kind
  }

  mutating func value(of kind: GGUFValue.Kind, key: String) throws(GGUFError) -> GGUFValue {
    switch kind {
    case .uint8: return .unsigned(UInt64(try integer(UInt8.self, "the value of \(key)")))
    case .int8: return .signed(Int64(try integer(Int8.self, "the value of \(key)")))
    case .uint16: return .unsigned(UInt64(try integer(UInt16.self, "the value of \(key)")))
    case .int16: return .signed(Int64(try integer(Int16.self, "the value of \(key)")))
    case .uint32: return .unsigned(UInt64(try integer(UInt32.self, "the value of \(key)")))
    case .int32: return .signed(Int64(try integer(Int32.self, "the value of \(key)")))
    case .uint64: return .unsigned(try integer(UInt64.self, "the value of \(key)"))
    case .int64: return .signed(try integer(Int64.self, "the value of \(key)"))
    case .float32: return .float(Double(Float(bitPattern: try integer(UInt32.self, "the value of \(key)"))))
    case .float64: return .float(Double(bitPattern: try integer(UInt64.self, "the value of \(key)")))
    case .bool:
      let start = position
      let byte = try integer(UInt8.self, "the value of \(key)")
      guard byte <= 1 else {
        throw GGUFError(
          .malformed, path: file.path, offset: start, "the value of \(key) is \(byte), and a bool is 0 or 1.")
      }
      return .bool(byte == 1)
    case .string: return .string(try string("the value of \(key)"))
    case .array: return try array(key: key)
    }
  }

  private mutating func array(key: String) throws(GGUFError) -> GGUFValue {
    let start = position
    let element = try kind("the element type of \(key)")
    guard element != .array else {
      throw GGUFError(
        .malformed, path: file.path, offset: start, "\(key) is an array of arrays, which no model that we run has.")
    }
    // A string takes at least the 8 bytes of its length.
    let size = element.size ?? 8
    let count = try count("the length of \(key)", limit: max(0, remaining - 8) / size)
    let first = position
    if element == .string {
      for _ in 0..<count { _ = try string("an element of \(key)") }
    } else {
      try skip(count * size, "the elements of \(key)")
    }
    return .array(of: element, count: count, at: first..<position)
  }
}
