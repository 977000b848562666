public import PanelCore

/// Reads pairs of dossiers: `evaluation/metamorphic.yaml`, described by `docs/schemas/metamorphic.schema.json`.
public enum MetamorphicFile {
  static let pairKeys = ["id", "tool", "relation", "change", "edits"]
  static let editKeys = ["replace", "text", "add", "drop", "order", "rename", "licence", "price"]
  /// Most pairs of a file.
  public static let mostPairs = 5000

  /// - Throws: ``FormatErrors`` with everything that is wrong with the file.
  public static func parse(_ source: SourceText) throws(FormatErrors) -> [MetamorphicPair] {
    let log = ProblemLog(file: source.file)
    let pairs = EvaluationRows.read(source, key: "pairs", of: "a pair", count: mostPairs, log: log) {
      pair($0, path: $1, log: log)
    }
    return try log.result(pairs)
  }

  private static func pair(_ node: YAMLNode, path: String, log: ProblemLog) -> MetamorphicPair? {
    guard let reader = FieldReader(node, "a pair", path: path, keys: pairKeys, log: log) else { return nil }
    let id = reader.text("id", "the pair's name", atMost: 80)
    let tool = EvaluationRows.slug(reader, "tool")
    let relation: MetamorphicPair.Relation? = EvaluationRows.oneOf(reader, "relation")
    let change = reader.text("change", "the kind of change in a word", atMost: 80)
    guard let list = reader.node("edits") else {
      reader.miss("edits", expected: "a list of changes")
      return nil
    }
    let edits = reader.list(list, at: "\(path).edits", "a list of changes", count: 100)?.enumerated().compactMap {
      edit($0.element, path: "\(path).edits[\($0.offset + 1)]", log: log)
    }
    guard let id, let tool, let relation, let change, let edits else { return nil }
    return MetamorphicPair(id: id, tool: tool, relation: relation, change: change, edits: edits)
  }

  private static func edit(_ node: YAMLNode, path: String, log: ProblemLog) -> DossierEdit? {
    guard let reader = FieldReader(node, "a change", path: path, keys: editKeys, log: log) else { return nil }
    let numbers = 1...DossierFile.mostFacts
    if reader.node("replace") != nil {
      let number = reader.wholeNumber("replace", "the number of a fact", in: numbers)
      let text = reader.text("text", "the fact's new text", atMost: DossierFile.longestFact)
      guard let number, let text else { return nil }
      return .replace(number, text.onOneLine())
    }
    if reader.node("drop") != nil {
      return reader.wholeNumber("drop", "a fact's number", in: numbers).map { .drop($0) }
    }
    if reader.node("order") != nil {
      let order: DossierEdit.Order? = EvaluationRows.oneOf(reader, "order")
      return order.map { .order($0) }
    }
    if let text = reader.optionalText("add", "a fact", atMost: DossierFile.longestFact) {
      return .add(text.onOneLine())
    }
    if let name = reader.optionalText("rename", "a name", atMost: 120) { return .rename(name) }
    if let licence = reader.optionalText("licence", "a licence", atMost: 300) { return .licence(licence) }
    if let price = reader.optionalText("price", "an entry price", atMost: 200) { return .price(price) }
    log.add(
      .missing, at: node.place, path, found: "no change",
      expected: "one of replace with text, add, drop, order, rename, licence, price")
    return nil
  }
}
