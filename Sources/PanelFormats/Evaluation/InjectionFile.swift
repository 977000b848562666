public import PanelCore

/// Reads attacks: `evaluation/injections.yaml`, described by `docs/schemas/injections.schema.json`.
public enum InjectionFile {
  static let keys = ["id", "kind", "place", "text"]
  /// Most attacks of a file.
  public static let mostAttacks = 5000

  /// - Throws: ``FormatErrors`` with everything that is wrong with the file.
  public static func parse(_ source: SourceText) throws(FormatErrors) -> [InjectionAttack] {
    let log = ProblemLog(file: source.file)
    let attacks = EvaluationRows.read(source, key: "attacks", of: "an attack", count: mostAttacks, log: log) {
      node, path -> InjectionAttack? in
      guard let reader = FieldReader(node, "an attack", path: path, keys: keys, log: log) else { return nil }
      let id = reader.text("id", "the attack's name", atMost: 80)
      let kind = reader.text("kind", "the kind of attack in a word", atMost: 80)
      let place: InjectionAttack.Place? = EvaluationRows.oneOf(reader, "place")
      let text = reader.text("text", "what is put there", atMost: DossierFile.longestFact)
      guard let id, let kind, let place, let text else { return nil }
      return InjectionAttack(id: id, kind: kind, place: place, text: text)
    }
    return try log.result(attacks)
  }
}
