public import PanelCore

/// Reads the kinds of fact by which the readings of personas go: `personas/kinds.yaml`, described by
/// `docs/schemas/kinds.schema.json`.
public enum FactKindFile {
  /// The file's name in a folder of personas.
  public static let name = "kinds.yaml"
  static let kindKeys = [
    "id", "means", "is_a", "words", "with", "without", "within_years", "of_first", "against", "common",
  ]
  /// Most kinds.
  public static let mostKinds = 60
  /// Most words of one list.
  static let mostWords = 100

  /// The kinds of a file, in its order.
  ///
  /// - Throws: ``FormatErrors`` with everything that is wrong with the file.
  public static func parse(_ source: SourceText) throws(FormatErrors) -> [FactKind] {
    let log = ProblemLog(file: source.file)
    return try log.result(kinds(source, log: log))
  }

  private static func kinds(_ source: SourceText, log: ProblemLog) -> [FactKind]? {
    let expected = "a list of kinds, each with id, means and words"
    guard let root = YAMLDocument.compose(source, log: log) else {
      if log.errors.isEmpty { log.add(.missing, at: nil, "", found: "empty", expected: "the key kinds, \(expected)") }
      return nil
    }
    guard let reader = FieldReader(root, "kinds of fact", path: "", keys: ["kinds"], log: log) else { return nil }
    guard let node = reader.node("kinds") else {
      reader.miss("kinds", expected: expected)
      return nil
    }
    guard let nodes = reader.list(node, at: "kinds", expected, count: mostKinds) else { return nil }
    var seen: [String: Int] = [:]
    var read: [(kind: FactKind, number: Int, node: YAMLNode)] = []
    for (offset, node) in nodes.enumerated() {
      guard let kind = kind(node, number: offset + 1, isLast: offset + 1 == nodes.count, log: log) else { continue }
      if let first = seen[kind.id] {
        log.add(
          .invalidValue, at: node.place, "kinds[\(offset + 1)].id",
          found: "\(quoted(kind.id)), like that of kinds[\(first)]", expected: "an id of its own")
      }
      seen[kind.id] = seen[kind.id] ?? offset + 1
      read.append((kind, offset + 1, node))
    }
    let own = Set(read.filter { $0.kind.widerKind == nil }.map(\.kind.id))
    for (kind, number, node) in read {
      guard let wider = kind.widerKind, !own.contains(wider), read.count == nodes.count else { continue }
      let near = NearestNames.of(wider, in: own.subtracting([kind.id]), limit: 1).first
      log.add(
        .invalidValue, at: node.place, "kinds[\(number)].is_a", found: quoted(wider),
        expected: "the id of a kind that is no sort of another itself",
        remedy: near.map { "Did you mean \(quoted($0))?" } ?? "Name a kind of this file, or leave is_a out.")
    }
    return read.map(\.kind)
  }

  private static func kind(_ node: YAMLNode, number: Int, isLast: Bool, log: ProblemLog) -> FactKind? {
    guard let reader = FieldReader(node, "a kind of fact", path: "kinds[\(number)]", keys: kindKeys, log: log) else {
      return nil
    }
    let id = reader.text("id", "a short name, like limit", atMost: 40)
    if id == FactKind.identity {
      reader.refuse(
        "id", found: quoted(FactKind.identity), expected: "another id",
        remedy: "What the tool is has this kind already, where no words tell another.")
    } else if let id, PersonaID(id) == nil {
      reader.refuse("id", found: quoted(id), expected: "a–z, 0–9, “-”, “.” and “_”, beginning with a letter or digit")
    }
    let meaning = reader.text("means", "what facts of the kind state", atMost: 200)
    let widerKind = reader.node("is_a") == nil ? nil : reader.text("is_a", "the id of a wider kind", atMost: 40)
    func words(_ key: String) -> [String] {
      (reader.texts(key, "a word that facts hold", atMost: 40, count: mostWords) ?? []).map { $0.onOneLine() }
    }
    let before = log.errors.count
    let (own, with, without) = (words("words"), words("with"), words("without"))
    if own.isEmpty, !isLast, log.errors.count == before {
      reader.miss(
        "words", expected: "words of facts of the kind", remedy: "Only the last kind may do without: it takes the rest."
      )
    }
    let withinYears =
      reader.node("within_years") == nil
      ? nil : reader.wholeNumber("within_years", "years that a date may lie back", in: 1...100)
    let isOfFirst = reader.flag("of_first", "whether what the tool is may be of this kind")
    let isAgainst = reader.flag("against", "whether facts of the kind speak against a tool in any case")
    let isCommon = reader.flag("common", "whether many tools have such a fact, so that it sets none apart")
    guard let id, let meaning else { return nil }
    return FactKind(
      id: id, meaning: meaning.onOneLine(), widerKind: widerKind, words: own, with: with, without: without,
      withinYears: withinYears, isOfFirst: isOfFirst, isAgainst: isAgainst, isCommon: isCommon)
  }
}
