/// Bodies of OpenAI's chat completions, with keys in snake case there, and the additions of vLLM that we use.
enum OpenAIMessages {
  struct Message: Encodable, Sendable {
    var role: String
    var content: String
  }

  struct Chat: Encodable, Sendable {
    struct StreamOptions: Encodable, Sendable { var includeUsage = true }
    struct TemplateArguments: Encodable, Sendable { var enableThinking = false }
    var model: String
    var messages: [Message]
    var maxTokens: Int
    var temperature: Double
    var topP: Double
    var seed: Int
    var stream = false
    var streamOptions: StreamOptions?
    var logprobs: Bool?
    var topLogprobs: Int?
    var responseFormat: ResponseFormat?
    // Beyond OpenAI: sent only to servers that know them.
    var addGenerationPrompt: Bool?
    var continueFinalMessage: Bool?
    var topK: Int?
    var minP: Double?
    var repetitionPenalty: Double?
    var chatTemplateKwargs: TemplateArguments?
  }

  /// `{"type": "json_schema", …}` for an object whose `answer` is one of the labels.
  struct ResponseFormat: Encodable, Sendable {
    struct JSONSchema: Encodable, Sendable {
      var name = "answer"
      var strict = true
      /// Not a structure of ours: the keys of JSON Schema are not in snake case.
      var schema: JSONValue
    }
    var type = "json_schema"
    var jsonSchema: JSONSchema

    init(labels: [String]) {
      jsonSchema = JSONSchema(
        schema: .object([
          "type": .string("object"), "required": .array([.string("answer")]), "additionalProperties": .bool(false),
          "properties": .object([
            "answer": .object(["type": .string("string"), "enum": .array(labels.map { .string($0) })])
          ]),
        ]))
    }
  }

  struct LabelAnswer: Decodable, Sendable { var answer: String }

  /// A whole answer, or one event of a stream.
  struct Answer: Decodable, Sendable {
    struct Content: Decodable, Sendable { var content: String? }
    struct Logprobs: Decodable, Sendable { var content: [Token]? }
    struct Token: Decodable, Sendable {
      struct Candidate: Decodable, Sendable {
        var token: String
        var logprob: Double
      }
      var topLogprobs: [Candidate]?
    }
    struct Choice: Decodable, Sendable {
      var message: Content?
      var delta: Content?
      var logprobs: Logprobs?
      var finishReason: String?
    }
    struct Usage: Decodable, Sendable {
      struct Details: Decodable, Sendable { var cachedTokens: Int? }
      var promptTokens: Int?
      var completionTokens: Int?
      var promptTokensDetails: Details?
    }
    var choices: [Choice]?
    var usage: Usage?
    var error: JSONValue?
  }

  struct Tokenize: Encodable, Sendable {
    var model: String
    var messages: [Message]
    var addGenerationPrompt: Bool
    var continueFinalMessage: Bool
  }

  struct TokenCount: Decodable, Sendable { var count: Int }
}
