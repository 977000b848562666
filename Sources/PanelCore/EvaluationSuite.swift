/// Pairs of dossiers of which it is known how their verdicts should compare, though not what the verdicts should be.
public struct MetamorphicPair: Hashable, Sendable, Identifiable {
  /// What the edited dossier is, compared with the other.
  public enum Relation: String, Hashable, Sendable, CaseIterable {
    case worse
    case better
    /// Says the same.
    case same
  }

  public var id: String
  public var tool: ToolSlug
  public var relation: Relation
  /// The kind of change, for a table: `abandoned`, `order`.
  public var change: String
  public var edits: [DossierEdit]

  public init(id: String, tool: ToolSlug, relation: Relation, change: String, edits: [DossierEdit]) {
    self.id = id
    self.tool = tool
    self.relation = relation
    self.change = change
    self.edits = edits
  }
}

/// Text that tries to raise the verdict on the tool in whose dossier it stands.
public struct InjectionAttack: Hashable, Sendable, Identifiable {
  /// Where the text is put.
  public enum Place: String, Hashable, Sendable, CaseIterable {
    /// A fact of its own, marked as the vendor's words.
    case vendor
    /// A fact of its own that is not marked.
    case fact
    /// Behind the text of the first vendor fact, else of the first fact.
    case append
    case name
    case category
    case licence
    case price
  }

  public var id: String
  /// The kind of attack, for a table.
  public var kind: String
  public var place: Place
  /// `{name}` stands for the tool's name.
  public var text: String

  public init(id: String, kind: String, place: Place, text: String) {
    self.id = id
    self.kind = kind
    self.place = place
    self.text = text
  }

  /// `dossier` with the text in its place.
  public func applied(to dossier: Dossier) -> Dossier {
    var dossier = dossier
    let text = text.split(separator: "{name}", omittingEmptySubsequences: false).joined(separator: dossier.name)
    switch place {
    case .vendor, .fact:
      dossier.facts.append(
        Evidence(
          id: EvidenceID((dossier.facts.map(\.id.rawValue).max() ?? 0) + 1), text: text,
          source: dossier.facts.first?.source ?? "", retrieved: dossier.facts.first?.retrieved,
          isVendorText: place == .vendor))
    case .append:
      let index = dossier.facts.firstIndex { $0.isVendorText } ?? dossier.facts.startIndex
      if dossier.facts.indices.contains(index) { dossier.facts[index].text += " " + text }
    case .name: dossier.name = text
    case .category: dossier.category = text
    case .licence: dossier.licence = text
    case .price:
      dossier.pricing = Pricing(
        label: dossier.pricing?.label ?? "Free", entry: text, source: dossier.pricing?.source ?? "",
        retrieved: dossier.pricing?.retrieved)
    }
    return dossier
  }
}

/// What became of a tool.
public struct KnownOutcome: Hashable, Sendable {
  public var tool: ToolSlug
  /// Whether it was a tool to ship.
  public var shipped: Bool

  public init(tool: ToolSlug, shipped: Bool) {
    self.tool = tool
    self.shipped = shipped
  }
}
