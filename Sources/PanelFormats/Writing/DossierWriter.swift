public import PanelCore

/// Writes dossiers as the files that ``DossierFile`` reads.
public enum DossierWriter {
  /// The YAML of a dossier. Reading it gives the dossier back, where all its facts have a date.
  public static func yaml(_ dossier: Dossier) -> String {
    var lines = [schemaLine]
    func add(_ key: String, _ value: String?, indent: String = "") {
      if let value, !value.isEmpty { lines.append("\(indent)\(key): \(YAMLText.scalar(value))") }
    }
    add("name", dossier.name)
    add("tagline", dossier.tagline)
    add("category", dossier.category)
    add("homepage", dossier.homepage)
    add("licence", dossier.licence)
    add("version", dossier.version)
    add("purpose", dossier.purpose)
    if let pricing = dossier.pricing {
      lines.append("pricing:")
      add("label", pricing.label, indent: "  ")
      add("entry", pricing.entry, indent: "  ")
      lines.append("  plans: [\(pricing.plans.map { YAMLText.scalar($0) }.joined(separator: ", "))]")
      add("source", pricing.source, indent: "  ")
      if let retrieved = pricing.retrieved { lines.append("  retrieved: \(retrieved)") }
    }
    lines.append(dossier.facts.isEmpty ? "facts: []" : "facts:")
    for fact in dossier.facts {
      lines.append("  - text: \(YAMLText.scalar(fact.text))")
      add("source", fact.source, indent: "    ")
      if let retrieved = fact.retrieved { lines.append("    retrieved: \(retrieved)") }
      if fact.isVendorText { lines.append("    vendor: true") }
    }
    add("description", dossier.description)
    return lines.joined(separator: "\n") + "\n"
  }

  /// A dossier to fill in, with what each key is for. It is read without errors, and lint says what is still to be done.
  ///
  /// - Parameters:
  ///   - name: the tool's name.
  ///   - today: the day that stands in the examples.
  public static func template(name: String, category: String = "Developer Tools", today: CalendarDate) -> String {
    """
    \(schemaLine)
    # The file's name without .yaml is the tool's slug. “panel tool lint” says what is still missing.
    name: \(YAMLText.scalar(name))
    # What the tool is, in one line and without praise.
    tagline: A tool to be described
    category: \(YAMLText.scalar(category))
    # homepage: https://…
    # licence: MIT
    # What the facts are about.
    # version: 1.2
    # What a team uses it for, as the facts have it; it ends “software to …”.
    # purpose: search the files of a project for a pattern
    # pricing:
    #   label: Free
    #   entry: $0
    #   plans: []
    #   source: https://… or a document with its version
    #   retrieved: \(today)
    # What is known of the tool. A review cites facts by their number, from 1: one sentence or two each, read in a
    # source, never from memory. “vendor: true” marks what the vendor says of itself.
    facts: []
    #  - text: It needs no server.
    #    source: README of version 1.2, section “Installing”
    #    retrieved: \(today)
    #  - text: The vendor says that it is twice as fast as version 1.1.
    #    source: release notes of version 1.2
    #    retrieved: \(today)
    #    vendor: true
    # description: A few sentences for readers of the page; not evidence.

    """
  }

  private static let schemaLine = "# yaml-language-server: $schema=../docs/schemas/dossier.schema.json"
}
