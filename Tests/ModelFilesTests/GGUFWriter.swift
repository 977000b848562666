import Foundation

/// Writes GGUF files byte by byte, right ones and wrong ones.
struct GGUFWriter {
  enum Value {
    case uint8(UInt8)
    case uint32(UInt32)
    case uint64(UInt64)
    case float32(Float)
    case bool(UInt8)
    case string([UInt8])
    case strings([String])
    case floats([Float])
    case ints([Int32])
    /// A type number and whatever bytes are said to be its value.
    case raw(type: UInt32, [UInt8])

    static func text(_ text: String) -> Value { .string(Array(text.utf8)) }
  }

  struct Tensor {
    var name: String
    var dimensions: [UInt64]
    var type: UInt32 = 0
    var offset: UInt64
  }

  var magic = Array("GGUF".utf8)
  var version: UInt32 = 3
  /// nil writes the true ones.
  var tensorCount: UInt64?
  var valueCount: UInt64?
  var values: [(key: String, value: Value)] = []
  var tensors: [Tensor] = []
  /// Bytes behind the directory, after padding to `alignment`.
  var data: [UInt8] = []
  var alignment = 32

  var bytes: [UInt8] {
    var out = magic
    out.little(version)
    out.little(tensorCount ?? UInt64(tensors.count))
    out.little(valueCount ?? UInt64(values.count))
    for (key, value) in values {
      out.string(Array(key.utf8))
      append(value, to: &out)
    }
    for tensor in tensors {
      out.string(Array(tensor.name.utf8))
      out.little(UInt32(tensor.dimensions.count))
      for dimension in tensor.dimensions { out.little(dimension) }
      out.little(tensor.type)
      out.little(tensor.offset)
    }
    while out.count % alignment != 0 { out.append(0) }
    return out + data
  }

  private func append(_ value: Value, to out: inout [UInt8]) {
    switch value {
    case .uint8(let number):
      out.little(UInt32(0))
      out.little(number)
    case .uint32(let number):
      out.little(UInt32(4))
      out.little(number)
    case .uint64(let number):
      out.little(UInt32(10))
      out.little(number)
    case .float32(let number):
      out.little(UInt32(6))
      out.little(number.bitPattern)
    case .bool(let byte):
      out.little(UInt32(7))
      out.little(byte)
    case .string(let text):
      out.little(UInt32(8))
      out.string(text)
    case .strings(let texts):
      out.array(of: 8, count: texts.count)
      for text in texts { out.string(Array(text.utf8)) }
    case .floats(let numbers):
      out.array(of: 6, count: numbers.count)
      for number in numbers { out.little(number.bitPattern) }
    case .ints(let numbers):
      out.array(of: 5, count: numbers.count)
      for number in numbers { out.little(number) }
    case .raw(let type, let bytes):
      out.little(type)
      out += bytes
    }
  }
}

extension [UInt8] {
  mutating func little(_ number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  mutating func string(_ text: [UInt8]) {
    little(UInt64(text.count))
    self += text
  }

  mutating func array(of type: UInt32, count: Int) {
    little(UInt32(9))
    little(type)
    little(UInt64(count))
  }
}

/// A file with these bytes, for as long as `body` runs.
func withTemporaryFile<T>(_ bytes: [UInt8], _ body: (String) throws -> T) throws -> T {
  let url = FileManager.default.temporaryDirectory.appending(path: "panel-\(UUID().uuidString).gguf")
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url.path)
}
