/// Bodies of llama-server's own API (keys in snake case there; `tools/server/README.md` of llama.cpp, build 11434).
enum LlamaMessages {
  struct Chat: Encodable, Sendable {
    struct Message: Encodable, Sendable {
      var role: String
      var content: String
    }
    /// Models that think before they answer would do so inside our prefilled turn.
    struct TemplateArguments: Encodable, Sendable { var enableThinking = false }
    var messages: [Message]
    var chatTemplateKwargs = TemplateArguments()
  }

  struct RenderedChat: Decodable, Sendable { var prompt: String }

  struct Tokenize: Encodable, Sendable {
    var content: String
    var addSpecial: Bool
    var parseSpecial: Bool
  }

  struct Tokens: Decodable, Sendable { var tokens: [Int] }

  /// A text followed by tokens, which the server joins into one prompt.
  struct Prompt: Encodable, Sendable {
    var text: String
    var tokens: [Int] = []

    func encode(to encoder: any Encoder) throws {
      if tokens.isEmpty {
        var container = encoder.singleValueContainer()
        try container.encode(text)
      } else {
        var container = encoder.unkeyedContainer()
        try container.encode(text)
        try container.encode(contentsOf: tokens)
      }
    }
  }

  struct Completion: Encodable, Sendable {
    var prompt: Prompt
    var nPredict: Int
    var temperature: Double
    var topK: Int
    var topP: Double
    var minP: Double
    var repeatPenalty: Double
    var repeatLastN: Int
    var seed: UInt32
    var nProbs: Int
    var stream: Bool
    var cachePrompt = true
    /// A stream that we close early has then told already how much of the prompt was cached.
    var timingsPerToken: Bool
  }

  /// A whole answer, or one event of a stream.
  struct Answer: Decodable, Sendable {
    struct Timings: Decodable, Sendable { var promptN: Int? }
    struct Token: Decodable, Sendable {
      struct Candidate: Decodable, Sendable {
        var id: Int
        var logprob: Double
      }
      var topLogprobs: [Candidate]?
    }
    var content: String?
    var stop: Bool?
    var stopType: String?
    var tokensPredicted: Int?
    var tokensEvaluated: Int?
    var timings: Timings?
    var completionProbabilities: [Token]?
    var error: JSONValue?
  }
}

extension UnkeyedEncodingContainer {
  mutating func encode(contentsOf numbers: [Int]) throws { for number in numbers { try encode(number) } }
}
