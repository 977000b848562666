/// A key that joined the contract later: written always, as `null` where there is nothing, and taken for `null` where an
/// older document does not have it.
@propertyWrapper
public struct Added<Value: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
  public var wrappedValue: Value?

  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

/// A list that joined the contract later: empty where an older document does not have it.
@propertyWrapper
public struct AddedList<Element: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
  public var wrappedValue: [Element]

  public init(wrappedValue: [Element]) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode([Element].self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

// Found by the decoding that the compiler writes, in the place of its own, which demands the key.
extension KeyedDecodingContainer {
  func decode<Value>(_ type: Added<Value>.Type, forKey key: Key) throws -> Added<Value> {
    try decodeIfPresent(type, forKey: key) ?? Added(wrappedValue: nil)
  }

  func decode<Element>(_ type: AddedList<Element>.Type, forKey key: Key) throws -> AddedList<Element> {
    try decodeIfPresent(type, forKey: key) ?? AddedList(wrappedValue: [])
  }
}
