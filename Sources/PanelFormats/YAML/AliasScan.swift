/// Finds files in which an alias could stand inside a key.
///
/// The composer compares the keys of a mapping as whole trees, so aliases nested in keys could make it work for ages
/// before the tree can be checked (the “billion laughs”). An alias needs an anchor of the same name, so only a text with
/// both `&name` and `*name` can be meant; of those, only one that has keys other than plain words is refused here. All
/// other anchors are refused, with their exact place, when the tree is walked.
enum AliasScan {
  /// The place of the alias; nil where the file is harmless.
  static func aliasedKey(in text: String) -> YAMLNode.Place? {
    let bytes = Array(text.utf8)
    var anchors: Set<ArraySlice<UInt8>> = []
    var aliases: [(name: ArraySlice<UInt8>, offset: Int)] = []
    var hasComplexKey = false
    for i in bytes.indices {
      switch bytes[i] {
      case UInt8(ascii: "&"): anchors.insert(name(after: i, in: bytes))
      case UInt8(ascii: "*"):
        let alias = name(after: i, in: bytes)
        aliases.append((alias, i))
        if isBeforeColon(alias.endIndex, in: bytes) { hasComplexKey = true }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): if isBeforeColon(i + 1, in: bytes) { hasComplexKey = true }
      case UInt8(ascii: "?"): if i + 1 == bytes.count || isBlank(bytes[i + 1]) { hasComplexKey = true }
      default: break
      }
    }
    guard hasComplexKey, let alias = aliases.first(where: { !$0.name.isEmpty && anchors.contains($0.name) }) else {
      return nil
    }
    let line = 1 + bytes[..<alias.offset].count { $0 == UInt8(ascii: "\n") }
    let start = bytes[..<alias.offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return YAMLNode.Place(
      line: line, column: 1 + String(decoding: bytes[start..<alias.offset], as: UTF8.self).unicodeScalars.count)
  }

  /// Names of anchors as libyaml reads them: letters, digits, `_` and `-`.
  private static func name(after i: Int, in bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes[(i + 1)...].prefix {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
    }
  }

  private static func isBeforeColon(_ i: Int, in bytes: [UInt8]) -> Bool {
    bytes[i...].first { !isBlank($0) } == UInt8(ascii: ":")
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
  }
}
