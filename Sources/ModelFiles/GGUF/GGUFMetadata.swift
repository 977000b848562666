/// What a model file says about itself: the values behind its keys, with look-ups that say what is wrong.
///
/// Each look-up has two forms: one throws where the key is missing, one (`optional…`) gives nil there. Both throw where
/// the value has another type or does not make sense.
public struct GGUFMetadata: Sendable {
  let file: MappedFile
  let values: [String: GGUFValue]

  /// All keys, sorted.
  public var keys: [String] { values.keys.sorted() }

  public func contains(_ key: String) -> Bool { values[key] != nil }

  public func string(_ key: String) throws(GGUFError) -> String { try require(optionalString(key), key) }

  public func optionalString(_ key: String) throws(GGUFError) -> String? {
    guard let value = values[key] else { return nil }
    guard case .string(let range) = value else { throw wrongType(key, value, "a string") }
    return try file.text(at: range, "the value of \(key)")
  }

  public func int(_ key: String) throws(GGUFError) -> Int { try require(optionalInt(key), key) }

  /// Any integer type. Throws where the value does not fit an `Int`.
  public func optionalInt(_ key: String) throws(GGUFError) -> Int? {
    guard let value = values[key] else { return nil }
    let number: Int?
    switch value {
    case .unsigned(let value): number = Int(exactly: value)
    case .signed(let value): number = Int(exactly: value)
    default: throw wrongType(key, value, "an integer")
    }
    guard let number else { throw bad(key, "is too large for a 64-bit signed integer.") }
    return number
  }

  /// As ``int(_:)``, and inside `range`.
  public func int(_ key: String, in range: ClosedRange<Int>) throws(GGUFError) -> Int {
    let value = try int(key)
    guard range.contains(value) else {
      throw bad(key, "is \(value), expected \(range.lowerBound) to \(range.upperBound).")
    }
    return value
  }

  public func double(_ key: String) throws(GGUFError) -> Double { try require(optionalDouble(key), key) }

  /// A floating-point number or an integer, always finite.
  public func optionalDouble(_ key: String) throws(GGUFError) -> Double? {
    guard let value = values[key] else { return nil }
    switch value {
    case .float(let number):
      guard number.isFinite else { throw bad(key, "is \(number), expected a finite number.") }
      return number
    case .unsigned(let number): return Double(number)
    case .signed(let number): return Double(number)
    default: throw wrongType(key, value, "a number")
    }
  }

  public func bool(_ key: String) throws(GGUFError) -> Bool { try require(optionalBool(key), key) }

  public func optionalBool(_ key: String) throws(GGUFError) -> Bool? {
    guard let value = values[key] else { return nil }
    guard case .bool(let bool) = value else { throw wrongType(key, value, "a bool") }
    return bool
  }

  // MARK: Errors

  private func require<T>(_ value: T?, _ key: String) throws(GGUFError) -> T {
    guard let value else {
      throw GGUFError(
        .missingValue, path: file.path, "has no value for \(key).",
        remedy: "The file may hold another kind of model, or be made by a faulty program.")
    }
    return value
  }

  func wrongType(_ key: String, _ value: GGUFValue, _ expected: String) -> GGUFError {
    bad(key, "is \(value.typeName), expected \(expected).")
  }

  /// An error about the value of `key`; `message` goes on after the key.
  func bad(_ key: String, _ message: String) -> GGUFError {
    GGUFError(.badValue, path: file.path, "\(key) \(message)")
  }
}
