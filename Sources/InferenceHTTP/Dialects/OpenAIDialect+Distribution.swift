import Foundation
import Inference

extension OpenAIDialect {
  func distribution(
    _ chat: PreparedChat, after turn: Turn, over labels: [String], sampling: Sampling
  ) async throws -> ([Double], CallUsage) {
    traits.listsProbabilities
      ? try await read(chat, turn, labels, sampling) : try await estimate(chat, turn, labels, sampling)
  }

  /// From the probabilities that the server lists.
  private func read(
    _ chat: PreparedChat, _ turn: Turn, _ labels: [String], _ sampling: Sampling
  ) async throws -> ([Double], CallUsage) {
    var scorer = TextLabels(labels, isLenient: !traits.continuesTurn)
    var usage = CallUsage()
    var bound = 0.0
    let separator = ResponseField.separator(after: turn.text)
    while let point = scorer.next() {
      var turn = turn
      if point.isSeparated || !point.written.isEmpty { turn.leadIn += separator + point.written }
      var body = body(
        chat, turn, asking: question(turn, labels), tokens: 1, Sampling(temperature: 0, topK: 0, topP: 1, minP: 0))
      body.repetitionPenalty = nil
      body.logprobs = true
      body.topLogprobs = Self.candidateCount
      let answer: OpenAIMessages.Answer = try await link.call(path, body)
      guard let listed = answer.choices?.first?.logprobs?.content?.first?.topLogprobs, !listed.isEmpty else {
        throw link.malformed("answered without the probabilities that were asked for", path)
      }
      usage.add(answer.usage)
      bound = min(bound, point.logProbability + (listed.map(\.logprob).min() ?? 0))
      scorer.take(
        listed.map { (text: $0.token, logProbability: $0.logprob) }, at: point, canContinue: traits.continuesTurn)
    }
    usage.generated = 0
    guard let logs = scorer.logProbabilities(bound: bound) else {
      throw EndpointFailure(
        InferenceError(
          .invalidOutput,
          "\(link.place): none of the \(Self.candidateCount) likeliest tokens begins one of the labels "
            + "\(labels.map { "“\($0)”" }.joined(separator: ", ")).",
          remedy: "The model does not answer the question; another model may."))
    }
    return (logs, usage)
  }

  /// From how often each label is answered, with half an answer added to each (Krichevsky and Trofimov, 1981), so that a
  /// label that never came is unlikely rather than impossible.
  private func estimate(
    _ chat: PreparedChat, _ turn: Turn, _ labels: [String], _ sampling: Sampling
  ) async throws -> ([Double], CallUsage) {
    var counts = labels.map { _ in 0.5 }
    var usage = CallUsage()
    for sample in 0..<Self.sampleCount {
      let drawn = Sampling(temperature: 1, topK: 0, topP: 1, minP: 0, seed: sampling.seed &+ UInt64(sample))
      var body = body(
        chat, turn, asking: question(turn, labels) + " Answer as JSON: {\"answer\": …}", tokens: 64, drawn)
      body.responseFormat = .init(labels: labels)
      let answer: OpenAIMessages.Answer = try await link.call(path, body)
      usage.add(answer.usage)
      counts[try index(of: answer, in: labels)] += 1
    }
    let total = counts.reduce(0, +)
    return (counts.map { log($0 / total) }, usage)
  }

  private func index(of answer: OpenAIMessages.Answer, in labels: [String]) throws -> Int {
    guard let choice = answer.choices?.first, let content = choice.message?.content else {
      throw link.malformed("answered without a message", path)
    }
    if choice.finishReason == "length" {
      throw EndpointFailure(
        InferenceError(.truncated, "\(link.place): the answer was cut off before its JSON was whole."))
    }
    if content.allSatisfy(\.isWhitespace) { throw link.empty() }
    guard let said = try? JSONDecoder().decode(OpenAIMessages.LabelAnswer.self, from: Data(content.utf8)),
      let index = labels.firstIndex(of: said.answer)
    else {
      let start = content.prefix(80).split(whereSeparator: \.isNewline).joined(separator: " ")
      throw EndpointFailure(
        InferenceError(.invalidOutput, "\(link.place): the model answered “\(start)”, which is none of the labels."))
    }
    return index
  }

  private func question(_ turn: Turn, _ labels: [String]) -> String {
    let choices = labels.joined(separator: ", ")
    let opening = turn.leadIn.trimmed
    return "Complete “\(opening)” with one of: \(choices). Write nothing but that."
  }
}
