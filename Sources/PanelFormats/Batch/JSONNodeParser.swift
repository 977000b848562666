/// Reads one JSON text (RFC 8259) into the tree that YAML files are read into, so that a dossier is checked by the same
/// rules whatever it is written in. Numbers, `true` and `false` stay the text they are written as.
///
/// Foundation's decoder names no place in the text, and building its objects takes several times as long.
struct JSONNodeParser {
  /// Deepest nesting. A dossier needs three.
  static let deepest = 16
  /// Most keys of an object and the bound of the comparison of keys; a dossier has nine.
  static let mostKeys = 100

  struct Problem: Error {
    /// Of the byte, from 0.
    var offset: Int
    var found: String
    var expected: String
    var code: FormatError.Code = .syntax
    var key = ""
  }

  private let bytes: [UInt8]
  private let line: Int
  private var at = 0

  /// - Parameters:
  ///   - bytes: well-formed UTF-8.
  ///   - line: of the file, for the places of nodes. Their columns are offsets of bytes, plus 1; see
  ///     ``column(_:in:)``.
  init(_ bytes: [UInt8], line: Int) {
    self.bytes = bytes
    self.line = line
  }

  /// The root of the whole text.
  mutating func parse() throws(Problem) -> YAMLNode {
    skipSpace()
    let root = try value(depth: 0)
    skipSpace()
    guard at == bytes.count else { throw problem("followed by more text", "one object on the line") }
    return root
  }

  /// Turns a place's column, which is an offset of bytes plus 1, into one that counts Unicode scalars.
  static func column(_ column: Int, in bytes: [UInt8]) -> Int {
    1 + bytes.prefix(max(0, column - 1)).count { $0 & 0xC0 != 0x80 }
  }

  private func problem(_ found: String, _ expected: String) -> Problem {
    Problem(offset: at, found: found, expected: expected)
  }

  private var place: YAMLNode.Place { YAMLNode.Place(line: line, column: at + 1) }

  private mutating func skipSpace() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0D || bytes[at] == 0x0A {
      at += 1
    }
  }

  private mutating func value(depth: Int) throws(Problem) -> YAMLNode {
    guard depth < Self.deepest else {
      throw Problem(
        offset: at, found: "nested too deep", expected: "at most \(Self.deepest) levels", code: .tooLarge)
    }
    guard at < bytes.count else { throw problem("cut off", "a whole object") }
    let place = place
    switch bytes[at] {
    case UInt8(ascii: "{"): return YAMLNode(place: place, content: .mapping(try object(depth: depth)))
    case UInt8(ascii: "["): return YAMLNode(place: place, content: .list(try array(depth: depth)))
    case UInt8(ascii: "\""): return YAMLNode(place: place, content: .text(try string()))
    default:
      let word = bareWord()
      switch word {
      case "null": return YAMLNode(place: place, content: .null)
      case "true", "false": return YAMLNode(place: place, content: .text(word))
      default:
        guard Self.isNumber(word) else {
          at = place.column - 1
          throw problem("not JSON", "a value")
        }
        return YAMLNode(place: place, content: .text(word))
      }
    }
  }

  private mutating func object(depth: Int) throws(Problem) -> [YAMLNode.Pair] {
    at += 1
    var pairs: [YAMLNode.Pair] = []
    skipSpace()
    if take("}") { return pairs }
    while true {
      skipSpace()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
        throw problem(at < bytes.count ? "not JSON" : "cut off", "a key in quotation marks")
      }
      let place = place
      let key = try string()
      guard !pairs.contains(where: { $0.key == key }) else {
        throw Problem(
          offset: place.column - 1, found: "given more than once", expected: "each key once", code: .duplicateKey,
          key: key)
      }
      guard pairs.count < Self.mostKeys else {
        throw Problem(
          offset: place.column - 1, found: "an object of too many keys", expected: "at most \(Self.mostKeys)",
          code: .tooLarge)
      }
      skipSpace()
      guard take(":") else { throw problem(at < bytes.count ? "not JSON" : "cut off", "“:” after the key") }
      skipSpace()
      pairs.append(YAMLNode.Pair(key: key, place: place, value: try value(depth: depth + 1)))
      skipSpace()
      if take("}") { return pairs }
      guard take(",") else { throw problem(at < bytes.count ? "not JSON" : "cut off", "“,” or “}”") }
    }
  }

  private mutating func array(depth: Int) throws(Problem) -> [YAMLNode] {
    at += 1
    var nodes: [YAMLNode] = []
    skipSpace()
    if take("]") { return nodes }
    while true {
      skipSpace()
      nodes.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return nodes }
      guard take(",") else { throw problem(at < bytes.count ? "not JSON" : "cut off", "“,” or “]”") }
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private mutating func bareWord() -> String {
    let start = at
    while at < bytes.count, !" \t\r\n,]}:\"[{".utf8.contains(bytes[at]) { at += 1 }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private static func isNumber(_ word: String) -> Bool {
    var rest = word.utf8[...]
    func digits() -> Int {
      let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let leadsWithZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !leadsWithZero || whole == 1 else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits() > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }

  /// A string, from its opening quotation mark on.
  private mutating func string() throws(Problem) -> String {
    let opening = at
    at += 1
    var start = at
    var text = ""
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        let run = String(decoding: bytes[start..<at], as: UTF8.self)
        at += 1
        return text.isEmpty ? run : text + run
      case UInt8(ascii: "\\"):
        text += String(decoding: bytes[start..<at], as: UTF8.self)
        text.unicodeScalars.append(try escape())
        start = at
      case ..<0x20: throw problem("holding a control character in a text", "it escaped, as in \\n")
      default: at += 1
      }
    }
    at = opening
    throw problem("cut off in the text that begins here", "a closing quotation mark")
  }

  /// The scalar that an escape stands for, from its backslash on.
  private mutating func escape() throws(Problem) -> Unicode.Scalar {
    guard at + 1 < bytes.count else { throw problem("cut off", "a whole escape") }
    let kind = bytes[at + 1]
    if kind == UInt8(ascii: "u") { return try unicodeEscape() }
    let plain: [UInt8: Unicode.Scalar] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
      UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    guard let scalar = plain[kind] else {
      throw problem("holding an unknown escape", "one of \\\" \\\\ \\/ \\n \\t \\u…")
    }
    at += 2
    return scalar
  }

  private mutating func unicodeEscape() throws(Problem) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
      bytes[at + 1] == UInt8(ascii: "u")
    else { throw problem("holding half of a surrogate pair", "both halves") }
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) - 0xDC00))
    else { throw problem("holding half of a surrogate pair", "both halves") }
    return scalar
  }

  private mutating func hexadecimal() throws(Problem) -> UInt16 {
    guard at + 6 <= bytes.count, bytes[(at + 2)..<(at + 6)].allSatisfy({ Self.isHexadecimal($0) }),
      let value = UInt16(String(decoding: bytes[(at + 2)..<(at + 6)], as: UTF8.self), radix: 16)
    else { throw problem("holding a broken escape", "\\u and four hexadecimal digits") }
    at += 6
    return value
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
