public import PanelCore

/// Which personas sit on a panel: `personas/panel.yaml`, described by `docs/schemas/panel.schema.json`.
public struct PanelFile: Hashable, Sendable {
  static let keys = ["order", "quorum"]
  /// The file's name in a folder of personas.
  public static let name = "panel.yaml"
  /// Most seats of a panel.
  public static let mostSeats = 16

  /// In the order in which readers see them.
  public var order: [PersonaID]
  /// nil takes the default, more than half of the seats.
  public var quorum: Int?

  public init(order: [PersonaID], quorum: Int? = nil) {
    self.order = order
    self.quorum = quorum
  }

  /// - Throws: ``FormatErrors`` with everything that is wrong with the file.
  public static func parse(_ source: SourceText) throws(FormatErrors) -> PanelFile {
    let log = ProblemLog(file: source.file)
    return try log.result(panel(source, log: log))
  }

  private static func panel(_ source: SourceText, log: ProblemLog) -> PanelFile? {
    let expected = "a list of persona ids, like [dx, competitor]"
    guard let root = YAMLDocument.compose(source, log: log) else {
      if log.errors.isEmpty { log.add(.missing, at: nil, "", found: "empty", expected: "the key order, \(expected)") }
      return nil
    }
    guard let reader = FieldReader(root, "a panel", path: "", keys: keys, log: log) else { return nil }
    guard let names = reader.texts("order", "a persona's id", atMost: 64, count: mostSeats), !names.isEmpty else {
      if reader.node("order") == nil || log.errors.isEmpty { reader.miss("order", expected: expected) }
      return nil
    }
    var order: [PersonaID] = []
    for (offset, name) in names.enumerated() {
      guard let id = PersonaID(name) else {
        reader.refuse("order", found: "holding \(quoted(name)) at position \(offset + 1)", expected: "persona ids")
        continue
      }
      guard !order.contains(id) else {
        reader.refuse("order", found: "holding \(quoted(name)) twice", expected: "each persona once")
        continue
      }
      order.append(id)
    }
    let quorum = reader.wholeNumber(
      "quorum", "fewest votes for which a percentage is shown", in: 1...max(1, names.count), isRequired: false)
    return PanelFile(order: order, quorum: quorum)
  }
}
