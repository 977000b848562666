public import Foundation
public import PanelCore

/// Reads a dossier: `tools/<slug>.yaml`, described by `docs/schemas/dossier.schema.json`.
public enum DossierFile {
  static let keys = [
    "name", "tagline", "category", "homepage", "licence", "version", "purpose", "pricing", "facts", "description",
  ]
  static let pricingKeys = ["label", "entry", "plans", "source", "retrieved"]
  static let factKeys = ["text", "source", "retrieved", "vendor"]

  /// Most facts of a dossier. Each is weighed by each persona, so that this bounds the work of a review.
  public static let mostFacts = 200
  /// Longest text of a fact, in characters.
  public static let longestFact = 2000

  /// Reads a dossier from a file; its slug is the file's name without the extension.
  ///
  /// - Parameter file: the file's name in messages; nil takes the path as it was given.
  /// - Throws: ``FormatErrors`` with everything that is wrong with the file.
  public static func read(_ url: URL, file: String? = nil) throws(FormatErrors) -> Dossier {
    let source = try SourceText.read(url, file: file, limit: SourceText.yamlLimit)
    return try parse(source, slug: try slug(ofFile: url.lastPathComponent, shown: source.file))
  }

  /// Reads a dossier from bytes.
  public static func parse(_ data: Data, file: String, slug: ToolSlug) throws(FormatErrors) -> Dossier {
    try parse(try SourceText(data, file: file, limit: SourceText.yamlLimit), slug: slug)
  }

  /// Reads a dossier from text.
  public static func parse(_ text: String, file: String, slug: ToolSlug) throws(FormatErrors) -> Dossier {
    try parse(Data(text.utf8), file: file, slug: slug)
  }

  /// Reads a dossier from text that was checked.
  public static func parse(_ source: SourceText, slug: ToolSlug) throws(FormatErrors) -> Dossier {
    let log = ProblemLog(file: source.file)
    return try log.result(dossier(source, slug: slug, log: log))
  }

  /// The slug that a file's name stands for.
  ///
  /// - Parameter shown: the file's name in messages.
  static func slug(ofFile name: String, shown: String) throws(FormatErrors) -> ToolSlug {
    let stem = name.hasSuffix(".yaml") ? name.dropLast(5) : name.hasSuffix(".yml") ? name.dropLast(4) : name[...]
    guard let slug = ToolSlug(String(stem)) else {
      throw FormatErrors(
        FormatError(
          .invalidValue, file: shown, found: "named \(quoted(name))",
          expected: "a name of a–z, 0–9, “-”, “.” and “_” that begins with a letter or digit, at most 64 long",
          remedy: "Rename it: the name without .yaml is the tool's slug."))
    }
    return slug
  }

  private static func dossier(_ source: SourceText, slug: ToolSlug, log: ProblemLog) -> Dossier? {
    guard let root = YAMLDocument.compose(source, log: log) else {
      if log.errors.isEmpty {
        log.add(
          .missing, at: nil, "", found: "empty", expected: "a dossier with the keys \(keys.joined(separator: ", "))")
      }
      return nil
    }
    guard let reader = FieldReader(root, "a dossier", path: "", keys: keys, log: log) else { return nil }
    return dossier(reader, slug: slug, log: log)
  }

  /// Reads the keys of a dossier from its mapping.
  ///
  /// - Parameter slug: nil where it is not known; everything else is checked then, and nothing returned.
  static func dossier(_ reader: FieldReader, slug: ToolSlug?, log: ProblemLog) -> Dossier? {
    let name = reader.text("name", "the tool's name", atMost: 120)
    let tagline = reader.text("tagline", "what the tool is, in one line", atMost: 300)
    let category = reader.text("category", "the category under which readers look for it", atMost: 80)
    let homepage = reader.optionalText("homepage", "an address", atMost: 500)
    let licence = reader.optionalText("licence", "the licence's name", atMost: 300)
    let version = reader.optionalText("version", "the version that the facts are about", atMost: 80)
    let purpose = purpose(reader)
    let description = reader.optionalText("description", "what the tool is, for readers", atMost: 4000)
    let pricing = reader.node("pricing").flatMap { Self.pricing($0, log: log) }
    let facts = reader.node("facts").flatMap { Self.facts($0, reader: reader) } ?? []
    guard let slug, let name, let tagline, let category else { return nil }
    return Dossier(
      slug: slug, name: name.onOneLine(), tagline: tagline.onOneLine(), category: category.onOneLine(),
      homepage: homepage?.onOneLine(), licence: licence?.onOneLine(), version: version?.onOneLine(), purpose: purpose,
      pricing: pricing, facts: facts, description: description ?? "")
  }

  /// Ends sentences that a persona begins, so it has to be part of one.
  private static func purpose(_ reader: FieldReader) -> String? {
    guard let text = reader.optionalText("purpose", "what a team uses it for", atMost: 120)?.onOneLine() else {
      return nil
    }
    let words = text.split(whereSeparator: \.isWhitespace)
    if text.last.map({ ".!?:;,".contains($0) }) ?? false || words.first?.lowercased() == "to" || words.count < 2 {
      reader.refuse(
        "purpose", found: quoted(text), expected: "words that end “software to …”, without a full stop",
        remedy: "Like: search the files of a project for a pattern.")
      return nil
    }
    return text
  }

  private static func pricing(_ node: YAMLNode, log: ProblemLog) -> Pricing? {
    guard let reader = FieldReader(node, "pricing", path: "pricing", keys: pricingKeys, log: log) else { return nil }
    let label = reader.text("label", "one word, like Free, Freemium or Paid", atMost: 40)
    let entry = reader.text("entry", "the lowest price with its unit, like $0 or $20 per seat and month", atMost: 200)
    let plans = reader.texts("plans", "a plan with its price as text", atMost: 300, count: 50) ?? []
    let source = reader.text(
      "source", "an address or document with version", atMost: 1000, remedy: "Add where the price was read.")
    let retrieved = reader.date("retrieved", remedy: "Add the day on which the price was read.")
    guard let label, let entry, let source, let retrieved else { return nil }
    return Pricing(
      label: label.onOneLine(), entry: entry.onOneLine(), plans: plans.map { $0.onOneLine() },
      source: source.onOneLine(), retrieved: retrieved)
  }

  private static func facts(_ node: YAMLNode, reader: FieldReader) -> [Evidence]? {
    reader.list(node, at: "facts", "a list of facts, each with text, source and retrieved", count: mostFacts)?
      .enumerated().compactMap { fact($0.element, number: $0.offset + 1, log: reader.log) }
  }

  private static func fact(_ node: YAMLNode, number: Int, log: ProblemLog) -> Evidence? {
    guard let reader = FieldReader(node, "a fact", path: "facts[\(number)]", keys: factKeys, log: log) else {
      return nil
    }
    let text = reader.text("text", "one sentence or two", atMost: longestFact)
    let source = reader.text(
      "source", "an address or document with version", atMost: 1000, remedy: "Add where the fact was read.")
    let retrieved = reader.date("retrieved", remedy: "Add the day on which the fact was read.")
    let isVendorText = reader.flag("vendor", "whether the vendor wrote it about itself")
    guard let text, let source, let retrieved else { return nil }
    return Evidence(
      id: EvidenceID(number), text: text.onOneLine(), source: source.onOneLine(), retrieved: retrieved,
      isVendorText: isVendorText)
  }
}
