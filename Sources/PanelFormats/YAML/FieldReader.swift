import PanelCore

/// Reads the keys of one mapping and logs everything that is wrong with them.
///
/// A method that returns nil for a wrong value has logged why.
struct FieldReader {
  /// What the mapping is, in messages: `a dossier`, `a fact`.
  let subject: String
  let path: String
  let log: ProblemLog
  private let place: YAMLNode.Place
  private let pairs: [YAMLNode.Pair]

  /// - Parameters:
  ///   - subject: what the mapping is, with its article.
  ///   - keys: all keys that it may have.
  /// - Returns: nil where `node` is not a mapping.
  init?(_ node: YAMLNode, _ subject: String, path: String, keys: [String], log: ProblemLog) {
    guard case .mapping(let pairs) = node.content else {
      log.add(
        .wrongKind, at: node.place, path, found: node.kind,
        expected: "\(subject) with the keys \(keys.joined(separator: ", "))")
      return nil
    }
    self.subject = subject
    self.path = path
    self.log = log
    place = node.place
    self.pairs = pairs
    for pair in pairs where !keys.contains(pair.key) {
      let near = NearestNames.of(pair.key, in: keys, limit: 1).first
      log.add(
        .unknownKey, at: pair.place, join(pair.key), found: "not a key of \(subject)",
        expected: "one of \(keys.joined(separator: ", "))", remedy: near.map { "Did you mean “\($0)”?" } ?? "")
    }
  }

  func join(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// Where `key` stands; the mapping's own place where it does not.
  func place(of key: String) -> YAMLNode.Place { pairs.first { $0.key == key }?.value.place ?? place }

  /// The value of `key`; nil where it is missing or null.
  func node(_ key: String) -> YAMLNode? {
    guard let value = pairs.first(where: { $0.key == key })?.value else { return nil }
    if case .null = value.content { return nil }
    return value
  }

  /// Says that `key` has to be there.
  func miss(_ key: String, expected: String, remedy: String = "") {
    let pair = pairs.first { $0.key == key }
    log.add(
      pair == nil ? .missing : .invalidValue, at: pair?.value.place ?? place, join(key),
      found: pair == nil ? "missing" : "empty", expected: expected,
      remedy: remedy.isEmpty ? "Add “\(key): …”." : remedy)
  }

  /// Says that the value of `key` is not allowed.
  func refuse(_ key: String, found: String, expected: String, remedy: String = "") {
    log.add(.invalidValue, at: place(of: key), join(key), found: found, expected: expected, remedy: remedy)
  }

  /// A text that has to be there.
  func text(_ key: String, _ expected: String, atMost limit: Int, remedy: String = "") -> String? {
    guard let node = node(key) else {
      miss(key, expected: expected, remedy: remedy)
      return nil
    }
    return text(node, at: join(key), expected, atMost: limit)
  }

  /// A text that may be missing.
  func optionalText(_ key: String, _ expected: String, atMost limit: Int) -> String? {
    node(key).flatMap { text($0, at: join(key), expected, atMost: limit) }
  }

  /// Texts of a list that may be missing.
  func texts(_ key: String, _ expected: String, atMost limit: Int, count: Int) -> [String]? {
    guard let node = node(key) else { return nil }
    guard let nodes = list(node, at: join(key), "a list, each item \(expected)", count: count) else { return nil }
    return nodes.enumerated().compactMap {
      text($0.element, at: "\(join(key))[\($0.offset + 1)]", expected, atMost: limit)
    }
  }

  /// The items of a list.
  func list(_ node: YAMLNode, at path: String, _ expected: String, count: Int) -> [YAMLNode]? {
    guard case .list(let nodes) = node.content else {
      log.add(.wrongKind, at: node.place, path, found: node.kind, expected: expected)
      return nil
    }
    guard nodes.count <= count else {
      log.add(.tooLarge, at: node.place, path, found: "\(nodes.count) items long", expected: "at most \(count)")
      return nil
    }
    return nodes
  }

  /// The text of a node without white space around it.
  func text(_ node: YAMLNode, at path: String, _ expected: String, atMost limit: Int) -> String? {
    guard case .text(let raw) = node.content else {
      log.add(.wrongKind, at: node.place, path, found: node.kind, expected: expected)
      return nil
    }
    let text = raw.trimmingWhitespace()
    // Most texts are plain, and properties of scalars are dear when there are a hundred thousand dossiers.
    if text.isPlainLine, !text.isEmpty, text.utf8.count <= limit { return text }
    guard !text.isEmpty else {
      log.add(.invalidValue, at: node.place, path, found: "an empty text", expected: expected)
      return nil
    }
    guard text.unicodeScalars.count <= limit else {
      log.add(
        .tooLarge, at: node.place, path, found: "\(text.unicodeScalars.count) characters long",
        expected: "at most \(limit)")
      return nil
    }
    if let control = text.unicodeScalars.first(where: \.isForbiddenControl) {
      log.add(
        .invalidText, at: node.place, path,
        found: "holding the control character U+\(String(control.value, radix: 16, uppercase: true))",
        expected: expected)
      return nil
    }
    return text
  }
}

extension String {
  /// Without white space and line breaks at both ends.
  func trimmingWhitespace() -> String {
    // As in nearly all texts; to look at whole characters takes several times as long.
    if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) {
      return self
    }
    var view = self[...]
    while view.first?.isWhitespace == true { view.removeFirst() }
    while view.last?.isWhitespace == true { view.removeLast() }
    return String(view)
  }

  /// On one line, with single spaces between words.
  func onOneLine() -> String {
    isPlainLine && utf8.first != 0x20 && utf8.last != 0x20 && !hasDoubleSpace
      ? self : split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Whether it is of printable ASCII alone.
  var isPlainLine: Bool {
    var copy = self
    return copy.withUTF8 { $0.allSatisfy { (0x20...0x7E).contains($0) } }
  }

  private var hasDoubleSpace: Bool {
    var copy = self
    return copy.withUTF8 { bytes in
      var previous: UInt8 = 0
      for byte in bytes {
        if byte == 0x20, previous == 0x20 { return true }
        previous = byte
      }
      return false
    }
  }

  /// Words as a reader counts them: what stands between white space.
  var wordCount: Int { split(whereSeparator: \.isWhitespace).count }
}

extension Unicode.Scalar {
  /// A control character other than tab and line break.
  var isForbiddenControl: Bool {
    properties.generalCategory == .control && self != "\n" && self != "\t"
  }
}
