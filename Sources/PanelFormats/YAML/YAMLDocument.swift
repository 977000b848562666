import Yams

/// Composes the single document of a YAML file into located nodes.
///
/// Values are never constructed (`Yams.load`), only composed: no types are guessed and no tag is acted upon.
enum YAMLDocument {
  /// Deepest nesting of lists and mappings. Files of ours need four.
  static let deepest = 32

  /// The root node; nil where the text holds none or is not usable, with the reason in `log`.
  static func compose(_ source: SourceText, log: ProblemLog) -> YAMLNode? {
    if let place = AliasScan.aliasedKey(in: source.text) {
      refuseAlias(place, "", log)
      return nil
    }
    do {
      // The parser is kept until the tree is walked: it owns the anchors, which nodes hold only weakly.
      let parser = try Parser(yaml: source.text, resolver: .basic, encoding: .utf8)
      return try withExtendedLifetime(parser) {
        guard let root = try parser.singleRoot() else { return nil }
        return convert(root, path: "", depth: 0, log: log)
      }
    } catch let error as YamlError {
      log.add(error)
    } catch {
      log.add(.syntax, at: nil, "", found: "not YAML (\(error))")
    }
    return nil
  }

  private static func convert(_ node: Node, path: String, depth: Int, log: ProblemLog) -> YAMLNode? {
    let place = YAMLNode.Place(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    guard depth < deepest else {
      log.add(.tooLarge, at: place, path, found: "nested too deep", expected: "at most \(deepest) levels")
      return nil
    }
    // An aliased node is the anchored node itself, so this stops before anything is expanded.
    guard node.anchor == nil else {
      refuseAlias(place, path, log)
      return nil
    }
    switch node {
    case .scalar(let scalar):
      guard isPlain(scalar.tag, .str, place, path, log) else { return nil }
      let isNull = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
      return YAMLNode(place: place, content: isNull ? .null : .text(scalar.string))
    case .sequence(let sequence):
      guard isPlain(sequence.tag, .seq, place, path, log) else { return nil }
      let nodes = sequence.enumerated().map {
        convert($0.element, path: "\(path)[\($0.offset + 1)]", depth: depth + 1, log: log)
      }
      return YAMLNode(place: place, content: .list(nodes.compactMap { $0 }))
    case .mapping(let mapping):
      guard isPlain(mapping.tag, .map, place, path, log) else { return nil }
      return YAMLNode(
        place: place, content: .mapping(mapping.compactMap { pair($0, path: path, depth: depth, log: log) }))
    case .alias:
      refuseAlias(place, path, log)
      return nil
    }
  }

  private static func pair(
    _ pair: (key: Node, value: Node), path: String, depth: Int, log: ProblemLog
  ) -> YAMLNode.Pair? {
    let place = YAMLNode.Place(line: pair.key.mark?.line ?? 1, column: pair.key.mark?.column ?? 1)
    guard case .scalar(let key) = pair.key else {
      log.add(.wrongKind, at: place, path, found: "keyed by a list or mapping", expected: "keys that are words")
      return nil
    }
    let inner = path.isEmpty ? key.string : "\(path).\(key.string)"
    guard pair.key.anchor == nil else {
      refuseAlias(place, inner, log)
      return nil
    }
    guard let value = convert(pair.value, path: inner, depth: depth + 1, log: log) else { return nil }
    return YAMLNode.Pair(key: key.string, place: place, value: value)
  }

  private static func isPlain(
    _ tag: Tag, _ own: Tag.Name, _ place: YAMLNode.Place, _ path: String, _ log: ProblemLog
  ) -> Bool {
    let name = tag.description
    if name.isEmpty || name == Tag.Name.nonSpecific.rawValue || name == own.rawValue { return true }
    log.add(
      .unsupported, at: place, path, found: "tagged \(quoted(name))", expected: "a value without a tag",
      remedy: "Remove the tag; every value is read as it is written.")
    return false
  }

  private static func refuseAlias(_ place: YAMLNode.Place, _ path: String, _ log: ProblemLog) {
    log.add(
      .unsupported, at: place, path, found: "anchored (&) or an alias (*)", expected: "the value itself",
      remedy: "Write the value out where it is needed, or put a text that begins with & or * in quotation marks.")
  }
}

extension ProblemLog {
  fileprivate func add(_ error: YamlError) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      let opening = context.map { " (\($0.text) in line \($0.mark.line))" } ?? ""
      add(
        .syntax, at: YAMLNode.Place(line: mark.line, column: mark.column), "", found: "not YAML: \(problem)\(opening)",
        remedy: "Check the indentation, and put texts that hold “: ” or “ #” in quotation marks.")
    case .composer(_, let problem, let mark, _):
      add(
        .unsupported, at: YAMLNode.Place(line: mark.line, column: mark.column), "", found: "not usable: \(problem)",
        expected: "one document without anchors and aliases")
    case .duplicatedKeysInMapping(let keys, let context):
      add(
        .duplicateKey, at: YAMLNode.Place(line: context.mark.line, column: context.mark.column), keys.first ?? "",
        found: "given more than once in one mapping", expected: "each key once", remedy: "Keep one of them.")
    case .reader(let problem, let offset, _, let yaml):
      let line = offset.map { offset in 1 + yaml.prefix(offset).count { $0.isNewline } }
      add(
        .invalidText, at: line.map { YAMLNode.Place(line: $0, column: 1) }, "", found: "not text: \(problem)",
        expected: "text without control characters")
    default:
      add(.syntax, at: nil, "", found: "not YAML: \(error)")
    }
  }
}
