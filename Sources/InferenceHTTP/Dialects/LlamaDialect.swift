import Inference

/// llama-server of llama.cpp, by its own API: `/props`, `/apply-template`, `/tokenize`, `/completion`.
///
/// The prompt is the rendered template and our turn behind it as one text, so a lead-in is prefilled exactly, and the
/// server's prompt cache finds what requests share.
struct LlamaDialect: Dialect {
  let link: EndpointLink
  let identity: BackendIdentity
  let capabilities: BackendCapabilities
  let slots: Int

  /// How many of the likeliest tokens are asked for, one after another, until all labels are among them.
  ///
  /// A label that is not even among the last number counts as likely as the least likely of those: an upper bound, whose
  /// error is below that token's probability, of the order of 1/16,384.
  static let candidateCounts = [64, 1024, 16_384]

  func prepare(_ messages: [ChatMessage]) async throws -> PreparedChat {
    let chat = LlamaMessages.Chat(messages: messages.map { .init(role: $0.role.rawValue, content: $0.text) })
    let rendered: LlamaMessages.RenderedChat = try await link.call("/apply-template", chat)
    return PreparedChat(messages: messages, rendered: rendered.prompt)
  }

  func text(
    _ chat: PreparedChat, after turn: Turn, limit: TextLimit, sampling: Sampling, emit: (String) -> Void
  ) async throws -> (GeneratedText, CallUsage) {
    let body = completion(
      .init(text: (chat.rendered ?? "") + turn.text), tokens: limit.tokenLimit, sampling: sampling, stream: true)
    var limiter = TextLimiter(limit)
    var usage = CallUsage()
    var result: GeneratedText?
    var isEmpty = false
    let wasDone = try await link.stream("/completion", body) { event in
      let answer: LlamaMessages.Answer = try link.decode(Array(event.data.utf8), from: "/completion")
      if let error = answer.error { throw link.said(error, "/completion") }
      usage.generated = answer.tokensPredicted ?? usage.generated
      usage.prompt = answer.tokensEvaluated ?? usage.prompt
      usage.computed = answer.timings?.promptN ?? usage.computed
      guard let content = answer.content else { throw link.malformed("sent an event without “content”", "/completion") }
      switch limiter.feed(content) {
      case .more(let delta): if !delta.isEmpty { emit(delta) }
      case .done(let delta, let text):
        if !delta.isEmpty { emit(delta) }
        result = text
        return .done
      case .empty:
        isEmpty = true
        return .done
      }
      guard answer.stop == true else { return .progress }
      result = answer.stopType == "limit" ? limiter.cutOff() : limiter.end()
      isEmpty = result == nil
      return .done
    }
    guard wasDone else { throw link.endedEarly("/completion") }
    guard !isEmpty, let result else { throw link.empty() }
    return (result, usage)
  }

  func distribution(
    _ chat: PreparedChat, after turn: Turn, over labels: [String], sampling: Sampling
  ) async throws -> ([Double], CallUsage) {
    let separator = ResponseField.separator(after: turn.text)
    let tokens = try await labelTokens(labels.map { separator + $0 }, after: turn.text)
    guard let trie = LabelTrie(tokens) else {
      throw EndpointFailure(
        InferenceError(.badRequest, "\(link.place): the model cannot tell the labels \(labels) apart by their tokens."))
    }
    let prompt = (chat.rendered ?? "") + turn.text
    var usage = CallUsage()
    var answers: [[Int]: [Int: Double]] = [:]
    for question in trie.questions {
      answers[question.prefix] = try await ask(question, after: prompt, usage: &usage)
    }
    return (trie.logProbabilities(answers), usage)
  }

  func countTokens(_ chat: PreparedChat, with turn: Turn) async throws -> Int {
    try await tokenize((chat.rendered ?? "") + turn.text, isPrompt: true).count
  }

  /// The model's distribution over the continuations of one point, before any sampling rule.
  private func ask(
    _ question: LabelTrie.Question, after prompt: String, usage: inout CallUsage
  ) async throws -> [Int: Double] {
    var listed: [Int: Double] = [:]
    for count in Self.candidateCounts where listed.isEmpty || !question.continuations.isSubset(of: listed.keys) {
      let body = completion(
        .init(text: prompt, tokens: question.prefix), tokens: 1, sampling: Sampling(temperature: 0), candidates: count)
      let answer: LlamaMessages.Answer = try await link.call("/completion", body)
      guard let candidates = answer.completionProbabilities?.first?.topLogprobs, !candidates.isEmpty else {
        throw link.malformed("answered without the probabilities that were asked for", "/completion")
      }
      if usage.prompt == 0 { usage.prompt = answer.tokensEvaluated ?? 0 }
      usage.computed += answer.timings?.promptN ?? 0
      listed = Dictionary(candidates.map { ($0.id, $0.logprob) }, uniquingKeysWith: max)
      if candidates.count < count { break }  // the whole vocabulary
    }
    let bound = listed.values.min() ?? -.infinity
    return Dictionary(uniqueKeysWithValues: question.continuations.map { ($0, listed[$0] ?? bound) })
  }

  /// Tokens of each label as they come after `turn`. Tokenized with the end of the turn before them, because some
  /// tokenizers treat the start of a text in their own way; by themselves where a token would reach across.
  private func labelTokens(_ labels: [String], after turn: String) async throws -> [[Int]] {
    let tail = String(turn.suffix(40))
    let before = try await tokenize(tail, isPrompt: false)
    var tokens: [[Int]] = []
    for label in labels {
      let joined = try await tokenize(tail + label, isPrompt: false)
      let isClean = !before.isEmpty && joined.starts(with: before)
      tokens.append(isClean ? Array(joined.dropFirst(before.count)) : try await tokenize(label, isPrompt: false))
    }
    return tokens
  }

  private func tokenize(_ text: String, isPrompt: Bool) async throws -> [Int] {
    let body = LlamaMessages.Tokenize(content: text, addSpecial: isPrompt, parseSpecial: isPrompt)
    let answer: LlamaMessages.Tokens = try await link.call("/tokenize", body)
    return answer.tokens
  }

  private func completion(
    _ prompt: LlamaMessages.Prompt, tokens: Int, sampling: Sampling, candidates: Int = 0, stream: Bool = false
  ) -> LlamaMessages.Completion {
    LlamaMessages.Completion(
      prompt: prompt, nPredict: tokens, temperature: sampling.temperature, topK: sampling.topK, topP: sampling.topP,
      minP: sampling.minP, repeatPenalty: sampling.repetitionPenalty, repeatLastN: sampling.repetitionWindow,
      seed: UInt32(truncatingIfNeeded: sampling.seed ^ (sampling.seed >> 32)), nProbs: candidates, stream: stream,
      timingsPerToken: stream)
  }
}

extension EndpointLink {
  func endedEarly(_ path: String) -> EndpointFailure {
    EndpointFailure(
      InferenceError(
        .malformedResponse, "\(place)\(path) ended its stream without an end mark.",
        remedy: "The endpoint probably failed in the middle of the answer; see its log."),
      retry: .later(nil))
  }

  func empty() -> EndpointFailure {
    EndpointFailure(
      InferenceError(
        .emptyOutput, "\(place): the model wrote nothing but white space.",
        remedy: "Try another seed or another model."))
  }
}
