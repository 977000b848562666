import PanelCore
import PanelFormats
import PanelStore

/// What each seat's review of a tool depends on, as hashes: reviews with the same key say the same.
struct SeatKeys: Sendable {
  struct Key: Hashable, Sendable {
    var key: String
    var personaSHA256: String
  }

  let tool: ToolSlug
  /// In the panel's order.
  let keys: [Key]

  init(run: RunInputs, panel: Panel, tool: ToolSlug, dossierSHA256: String) {
    self.tool = tool
    let common = [
      "panel.seat/1", run.backend, run.engine, run.modelName, run.modelSHA256 ?? "", run.tokenizerSHA256 ?? "",
      "\(run.seed)", run.promptsSHA256, run.settingsSHA256, run.version, tool.rawValue, dossierSHA256,
    ]
    var before: [String] = []
    keys = panel.personas.map { persona in
      let hash = ContentHash.of(persona)
      // A seat's answers are measured by those of the seats before it.
      before.append(hash)
      return Key(key: ContentHash.ofText((common + before).joined(separator: "\n")), personaSHA256: hash)
    }
  }

  /// Complete reviews of all seats; nil where one is missing.
  func reviews(in sql: any SQLReading) throws -> [StoredReview]? {
    var found: [StoredReview] = []
    for key in keys {
      guard let review = try sql.review(inputKey: key.key) else { return nil }
      found.append(review)
    }
    return found
  }
}
