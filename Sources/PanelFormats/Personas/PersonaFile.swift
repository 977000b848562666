public import Foundation
public import PanelCore

/// Reads a persona: `personas/<id>.yaml`, described by `docs/schemas/persona.schema.json`.
public enum PersonaFile {
  static let keys = ["id", "name", "lens", "stance", "moves", "ship_when", "skip_when", "avoid"]
  static let moveKeys = [
    "id", "ask", "lead_in", "goes_on", "words", "choices", "rest_on", "readings", "spare", "against", "otherwise",
  ]
  static let openingKeys = ["lead_in", "goes_on", "readings"]
  static let otherwiseKeys = ["ask"] + openingKeys + ["rest_on"]
  static let readingKeys = ["of", "of_tool", "choice", "lead_in", "goes_on", "say"]

  /// Words that an answer may be limited to.
  public static let wordRange = 5...120
  /// Most moves of a persona, each of which is one request to the model.
  public static let mostMoves = 12
  /// Most labels of a closed question.
  public static let mostChoices = 12
  /// Most readings of a lead-in.
  public static let mostReadings = 40
  /// Most sentences of a reading.
  public static let mostSayings = 20

  /// Reads a persona from a file, whose name without the extension has to be its id.
  ///
  /// - Parameters:
  ///   - kinds: of facts that its readings name; see ``FactKindFile``.
  ///   - file: the file's name in messages; nil takes the path as it was given.
  /// - Throws: ``FormatErrors`` with everything that is wrong with the file.
  public static func read(_ url: URL, kinds: [FactKind], file: String? = nil) throws(FormatErrors) -> Persona {
    let source = try SourceText.read(url, file: file, limit: SourceText.yamlLimit)
    return try parse(source, kinds: kinds, fileName: url.lastPathComponent)
  }

  /// Reads a persona from bytes; the last part of `file` has to be its id.
  public static func parse(_ data: Data, kinds: [FactKind], file: String) throws(FormatErrors) -> Persona {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return try parse(try SourceText(data, file: file, limit: SourceText.yamlLimit), kinds: kinds, fileName: name)
  }

  /// Reads a persona from text.
  public static func parse(_ text: String, kinds: [FactKind], file: String) throws(FormatErrors) -> Persona {
    try parse(Data(text.utf8), kinds: kinds, file: file)
  }

  static func parse(_ source: SourceText, kinds: [FactKind], fileName: String) throws(FormatErrors) -> Persona {
    let log = ProblemLog(file: source.file)
    let persona = persona(source, kinds: kinds, log: log)
    let stem = fileName.hasSuffix(".yml") ? fileName.dropLast(4) : fileName.dropLast(5)
    if let persona, persona.id.rawValue != stem {
      log.add(
        .invalidValue, at: nil, "id", found: quoted(persona.id.rawValue),
        expected: "the file's name without .yaml, \(quoted(String(stem)))", remedy: "Rename one of them.")
    }
    return try log.result(persona)
  }

  private static func persona(_ source: SourceText, kinds: [FactKind], log: ProblemLog) -> Persona? {
    guard let root = YAMLDocument.compose(source, log: log) else {
      if log.errors.isEmpty {
        log.add(
          .missing, at: nil, "", found: "empty", expected: "a persona with the keys \(keys.joined(separator: ", "))")
      }
      return nil
    }
    guard let reader = FieldReader(root, "a persona", path: "", keys: keys, log: log) else { return nil }
    let id = reader.text("id", "the file's name without .yaml", atMost: 64).flatMap { text -> PersonaID? in
      if let id = PersonaID(text) { return id }
      reader.refuse(
        "id", found: quoted(text), expected: "a–z, 0–9, “-”, “.” and “_”, beginning with a letter or digit")
      return nil
    }
    let name = reader.text("name", "the role, like DX reviewer", atMost: 60)
    let lens = reader.text("lens", "what the persona looks at, in a few words", atMost: 300)
    let stance = reader.text("stance", "from where it judges, in one or two sentences", atMost: 1200)
    let shipWhen = reader.text("ship_when", "when it votes ship, as a condition", atMost: 600)
    let skipWhen = reader.text("skip_when", "when it votes skip, as a condition", atMost: 600)
    let avoid = reader.texts("avoid", "what its text must not do", atMost: 300, count: 20) ?? []
    let moves = MoveReader(reader, kinds: kinds).moves()
    guard let id, let name, let lens, let stance, let shipWhen, let skipWhen, let moves else { return nil }
    return Persona(
      id: id, name: name.onOneLine(), lens: lens.onOneLine(), stance: stance.onOneLine(), moves: moves,
      shipWhen: shipWhen.onOneLine(), skipWhen: skipWhen.onOneLine(), avoid: avoid.map { $0.onOneLine() }, kinds: kinds)
  }
}
