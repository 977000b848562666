extension GGUFMetadata {
  /// Elements of the array; nil where there is no such key.
  public func optionalCount(_ key: String) throws(GGUFError) -> Int? {
    guard let value = values[key] else { return nil }
    guard case .array(_, let count, _) = value else { throw wrongType(key, value, "an array") }
    return count
  }

  public func strings(_ key: String) throws(GGUFError) -> [String] {
    var result: [String] = []
    try forEachString(key) { (_, bytes) throws(GGUFError) in
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw bad(key, "has an element that is not valid UTF-8 (number \(result.count)).")
      }
      result.append(text)
    }
    return result
  }

  /// Calls `body` with the place and the bytes of each string of an array; the bytes live as long as the file object.
  func forEachString(
    _ key: String, _ body: (Int, UnsafeRawBufferPointer) throws(GGUFError) -> Void
  ) throws(GGUFError) {
    let (kind, count, range) = try array(key)
    guard kind == .string else { throw bad(key, "is an array of \(kind), expected strings.") }
    var cursor = GGUFCursor(file: file, range: range)
    for index in 0..<count {
      try body(index, UnsafeRawBufferPointer(rebasing: file.bytes[try cursor.string("an element of \(key)")]))
    }
  }

  /// An array of integers, whatever their width.
  public func ints(_ key: String) throws(GGUFError) -> [Int] {
    let (kind, count, range) = try array(key)
    var cursor = GGUFCursor(file: file, range: range)
    var result: [Int] = []
    result.reserveCapacity(count)
    for index in 0..<count {
      let number: Int?
      switch kind {
      case .uint8: number = Int(try cursor.integer(UInt8.self, key))
      case .int8: number = Int(try cursor.integer(Int8.self, key))
      case .uint16: number = Int(try cursor.integer(UInt16.self, key))
      case .int16: number = Int(try cursor.integer(Int16.self, key))
      case .uint32: number = Int(try cursor.integer(UInt32.self, key))
      case .int32: number = Int(try cursor.integer(Int32.self, key))
      case .uint64: number = Int(exactly: try cursor.integer(UInt64.self, key))
      case .int64: number = Int(exactly: try cursor.integer(Int64.self, key))
      default: throw bad(key, "is an array of \(kind), expected integers.")
      }
      guard let number else { throw bad(key, "has an element that is too large (number \(index)).") }
      result.append(number)
    }
    return result
  }

  /// An array of floating-point numbers; they may be infinite or not a number.
  public func floats(_ key: String) throws(GGUFError) -> [Float] {
    let (kind, count, range) = try array(key)
    var cursor = GGUFCursor(file: file, range: range)
    var result: [Float] = []
    result.reserveCapacity(count)
    for _ in 0..<count {
      switch kind {
      case .float32: result.append(Float(bitPattern: try cursor.integer(UInt32.self, key)))
      case .float64: result.append(Float(Double(bitPattern: try cursor.integer(UInt64.self, key))))
      default: throw bad(key, "is an array of \(kind), expected floating-point numbers.")
      }
    }
    return result
  }

  private func array(_ key: String) throws(GGUFError) -> (GGUFValue.Kind, count: Int, range: Range<Int>) {
    guard let value = values[key] else {
      throw GGUFError(
        .missingValue, path: file.path, "has no value for \(key).",
        remedy: "The file may hold another kind of model, or be made by a faulty program.")
    }
    guard case .array(let kind, let count, let range) = value else { throw wrongType(key, value, "an array") }
    return (kind, count, range)
  }
}
