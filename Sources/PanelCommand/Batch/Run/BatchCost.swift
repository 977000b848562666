import Foundation
import Inference
import PanelFormats

/// What a job cost, as the log keeps it.
struct BatchCost: Hashable, Sendable, Codable {
  var seconds = 0.0
  var promptTokens = 0
  var computedPromptTokens = 0
  var generatedTokens = 0
  /// Seats that were taken from the store.
  var reused = 0
  /// RFC 3339.
  var started = ""

  enum CodingKeys: String, CodingKey {
    case seconds
    case promptTokens = "prompt_tokens"
    case computedPromptTokens = "computed_prompt_tokens"
    case generatedTokens = "generated_tokens"
    case reused, started
  }

  func json() throws -> String { try StableJSON.line(self) }

  static func read(_ text: String?) -> BatchCost {
    text.flatMap { try? JSONDecoder().decode(BatchCost.self, from: Data($0.utf8)) } ?? BatchCost()
  }
}
