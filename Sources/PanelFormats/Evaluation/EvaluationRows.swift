import PanelCore

/// What the files of an evaluation have in common: one list of named rows.
enum EvaluationRows {
  static func read<Row>(
    _ source: SourceText, key: String, of subject: String, count: Int, log: ProblemLog,
    row: (YAMLNode, _ path: String) -> Row?
  ) -> [Row]? where Row: Identifiable, Row.ID == String {
    guard let root = YAMLDocument.compose(source, log: log) else {
      if log.errors.isEmpty { log.add(.missing, at: nil, "", found: "empty", expected: "the key \(key)") }
      return nil
    }
    guard let reader = FieldReader(root, "the file", path: "", keys: [key], log: log) else { return nil }
    guard let list = reader.node(key) else {
      reader.miss(key, expected: "a list, each item \(subject)")
      return nil
    }
    guard let nodes = reader.list(list, at: key, "a list, each item \(subject)", count: count) else { return nil }
    var seen = Set<String>()
    return nodes.enumerated().compactMap { index, node in
      let path = "\(key)[\(index + 1)]"
      guard let row = row(node, path) else { return nil }
      if !seen.insert(row.id).inserted {
        log.add(.invalidValue, at: node.place, "\(path).id", found: quoted(row.id), expected: "an id given once")
      }
      return row
    }
  }

  /// One of an enumeration's words.
  static func oneOf<Value>(_ reader: FieldReader, _ key: String) -> Value?
  where Value: RawRepresentable<String> & CaseIterable {
    let words = alternatives(Value.allCases.map(\.rawValue))
    guard let text = reader.text(key, words, atMost: 80) else { return nil }
    guard let value = Value(rawValue: text) else {
      reader.refuse(key, found: quoted(text), expected: words)
      return nil
    }
    return value
  }

  static func slug(_ reader: FieldReader, _ key: String) -> ToolSlug? {
    guard let text = reader.text(key, "a tool's slug", atMost: 64) else { return nil }
    guard let slug = ToolSlug(text) else {
      reader.refuse(key, found: quoted(text), expected: "a slug of a–z, 0–9, “-”, “.” and “_”")
      return nil
    }
    return slug
  }
}
