/// Writes values as JSON whose bytes depend on the value alone: keys in the order in which the type encodes them.
///
/// Foundation's encoder either sorts keys by their letters or leaves their order to chance; a contract that people read
/// wants the order of its documentation.
public enum StableJSON {
  /// Indented, with a line break at the end.
  public static func pretty(_ value: some Encodable) throws -> String { try tree(value).pretty }

  /// On one line without a line break: one line of a JSONL file.
  public static func line(_ value: some Encodable) throws -> String { try tree(value).compact }

  static func tree(_ value: some Encodable) throws -> JSONValue {
    let slot = JSONSlot()
    try value.encode(to: JSONTreeEncoder(slot: slot, codingPath: []))
    return slot.tree
  }
}

/// The place in the tree that an encoder fills. A class, because containers are filled after they were handed out.
final class JSONSlot {
  enum Kind { case value, array, object }

  private(set) var kind = Kind.value
  private var value = JSONValue.null
  private var items: [JSONSlot] = []
  private var members: [(key: String, slot: JSONSlot)] = []

  var count: Int { items.count }

  var tree: JSONValue {
    switch kind {
    case .value: value
    case .array: .array(items.map(\.tree))
    case .object: .object(members.map { JSONValue.Member(key: $0.key, value: $0.slot.tree) })
    }
  }

  func set(_ value: JSONValue) {
    kind = .value
    self.value = value
  }

  /// Makes it an array or object; one that it is already keeps what it holds.
  func become(_ kind: Kind) { self.kind = kind }

  func append() -> JSONSlot {
    let slot = JSONSlot()
    items.append(slot)
    return slot
  }

  func member(_ key: String) -> JSONSlot {
    let slot = JSONSlot()
    members.append((key, slot))
    return slot
  }
}
