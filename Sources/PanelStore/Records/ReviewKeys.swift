public import PanelCore
import PanelFormats

/// What each seat's review of a tool depends on, as hashes: reviews with the same key say the same.
///
/// Hashed are the model's file (its name where the file is not known), tokenizer, inference program, prompts, settings,
/// seed, the tool's slug and dossier, and the persona with those before it, since a seat's answers are measured by theirs.
/// A persona that is added at the end changes no key of the others; one that is changed changes those after it.
public struct ReviewKeys: Hashable, Sendable {
  public struct Key: Hashable, Sendable {
    public var key: String
    public var personaSHA256: String
  }

  public let tool: ToolSlug
  public let dossierSHA256: String
  /// In the panel's order.
  public let keys: [Key]

  public init(run: RunInputs, panel: Panel, tool: ToolSlug, dossierSHA256: String) {
    self.tool = tool
    self.dossierSHA256 = dossierSHA256
    let common = ["panel.seat/1"] + run.common + [tool.rawValue, dossierSHA256]
    var before: [String] = []
    keys = panel.personas.map { persona in
      let hash = ContentHash.of(persona)
      before.append(hash)
      return Key(key: ContentHash.ofText((common + before).joined(separator: "\n")), personaSHA256: hash)
    }
  }

  /// The keys under which a session's reviews are stored. Seats after one that failed were not measured by it, and would
  /// say something else after one that did not: their reviews are kept, under keys that nobody looks for.
  public func keys(storing reviews: [Review]) -> [Key] {
    var isWhole = true
    return zip(keys, reviews).map { key, review in
      if review.vote == nil { isWhole = false }
      return isWhole ? key : Key(key: key.key + " beside a failed seat", personaSHA256: key.personaSHA256)
    }
  }

  /// The reviews that are there, in the panel's order; nil where one is missing.
  public func reviews(in sql: any SQLReading) throws -> [StoredReview?] {
    let found = try keys.map { try sql.review(inputKey: $0.key) }
    // A seat that is still to be computed is measured by what those before it wrote at first.
    guard let missing = found.lastIndex(where: { $0 == nil }) else { return found }
    return found.enumerated().map { $0 < missing && $1?.trace == nil ? nil : $1 }
  }
}

/// What one persona's answers about a pair of tools depend on.
public struct PairKeys: Hashable, Sendable {
  public let first: ToolSlug
  public let second: ToolSlug
  /// In the panel's order.
  public let keys: [String]

  public init(
    run: RunInputs, panel: Panel, first: (tool: ToolSlug, dossierSHA256: String),
    second: (tool: ToolSlug, dossierSHA256: String)
  ) {
    self.first = first.tool
    self.second = second.tool
    let common =
      ["panel.pair/1"] + run.common
      + [first.tool.rawValue, first.dossierSHA256, second.tool.rawValue, second.dossierSHA256]
    keys = panel.personas.map { ContentHash.ofText((common + [ContentHash.of($0)]).joined(separator: "\n")) }
  }
}

extension RunInputs {
  /// What all answers of a run have in common, each part without line breaks.
  fileprivate var common: [String] {
    [
      backend, engine, modelSHA256 ?? "named \(modelName)", tokenizerSHA256 ?? "", "\(seed)", promptsSHA256,
      settingsSHA256,
    ]
    .map { $0.replacing("\n", with: " ") }
  }
}
