import Foundation
public import Inference

/// What a caller can choose about a session.
public struct SessionOptions: Hashable, Sendable, Codable {
  /// When the personas are asked which of two tools they prefer.
  public enum HeadToHeadRule: String, Hashable, Sendable, Codable {
    case onTie = "on_tie"
    case always
    case never
  }

  /// With everything else it fixes the session, on backends that are deterministic.
  public var seed: UInt64
  /// Texts generated for each move, of which the best supported is kept; P(ship) is averaged over them.
  public var samples: Int
  /// Texts of which the best is kept for each move, where ``samples`` asks for no more. One: on 108 moves that a reader had
  /// scored, Qwen2.5-Coder 1.5B's own answer whether a text follows told good ones from bad ones hardly better than chance
  /// (AUC 0.61 to 0.67 over four ways to ask), and asking takes a quarter of a session.
  public var drafts: Int
  /// How the texts of moves are drawn; its seed is replaced by one derived from ``seed``.
  public var sampling: Sampling
  public var vendorText: VendorTextOptions
  /// How weights and vote become P(ship); nil takes what was fitted for the backend's model.
  public var combination: VoteCombination?
  public var limits: MoveLimits
  public var headToHead: HeadToHeadRule
  public var labels: SessionLabels
  /// Facts given to a move to rest on.
  public var factsPerMove: Int
  /// Most facts that an answer cites of itself.
  public var citations: Int
  /// Whether the model writes every answer itself, where else the personas' readings say what a quoted fact means.
  public var ownWords: Bool

  /// Texts generated for each move.
  var texts: Int { max(samples, drafts) }

  public init(
    seed: UInt64 = 1, samples: Int = 1, drafts: Int = 1, sampling: Sampling = Sampling(),
    vendorText: VendorTextOptions = VendorTextOptions(), combination: VoteCombination? = nil,
    limits: MoveLimits = MoveLimits(), headToHead: HeadToHeadRule = .onTie, labels: SessionLabels = SessionLabels(),
    factsPerMove: Int = 3, citations: Int = 2, ownWords: Bool = false
  ) {
    self.seed = seed
    self.samples = max(1, samples)
    self.drafts = max(1, drafts)
    self.sampling = sampling
    self.vendorText = vendorText
    self.combination = combination
    self.limits = limits
    self.headToHead = headToHead
    self.labels = labels
    self.factsPerMove = max(1, factsPerMove)
    self.citations = max(1, citations)
    self.ownWords = ownWords
  }
}

extension SessionOptions {
  /// All settings that a review depends on beside the seed, as JSON with sorted keys: the same settings give the same
  /// text. When personas are asked head to head changes no review.
  public func reviewSettings() throws -> String {
    struct Settings: Codable {
      var answers: Int
      var options: SessionOptions
      /// Of the fitted parameters, where they decide.
      var fitted: String?
    }
    var options = self
    options.seed = 0
    options.headToHead = .onTie
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let fitted = combination == nil ? FittedCombinations.builtin.text : nil
    let settings = Settings(answers: ReviewSession.answersVersion, options: options, fitted: fitted)
    return String(decoding: try encoder.encode(settings), as: UTF8.self)
  }

  /// Options from the text of ``reviewSettings()``.
  ///
  /// - Throws: `DecodingError` for settings of a version that had others.
  public static func reading(_ settings: String, seed: UInt64) throws -> SessionOptions {
    struct Settings: Codable { var options: SessionOptions }
    var options = try JSONDecoder().decode(Settings.self, from: Data(settings.utf8)).options
    options.seed = seed
    return options
  }
}
