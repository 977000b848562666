/// One field of a response: what the model is to fill in after the lead-in.
public struct ResponseField: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Free text on one line.
    case text(TextLimit)
    /// Exactly one of the labels. The value is the distribution over all of them; the turn goes on with the likeliest.
    case choice([String])
    /// Numbers of evidence, at most `atMost` of `allowed`. The turn goes on with the chosen numbers as `1, 4`.
    case evidence(allowed: [Int], atMost: Int)
  }

  /// Unique within the request.
  public var id: String
  /// Text put into the answer before the value: prefilled, never sampled. Carries whatever separates it from the field
  /// before. It does not end in a space: the tokens of a model carry the space before a word.
  public var leadIn: String
  public var kind: Kind

  public init(id: String, leadIn: String, kind: Kind) {
    self.id = id
    self.leadIn = leadIn
    self.kind = kind
  }
}

/// Where a free text ends: at a line break, at the model's end of turn, at the first end of a sentence once
/// `enoughWords` words are written, or, cut off, after `maxWords` words.
public struct TextLimit: Hashable, Sendable, Codable {
  /// Words after which the end of a sentence ends the text.
  public var enoughWords: Int
  /// Words after which the text is cut off; see ``GeneratedText/Finish/wordLimit``.
  public var maxWords: Int

  public init(enoughWords: Int, maxWords: Int) {
    self.enoughWords = enoughWords
    self.maxWords = maxWords
  }
}

/// How tokens are drawn from a model's distribution.
public struct Sampling: Hashable, Sendable, Codable {
  /// 0 takes the likeliest token always.
  public var temperature: Double
  /// Keeps the `topK` likeliest tokens; 0 keeps all.
  public var topK: Int
  /// Keeps the smallest set of likeliest tokens that holds this probability (nucleus sampling, arXiv 1904.09751).
  public var topP: Double
  /// Drops tokens less likely than this share of the likeliest (arXiv 2407.01082).
  public var minP: Double
  /// Divides positive logits, multiplies negative ones, of tokens seen in the last `repetitionWindow` generated tokens
  /// (CTRL, arXiv 1909.05858, section 4.1). 1 is off.
  public var repetitionPenalty: Double
  /// Generated tokens that the penalty looks back on.
  public var repetitionWindow: Int
  /// With the request's messages and fields it fixes the whole response, on backends that are deterministic.
  public var seed: UInt64

  public init(
    temperature: Double = 0.3, topK: Int = 40, topP: Double = 0.95, minP: Double = 0.05,
    repetitionPenalty: Double = 1.1, repetitionWindow: Int = 64, seed: UInt64 = 1
  ) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
    self.repetitionWindow = repetitionWindow
    self.seed = seed
  }
}
