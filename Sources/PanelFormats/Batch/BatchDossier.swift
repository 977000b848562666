import PanelCore

/// A dossier as it stands in a file of many: like one in a file of its own, with its slug as a key, and with facts, since
/// a batch is not the place to learn that a tool has none.
enum BatchDossier {
  static let keys = ["slug"] + DossierFile.keys

  static func read(_ root: YAMLNode, log: ProblemLog) -> Dossier? {
    guard let reader = FieldReader(root, "a dossier", path: "", keys: keys, log: log) else { return nil }
    let slug = slug(reader)
    let dossier = DossierFile.dossier(reader, slug: slug, log: log)
    if let dossier, dossier.facts.isEmpty, log.errors.isEmpty {
      reader.miss("facts", expected: "at least one fact")
    }
    return slug == nil ? nil : dossier
  }

  private static func slug(_ reader: FieldReader) -> ToolSlug? {
    let expected = "a slug of a–z, 0–9, “-”, “.” and “_” that begins with a letter or digit, at most 64 long"
    guard let text = reader.text("slug", expected, atMost: 1000) else { return nil }
    guard let slug = ToolSlug(text) else {
      reader.refuse("slug", found: quoted(text), expected: expected)
      return nil
    }
    return slug
  }
}
