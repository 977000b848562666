/// What one request came to: a value for every field, in the order of the request.
public struct InferenceResponse: Hashable, Sendable, Codable {
  public struct Field: Hashable, Sendable, Codable {
    public var id: String
    public var value: FieldValue
    public init(id: String, value: FieldValue) {
      self.id = id
      self.value = value
    }
  }

  public var fields: [Field]
  public var usage: TokenUsage

  public init(fields: [Field], usage: TokenUsage) {
    self.fields = fields
    self.usage = usage
  }

  public subscript(field: String) -> FieldValue? { fields.first { $0.id == field }?.value }
}

public enum FieldValue: Hashable, Sendable, Codable {
  case text(GeneratedText)
  case choice(ChoiceDistribution)
  case evidence([Int])
}

/// A free text without its lead-in.
public struct GeneratedText: Hashable, Sendable, Codable {
  public enum Finish: String, Hashable, Sendable, Codable {
    /// The model ended its turn or the line.
    case endOfText
    /// The first end of a sentence after enough words.
    case sentence
    /// Cut off at the limit; the last sentence may be incomplete.
    case wordLimit
  }

  public var text: String
  public var finish: Finish

  public init(text: String, finish: Finish) {
    self.text = text
    self.finish = finish
  }
}

/// The model's distribution over the labels of a choice.
public struct ChoiceDistribution: Hashable, Sendable, Codable {
  /// In the order of the request.
  public var labels: [String]
  /// Natural logarithms of the labels' probabilities, normalised over the labels, in the same order. A label of several
  /// tokens is scored whole.
  public var logProbabilities: [Double]

  public init(labels: [String], logProbabilities: [Double]) {
    precondition(labels.count == logProbabilities.count && !labels.isEmpty)
    self.labels = labels
    self.logProbabilities = logProbabilities
  }

  /// The likeliest label; of equals, the first.
  public var likeliest: String {
    var best = 0
    for i in logProbabilities.indices where logProbabilities[i] > logProbabilities[best] { best = i }
    return labels[best]
  }

  /// Natural logarithm of `label`'s probability; nil where `label` is not one of the labels.
  public func logProbability(of label: String) -> Double? {
    labels.firstIndex(of: label).map { logProbabilities[$0] }
  }
}

/// Tokens of one request, or summed over several.
public struct TokenUsage: Hashable, Sendable, Codable {
  /// Tokens of the prompt as the model saw it, lead-ins included.
  public var promptTokens: Int
  /// Those of them that were computed for this request rather than shared with another or taken from a cache.
  public var computedPromptTokens: Int
  /// Tokens that were sampled.
  public var generatedTokens: Int

  public init(promptTokens: Int = 0, computedPromptTokens: Int = 0, generatedTokens: Int = 0) {
    self.promptTokens = promptTokens
    self.computedPromptTokens = computedPromptTokens
    self.generatedTokens = generatedTokens
  }

  public static func + (a: Self, b: Self) -> Self {
    Self(
      promptTokens: a.promptTokens + b.promptTokens,
      computedPromptTokens: a.computedPromptTokens + b.computedPromptTokens,
      generatedTokens: a.generatedTokens + b.generatedTokens)
  }
}
