import PanelCore

/// What the columns of a CSV file mean, by their names in its first line.
///
/// | column | holds |
/// |---|---|
/// | `slug`, `name`, `tagline`, `category` | what the keys of a dossier hold; these four have to be there |
/// | `homepage`, `licence`, `version`, `purpose`, `description` | the same, may be missing |
/// | `pricing_label`, `pricing_entry`, `pricing_plans`, `pricing_source`, `pricing_retrieved` | the price; plans one a line |
/// | `fact_1`, `fact_1_source`, `fact_1_retrieved`, `fact_1_vendor`, `fact_2` … | one fact each |
/// | `facts` | facts one a line, in place of or after `fact_1` … |
/// | `source`, `retrieved` | of facts, and of the price, that have none of their own |
struct CSVColumns {
  enum Meaning: Hashable {
    case key(String)
    case pricing(String)
    case fact(Int, String)
    case facts
    case shared(String)
    case unknown
  }

  static let required = ["slug", "name", "tagline", "category"]
  private static let keys = required + ["homepage", "licence", "version", "purpose", "description"]
  private static let named =
    keys + DossierFile.pricingKeys.map { "pricing_\($0)" } + ["facts", "fact_1", "source", "retrieved"]

  let names: [String]
  let meanings: [Meaning]

  init(_ header: [String]) {
    names = header.map { $0.trimmingWhitespace().lowercased() }
    meanings = names.map(Self.meaning)
  }

  private static func meaning(_ name: String) -> Meaning {
    if keys.contains(name) { return .key(name) }
    if name == "facts" { return .facts }
    if name == "source" || name == "retrieved" { return .shared(name) }
    if name.hasPrefix("pricing_"), DossierFile.pricingKeys.contains(String(name.dropFirst(8))) {
      return .pricing(String(name.dropFirst(8)))
    }
    let parts = name.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts[0] == "fact", let number = Int(parts[1]),
      (1...DossierFile.mostFacts).contains(number)
    else { return .unknown }
    if parts.count == 2 { return .fact(number, "text") }
    let key = String(parts[2])
    return key != "text" && DossierFile.factKeys.contains(key) ? .fact(number, key) : .unknown
  }

  /// What is wrong with the header as a whole.
  func problems(file: String) -> [FormatError] {
    var errors: [FormatError] = []
    func add(_ code: FormatError.Code, _ name: String, _ found: String, _ remedy: String) {
      errors.append(FormatError(code, file: file, line: 1, keyPath: "the column \(name)", found: found, remedy: remedy))
    }
    for name in Self.required where !names.contains(name) {
      let near = NearestNames.of(name, in: unknown, limit: 1).first
      add(.missing, name, "missing", near.map { "Is it “\($0)”?" } ?? "Add it to the first line.")
    }
    for (index, name) in names.enumerated() where meanings[index] != .unknown && names[..<index].contains(name) {
      add(.duplicateKey, name, "there twice", "Keep one of them.")
    }
    let hasFacts = meanings.contains { if case .fact(_, "text") = $0 { true } else { $0 == .facts } }
    if !hasFacts {
      add(.missing, "facts", "missing", "Add “facts” with one fact a line, or “fact_1”, “fact_2” and so on.")
    }
    return errors
  }

  private var unknown: [String] { zip(names, meanings).filter { $0.1 == .unknown }.map(\.0) }

  /// Columns that mean nothing, said once.
  var notes: [String] {
    unknown.filter { !$0.isEmpty }.map { name in
      let near = NearestNames.of(name, in: Self.named, limit: 1).first
      return "The column “\(name)” is not used.\(near.map { " Did you mean “\($0)”?" } ?? "")"
    }
  }

  /// A row as the tree of a dossier.
  ///
  /// - Parameter columns: filled with the column of each path of the tree, for messages.
  func node(_ cells: [String], line: Int, columns: inout [String: String]) -> YAMLNode {
    let place = YAMLNode.Place(line: line, column: 1)
    func text(_ text: String) -> YAMLNode { YAMLNode(place: place, content: .text(text)) }
    func mapping(_ pairs: [(String, YAMLNode)]) -> YAMLNode {
      YAMLNode(place: place, content: .mapping(pairs.map { YAMLNode.Pair(key: $0.0, place: place, value: $0.1) }))
    }
    var pairs: [(String, YAMLNode)] = []
    var pricing: [(String, YAMLNode)] = []
    var shared: [String: String] = [:]
    var facts: [Int: [String: String]] = [:]
    var lines: [String] = []
    for (index, cell) in cells.enumerated() where !cell.allSatisfy(\.isWhitespace) {
      switch meanings[index] {
      case .key(let key): pairs.append((key, text(cell)))
      case .pricing("plans"):
        let plans = Self.lines(cell).map { text($0) }
        pricing.append(("plans", YAMLNode(place: place, content: .list(plans))))
      case .pricing(let key): pricing.append((key, text(cell)))
      case .fact(let number, let key): facts[number, default: [:]][key] = cell
      case .facts: lines = Self.lines(cell)
      case .shared(let key): shared[key] = cell
      case .unknown: break
      }
    }
    for key in DossierFile.pricingKeys { columns["pricing.\(key)"] = "pricing_\(key)" }
    if !pricing.isEmpty {
      for key in ["source", "retrieved"] where !pricing.contains(where: { $0.0 == key }) {
        if let value = shared[key] { pricing.append((key, text(value))) }
      }
      pairs.append(("pricing", mapping(pricing)))
    }
    var nodes: [YAMLNode] = []
    func add(_ fact: [String: String], column: (String) -> String) {
      for key in DossierFile.factKeys { columns["facts[\(nodes.count + 1)].\(key)"] = column(key) }
      let all = fact.merging(shared.filter { $0.key == "source" || $0.key == "retrieved" }) { own, _ in own }
      nodes.append(mapping(DossierFile.factKeys.compactMap { key in all[key].map { (key, text($0)) } }))
    }
    for (number, fact) in facts.sorted(by: { $0.key < $1.key }) {
      add(fact) { $0 == "text" ? "fact_\(number)" : "fact_\(number)_\($0)" }
    }
    for line in lines { add(["text": line]) { $0 == "text" ? "facts" : $0 } }
    if !nodes.isEmpty { pairs.append(("facts", YAMLNode(place: place, content: .list(nodes)))) }
    return mapping(pairs)
  }

  private static func lines(_ cell: String) -> [String] {
    cell.split(whereSeparator: \.isNewline).map { String($0) }.filter { !$0.allSatisfy(\.isWhitespace) }
  }
}
