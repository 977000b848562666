/// One change of a dossier, for pairs of dossiers whose verdicts are compared.
public enum DossierEdit: Hashable, Sendable {
  public enum Order: String, Hashable, Sendable, CaseIterable {
    case reversed
    /// Begins in the middle.
    case rotated
    /// A fixed order that has nothing of the old one.
    case shuffled
  }

  /// The fact of this number, counted in the dossier as it was, gets another text.
  case replace(Int, String)
  /// A new fact at the end, not the vendor's.
  case add(String)
  case drop(Int)
  case order(Order)
  /// Another name, wherever the old one stands as a word.
  case rename(String)
  case licence(String)
  /// Another entry price.
  case price(String)
}

extension Dossier {
  /// The dossier after `edits`, its facts numbered anew.
  ///
  /// - Returns: nil where an edit names a fact that is not there.
  public func edited(_ edits: [DossierEdit]) -> Dossier? {
    var dossier = self
    for edit in edits {
      switch edit {
      case .replace(let number, let text):
        guard let index = dossier.facts.firstIndex(where: { $0.id.rawValue == number }) else { return nil }
        dossier.facts[index].text = text
        // What the vendor said is gone with its text.
        dossier.facts[index].isVendorText = false
      case .add(let text):
        dossier.facts.append(
          Evidence(
            id: EvidenceID((dossier.facts.map(\.id.rawValue).max() ?? 0) + 1), text: text,
            source: dossier.facts.first?.source ?? "", retrieved: dossier.facts.first?.retrieved))
      case .drop(let number):
        guard let index = dossier.facts.firstIndex(where: { $0.id.rawValue == number }) else { return nil }
        dossier.facts.remove(at: index)
      case .order(let order): dossier.facts = order.applied(to: dossier.facts)
      case .rename(let name): dossier.rename(to: name)
      case .licence(let licence): dossier.licence = licence
      case .price(let entry): dossier.pricing?.entry = entry
      }
    }
    for index in dossier.facts.indices { dossier.facts[index].id = EvidenceID(index + 1) }
    return dossier
  }

  private mutating func rename(to new: String) {
    let old = name
    func renamed(_ text: String) -> String {
      var parts: [Substring] = []
      var rest = text[...]
      while let range = rest.firstRange(of: old) {
        func isWord(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber } ?? false }
        let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : nil
        let after = range.upperBound < text.endIndex ? text[range.upperBound] : nil
        parts.append(rest[..<range.lowerBound])
        parts.append(isWord(before) || isWord(after) ? rest[range] : new[...])
        rest = rest[range.upperBound...]
      }
      return (parts + [rest]).joined()
    }
    name = new
    tagline = renamed(tagline)
    purpose = purpose.map(renamed)
    description = renamed(description)
    for index in facts.indices { facts[index].text = renamed(facts[index].text) }
  }
}

extension DossierEdit.Order {
  func applied(to facts: [Evidence]) -> [Evidence] {
    switch self {
    case .reversed: return facts.reversed()
    case .rotated: return Array(facts[(facts.count / 2)...] + facts[..<(facts.count / 2)])
    case .shuffled:
      // Steps of 7 through a list whose length 7 does not divide reach every place once.
      guard facts.count % 7 != 0 else {
        return DossierEdit.Order.reversed.applied(to: Array(facts[1...] + facts[..<1]))
      }
      return facts.indices.map { facts[($0 * 7 + 3) % facts.count] }
    }
  }
}
