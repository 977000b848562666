import Inference

/// Servers that follow OpenAI's `/v1/chat/completions`.
///
/// Where the server continues an assistant message (vLLM, llama-server) our turn is that message, so lead-ins are
/// prefilled as they are. Where it does not, the model is asked for an answer that begins with the lead-in, which is then
/// taken off again.
struct OpenAIDialect: Dialect {
  /// What this server can do beyond the common part.
  struct Traits: Hashable, Sendable {
    /// `continue_final_message`.
    var continuesTurn = false
    /// `top_logprobs`; where they are missing, a distribution is estimated from samples.
    var listsProbabilities = false
    /// `top_k`, `min_p` and the repetition penalty.
    var knowsAllSampling = false
    /// vLLM's `/tokenize` takes a chat.
    var countsTokens = false
  }

  let link: EndpointLink
  let model: String
  let traits: Traits
  let identity: BackendIdentity
  let contextLength: Int?
  let slots: Int
  let path = "/v1/chat/completions"

  /// The most that OpenAI's interface lists, and vLLM's by default.
  static let candidateCount = 20
  /// Answers that a distribution is estimated from where none can be read.
  static let sampleCount = 8

  var capabilities: BackendCapabilities {
    BackendCapabilities(
      contextLength: contextLength, isDeterministic: false, readsDistributions: traits.listsProbabilities)
  }

  func prepare(_ messages: [ChatMessage]) async throws -> PreparedChat { PreparedChat(messages: messages) }

  func text(
    _ chat: PreparedChat, after turn: Turn, limit: TextLimit, sampling: Sampling, emit: (String) -> Void
  ) async throws -> (GeneratedText, CallUsage) {
    var body = body(
      chat, turn,
      asking: "Write one line that begins with exactly these words and goes on from there: \(turn.leadIn.trimmed)",
      tokens: limit.tokenLimit + (traits.continuesTurn ? 0 : turn.leadIn.count), sampling)
    body.stream = true
    body.streamOptions = .init()
    var limiter = TextLimiter(limit)
    var stripper = LeadInStripper(traits.continuesTurn ? "" : turn.leadIn)
    var usage = CallUsage()
    var result: GeneratedText?
    var isEmpty = false
    func take(_ text: String) -> Bool {
      switch limiter.feed(text) {
      case .more(let delta):
        if !delta.isEmpty { emit(delta) }
        return false
      case .done(let delta, let text):
        if !delta.isEmpty { emit(delta) }
        result = text
      case .empty: isEmpty = true
      }
      return true
    }
    let wasDone = try await link.stream(path, body) { event in
      if event.data == "[DONE]" { return .done }
      let answer: OpenAIMessages.Answer = try link.decode(Array(event.data.utf8), from: path)
      if let error = answer.error { throw link.said(error, path) }
      usage.add(answer.usage)
      guard let choice = answer.choices?.first else { return .nothing }
      guard result == nil, !isEmpty else { return .nothing }
      if let content = choice.delta?.content, !content.isEmpty {
        if answer.usage == nil { usage.generated += 1 }
        if take(stripper.feed(content)) { return .done }
      }
      guard let reason = choice.finishReason else {
        return choice.delta?.content?.isEmpty == false ? .progress : .nothing
      }
      if take(stripper.end()) { return .done }
      guard reason == "stop" || reason == "length" else {
        throw link.malformed("ended the answer because of “\(reason)”", path)
      }
      result = reason == "length" ? limiter.cutOff() : limiter.end()
      isEmpty = result == nil
      return .progress
    }
    guard !isEmpty else { throw link.empty() }
    guard wasDone || result != nil, let result else { throw link.endedEarly(path) }
    return (result, usage)
  }

  func countTokens(_ chat: PreparedChat, with turn: Turn) async throws -> Int {
    guard traits.countsTokens else {
      throw EndpointFailure(
        InferenceError(
          .rejected, "\(link.place) has no way to count tokens without running the model.",
          remedy: "llama-server and vLLM have one."))
    }
    let hasTurn = !turn.text.isEmpty
    let body = OpenAIMessages.Tokenize(
      model: model, messages: messages(chat, turn), addGenerationPrompt: !hasTurn, continueFinalMessage: hasTurn)
    let answer: OpenAIMessages.TokenCount = try await link.call("/tokenize", body)
    return answer.count
  }

  /// The messages with our turn as the last.
  func messages(_ chat: PreparedChat, _ turn: Turn) -> [OpenAIMessages.Message] {
    let given = chat.messages.map { OpenAIMessages.Message(role: $0.role.rawValue, content: $0.text) }
    return turn.text.isEmpty ? given : given + [.init(role: "assistant", content: turn.text)]
  }

  /// A chat whose answer goes on after `turn`, or, where the server cannot do that, answers `question`.
  func body(
    _ chat: PreparedChat, _ turn: Turn, asking question: String, tokens: Int, _ sampling: Sampling
  ) -> OpenAIMessages.Chat {
    var body = OpenAIMessages.Chat(
      model: model, messages: [], maxTokens: tokens, temperature: sampling.temperature, topP: sampling.topP,
      seed: Int(truncatingIfNeeded: sampling.seed & 0x7FFF_FFFF))
    if traits.continuesTurn {
      body.messages = messages(chat, turn)
      body.addGenerationPrompt = turn.text.isEmpty
      body.continueFinalMessage = !turn.text.isEmpty
      body.chatTemplateKwargs = .init()
    } else {
      body.messages = messages(chat, Turn(before: turn.before))
      if turn.before.isEmpty, let last = body.messages.indices.last, body.messages[last].role == "user" {
        body.messages[last].content += "\n\(question)"
      } else {
        body.messages.append(.init(role: "user", content: question))
      }
    }
    if traits.knowsAllSampling {
      body.topK = sampling.topK == 0 ? -1 : sampling.topK
      body.minP = sampling.minP
      body.repetitionPenalty = sampling.repetitionPenalty
    }
    return body
  }
}

extension CallUsage {
  mutating func add(_ usage: OpenAIMessages.Answer.Usage?) {
    guard let usage else { return }
    prompt = max(prompt, usage.promptTokens ?? 0)
    computed += max(0, (usage.promptTokens ?? 0) - (usage.promptTokensDetails?.cachedTokens ?? 0))
    generated = max(generated, usage.completionTokens ?? 0)
  }
}
