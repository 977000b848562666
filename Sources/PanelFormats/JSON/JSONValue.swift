/// A JSON text as a tree whose objects keep the order of their keys.
indirect enum JSONValue: Hashable, Sendable {
  struct Member: Hashable, Sendable {
    var key: String
    var value: JSONValue
  }

  case null
  case bool(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  /// Finite.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// An object from pairs, in their order.
  static func members(_ pairs: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(pairs.map { Member(key: $0.key, value: $0.value) })
  }

  /// Text or null.
  static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

  /// A list of texts.
  static func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }
}

extension JSONValue {
  /// On one line without white space, keys in the order of the tree: one line of a JSONL file.
  var compact: String {
    var text = ""
    write(to: &text, isSorted: false)
    return text
  }

  /// On one line without white space, keys in the order of their Unicode scalars: the text that is hashed.
  var canonical: String {
    var text = ""
    write(to: &text, isSorted: true)
    return text
  }

  /// Indented by two spaces, with a line break at the end.
  var pretty: String {
    var text = ""
    writePretty(to: &text, indent: "")
    return text + "\n"
  }

  private func write(to text: inout String, isSorted: Bool) {
    switch self {
    case .array(let values):
      text += "["
      for (i, value) in values.enumerated() {
        if i > 0 { text += "," }
        value.write(to: &text, isSorted: isSorted)
      }
      text += "]"
    case .object(let members):
      text += "{"
      // UTF-8 keeps the order of scalars.
      let ordered = isSorted ? members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : members
      for (i, member) in ordered.enumerated() {
        if i > 0 { text += "," }
        Self.quote(member.key, to: &text)
        text += ":"
        member.value.write(to: &text, isSorted: isSorted)
      }
      text += "}"
    case .string(let value): Self.quote(value, to: &text)
    default: text += scalar
    }
  }

  private func writePretty(to text: inout String, indent: String) {
    let inner = indent + "  "
    switch self {
    case .array(let values) where values.contains { $0.isContainer }:
      text += "[\n"
      for (i, value) in values.enumerated() {
        text += inner
        value.writePretty(to: &text, indent: inner)
        text += i + 1 < values.count ? ",\n" : "\n"
      }
      text += indent + "]"
    case .array(let values): text += "[" + values.map(\.scalar).joined(separator: ", ") + "]"
    case .object(let members) where !members.isEmpty:
      text += "{\n"
      for (i, member) in members.enumerated() {
        text += inner + Self.quoted(member.key) + ": "
        member.value.writePretty(to: &text, indent: inner)
        text += i + 1 < members.count ? ",\n" : "\n"
      }
      text += indent + "}"
    case .object: text += "{}"
    default: text += scalar
    }
  }

  private var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  /// A value that is neither array nor object. Numbers are the shortest text that reads back as the same value.
  private var scalar: String {
    switch self {
    case .null, .array, .object: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .unsigned(let value): String(value)
    case .number(let value): value == 0 ? "0.0" : "\(value)"
    case .string(let value): Self.quoted(value)
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = ""
    quote(text, to: &result)
    return result
  }

  /// RFC 8259, section 7, escaping no more than it asks for.
  private static func quote(_ text: String, to result: inout String) {
    result += "\""
    defer { result += "\"" }
    // Nothing to escape, as in most texts: no scalar has to be looked at.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
      result += text
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let code = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
