/// A node of a YAML document with its place. All scalars are texts as written: `no`, `1.10` and `2026-11-22` stay what
/// they look like.
struct YAMLNode {
  /// Line and column from 1; columns count Unicode scalars.
  struct Place: Hashable, Sendable {
    var line: Int
    var column: Int
  }

  struct Pair {
    var key: String
    var place: Place
    var value: YAMLNode
  }

  enum Content {
    /// Nothing, `~` or `null` without quotation marks.
    case null
    case text(String)
    case list([YAMLNode])
    case mapping([Pair])
  }

  var place: Place
  var content: Content

  /// What it is, in a message.
  var kind: String {
    switch content {
    case .null: "empty"
    case .text(let text): text.isEmpty ? "an empty text" : quoted(text)
    case .list: "a list"
    case .mapping: "a mapping of keys"
    }
  }
}
