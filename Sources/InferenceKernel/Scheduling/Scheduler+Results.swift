import Inference
import KernelSIMD
import ModelFiles

extension Scheduler {
  func finish(_ step: SchedulerStep) {
    for work in step.work {
      switch work {
      case .segment(let node, let rows): node.computed += rows
      case .tail(let request, let rows): request.computed += rows
      }
    }
    step.borrowed.forEach(pass.pool.release)
    var (full, some) = (0, 0)
    for (answer, output) in zip(step.answers, step.batch.outputs) {
      let request: ActiveRequest
      var question: LabelTrie.Question?
      switch answer {
      case .tail(let owner): request = owner
      case .branch(let owner, let asked): (request, question) = (owner, asked)
      }
      switch output.output {
      case .all:
        take(pass.fullLogits(full), request, question)
        full += 1
      case .tokens(let tokens):
        let logits = pass.someLogits(some)
        some += 1
        let scores = Dictionary(uniqueKeysWithValues: zip(tokens.map(Int.init), logits.map(Double.init)))
        note(scores, request, question)
      }
    }
  }

  func take(
    _ logits: UnsafeMutablePointer<Float>, _ request: ActiveRequest, _ question: LabelTrie.Question?
  ) {
    switch request.phase {
    case .opening: break
    case .writing: write(logits, request)
    case .choosing(let choosing):
      let asked = question ?? choosing.open.first(where: \.prefix.isEmpty)
      let tokens = asked?.continuations ?? []
      let scores = tokens.map { ($0, pass.logProbability(of: Int32($0), in: logits)) }
      note(Dictionary(uniqueKeysWithValues: scores), request, question)
    }
  }

  /// Scores of one question; the field is done when none is open.
  func note(_ scores: [Int: Double], _ request: ActiveRequest, _ question: LabelTrie.Question?) {
    guard case .choosing(var choosing) = request.phase else { return }
    let prefix = question?.prefix ?? []
    choosing.answers[prefix] = scores
    choosing.open.removeAll { $0.prefix == prefix }
    request.phase = .choosing(choosing)
    if choosing.open.isEmpty { decide(request) }
  }

  /// All labels are scored.
  func decide(_ request: ActiveRequest) {
    guard case .choosing(let choosing) = request.phase else { return }
    let logProbabilities = choosing.trie.logProbabilities(choosing.answers)
    switch request.field.kind {
    case .choice(let labels):
      let distribution = ChoiceDistribution(labels: labels, logProbabilities: logProbabilities)
      close(request, .choice(distribution), adding: distribution.likeliest)
    case .evidence(let allowed, let atMost):
      let chosen = EvidenceSelection.choose(from: allowed, logProbabilities: logProbabilities, atMost: atMost)
      close(request, .evidence(chosen), adding: EvidenceSelection.text(chosen))
    case .text: break
    }
  }

  func write(_ logits: UnsafeMutablePointer<Float>, _ request: ActiveRequest) {
    guard case .writing(var writing) = request.phase else { return }
    let sampling = request.request.sampling
    let token = Sampler(sampling: sampling, kernels: pass.kernels).next(
      logits, count: pass.configuration.vocabularyCount,
      recent: writing.tokens.suffix(max(0, sampling.repetitionWindow)),
      place: (request.fieldIndex, writing.tokens.count))
    request.usage.generatedTokens += 1
    let bytes = encoder.tokenizer.bytes(of: token)
    if let benchmarkTokens { return writeUnchecked(request, writing, token, bytes, benchmarkTokens) }
    // A control token in the middle of a text is an end too.
    guard !encoder.tokenizer.isEndOfGeneration(token), !bytes.isEmpty else {
      return endText(request, writing, writing.limiter.end())
    }
    writing.tokens.append(token)
    writing.bytes += bytes
    writing.byteCounts.append(writing.bytes.count)
    request.tail.append(token)
    switch writing.limiter.feed(writing.decoder.feed(bytes)) {
    case .more(let delta):
      if !delta.isEmpty { request.session.send(.text(request.request.id, field: request.field.id, delta: delta)) }
      if writing.tokens.count >= writing.tokenLimit { return endText(request, writing, writing.limiter.cutOff()) }
      request.phase = .writing(writing)
    case .done(let delta, let text):
      if !delta.isEmpty { request.session.send(.text(request.request.id, field: request.field.id, delta: delta)) }
      endText(request, writing, text)
    case .empty: endText(request, writing, nil)
    }
  }

  func writeUnchecked(
    _ request: ActiveRequest, _ writing: ActiveRequest.Writing, _ token: Int32, _ bytes: [UInt8], _ count: Int
  ) {
    var writing = writing
    writing.tokens.append(token)
    writing.bytes += bytes
    request.tail.append(token)
    request.phase = .writing(writing)
    guard writing.tokens.count >= count else { return }
    let text = String(decoding: writing.bytes, as: UTF8.self)
    close(request, .text(GeneratedText(text: text, finish: .wordLimit)), adding: text, spelled: writing.bytes.count)
  }

  func endText(_ request: ActiveRequest, _ writing: ActiveRequest.Writing, _ text: GeneratedText?) {
    guard let text else {
      let error = InferenceError(
        .emptyOutput, "The model wrote nothing for field \(request.field.id) of request \(request.request.id).")
      return fail(request, error)
    }
    // Tokens that spell the final text stay; what was written beyond its end, or spelled with other white space, goes.
    let final = Array(text.text.utf8)
    let isSpelled = writing.bytes.starts(with: final)
    let kept = isSpelled ? writing.byteCounts.prefix { $0 <= final.count }.count : 0
    request.tail.removeLast(writing.tokens.count - kept)
    let keptBytes = kept == 0 ? 0 : writing.byteCounts[kept - 1]
    close(request, .text(text), adding: text.text, spelled: keptBytes)
  }

  /// Ends a field whose value adds `text` to the turn, the first `spelled` bytes of which are in the tail already.
  func close(_ request: ActiveRequest, _ value: FieldValue, adding text: String, spelled: Int = 0) {
    let result = InferenceResponse.Field(id: request.field.id, value: value)
    request.results.append(result)
    request.session.send(.field(request.request.id, result))
    guard request.fieldIndex + 1 < request.request.fields.count else {
      let response = InferenceResponse(fields: request.results, usage: request.usage)
      leave(request)
      return request.session.send(.finished(request.request.id, response))
    }
    var added = text
    if case .text = value {} else { added = ResponseField.separator(after: request.turn) + text }
    request.fieldIndex += 1
    let leadIn = request.field.leadIn
    request.turn += added + leadIn
    let rest = String(decoding: added.utf8.dropFirst(spelled), as: UTF8.self) + leadIn
    let tokens = encoder.leadIn(rest)
    request.tail += tokens
    request.usage.promptTokens += tokens.count
    // The last token's output is wanted even if its keys and values are there already.
    request.computed = min(request.computed, request.tail.count - 1)
    request.phase = .opening
  }
}
