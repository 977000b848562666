import Foundation
import Inference
import KernelSIMD
import ModelFiles

/// Decides what goes through the model next, and turns what comes out into events.
///
/// One step is one batch: first the next token of every text that is being written, then whatever part of prompts fits.
/// Prompts share segments through the prefix tree, so of a hundred requests on one dossier the dossier is computed once.
/// Used by one thread.
final class Scheduler {
  let pass: ForwardPass
  let tree: PrefixTree
  let contextLength: Int
  /// Makes every text exactly this many tokens long, whatever the model says, for benchmarks.
  var benchmarkTokens: Int?
  /// Batches so far.
  private(set) var stepCount = 0
  private var encoder: PromptEncoder
  private var waiting: [(session: Session, request: InferenceRequest)] = []
  private var nextWaiting = 0
  private var active: [ActiveRequest] = []

  /// Requests that are worked on at once; the rest wait.
  private var activeLimit: Int { pass.outputCapacity }

  init(pass: ForwardPass, encoder: PromptEncoder, contextLength: Int) {
    self.pass = pass
    self.encoder = encoder
    self.contextLength = contextLength
    tree = PrefixTree(pool: pass.pool)
  }

  var isIdle: Bool { active.isEmpty && nextWaiting == waiting.count }

  func submit(_ requests: [InferenceRequest], session: Session) {
    waiting += requests.map { (session, $0) }
  }

  /// Tokens of each prompt, first lead-in included.
  func countPromptTokens(_ requests: [InferenceRequest]) -> [Int] { requests.map { encoder.prompt($0).count } }

  /// One batch. Nothing where there is nothing to do.
  func step() {
    dropCancelled()
    admit()
    var step = Step(rowsLeft: pass.rowCapacity, outputsLeft: pass.outputCapacity)
    for request in active where request.isWriting { plan(request, &step) }
    for request in active where !request.isWriting { plan(request, &step) }
    guard !step.batch.isEmpty else {
      // Requests are admitted only if their pages can be had, so this is a fault of ours; never spin on it.
      for request in active { fail(request, InferenceError(.outOfMemory, "No pages are left for keys and values.")) }
      return
    }
    pass.run(step.batch)
    stepCount += 1
    finish(step)
  }

  // MARK: Admission

  private func dropCancelled() {
    for request in active where request.session.isCancelled {
      fail(request, InferenceError(.cancelled, "Request \(request.request.id) was cancelled."))
    }
  }

  private func admit() {
    while nextWaiting < waiting.count, active.count < activeLimit {
      let (session, request) = waiting[nextWaiting]
      guard !session.isCancelled else {
        session.send(.failed(request.id, InferenceError(.cancelled, "Request \(request.id) was cancelled.")))
        nextWaiting += 1
        continue
      }
      do {
        guard try admit(request, session) else { return }
      } catch {
        session.send(.failed(request.id, error))
      }
      nextWaiting += 1
    }
    if nextWaiting > 256, nextWaiting * 2 > waiting.count {
      waiting.removeFirst(nextWaiting)
      nextWaiting = 0
    }
  }

  /// False where the request has to wait for others to finish.
  private func admit(_ request: InferenceRequest, _ session: Session) throws(InferenceError) -> Bool {
    try RequestCheck.check(request)
    let prompt = encoder.prompt(request)
    guard let last = prompt.last else {
      throw InferenceError(.badRequest, "Request \(request.id) has an empty prompt.")
    }
    let longestAnswer = longestAnswer(request)
    guard prompt.count + longestAnswer <= contextLength else {
      throw InferenceError(
        .contextOverflow,
        "Request \(request.id) needs \(prompt.count) tokens of prompt and up to \(longestAnswer) of answer; the context has \(contextLength).",
        remedy: "Shorten the dossier, or take a model with a longer context.")
    }
    let own = longestAnswer / PagePool.positions + 4
    let node = tree.hold(prompt.dropLast())
    let committed = tree.heldPageNeed + active.reduce(own) { $0 + $1.reservedPages }
    guard committed <= pass.pool.pageCount else {
      tree.release(node)
      guard active.isEmpty else { return false }
      throw InferenceError(
        .outOfMemory,
        "Request \(request.id) needs \(committed) pages of keys and values; there are \(pass.pool.pageCount).",
        remedy: "Shorten the dossier, or give the kernel more memory for its cache.")
    }
    let one = ActiveRequest(session: session, request: request, node: node, lastToken: last, reservedPages: own)
    one.usage.promptTokens = prompt.count
    active.append(one)
    session.send(.started(request.id))
    return true
  }

  /// Most tokens that the answer can come to.
  private func longestAnswer(_ request: InferenceRequest) -> Int {
    request.fields.reduce(8) { sum, field in
      let leadIn = encoder.leadIn(field.leadIn).count
      switch field.kind {
      case .text(let limit): return sum + leadIn + limit.tokenLimit
      case .choice(let labels): return sum + leadIn + (labels.map(\.utf8.count).max() ?? 0) + 2
      case .evidence(_, let atMost): return sum + leadIn + 6 * atMost
      }
    }
  }

  // MARK: Planning

  /// A batch in the making, with what its rows are for.
  private struct Step {
    enum Purpose {
      case segment(PrefixTree.Node, Int)
      case tail(ActiveRequest, Int)
    }
    enum Answer {
      /// The tail's last row.
      case tail(ActiveRequest)
      /// A row of all logits for a question behind the tail.
      case branch(ActiveRequest, LabelTrie.Question)
    }

    var batch = Batch()
    var rowsLeft: Int
    var outputsLeft: Int
    var work: [Purpose] = []
    var answers: [Answer] = []
    var segments: Set<ObjectIdentifier> = []
    /// Pages of branches, given back after the step.
    var borrowed: [PagePool.PageID] = []
  }

  private func plan(_ request: ActiveRequest, _ step: inout Step) {
    guard step.rowsLeft > 0, step.outputsLeft > 0 else { return }
    guard request.node.isComputed else { return planSegment(request, &step) }
    guard request.node.isReady, preparePages(request) else { return planSegment(request, &step) }
    if case .choosing(let choosing) = request.phase, request.computed == request.tail.count {
      return planBranches(request, choosing, &step)
    }
    if case .opening = request.phase { begin(request) }
    guard request.hasPages else { return }  // The field was decided without asking the model.

    let rows = min(request.tail.count - request.computed, step.rowsLeft)
    let first = step.batch.add(
      request.tail[request.computed..<request.computed + rows], start: request.tailStart + request.computed,
      pages: request.pages)
    step.rowsLeft -= rows
    step.work.append(.tail(request, rows))
    if !request.isWriting { request.usage.computedPromptTokens += rows }
    guard request.computed + rows == request.tail.count, let output = output(for: request) else { return }
    if case .all = output { step.outputsLeft -= 1 }
    step.batch.want(output, ofRow: first + rows - 1)
    step.answers.append(.tail(request))
  }

  /// The first segment on the request's path that is not computed, if nobody else has it in this step.
  private func planSegment(_ request: ActiveRequest, _ step: inout Step) {
    guard let node = tree.path(to: request.node).first(where: { !$0.isComputed }),
      !step.segments.contains(ObjectIdentifier(node)), tree.begin(node)
    else { return }
    let rows = min(node.tokens.count - node.computed, step.rowsLeft)
    step.batch.add(
      node.tokens[node.computed..<node.computed + rows], start: node.start + node.computed,
      pages: tree.pageTable(to: node))
    step.rowsLeft -= rows
    step.segments.insert(ObjectIdentifier(node))
    step.work.append(.segment(node, rows))
    request.usage.computedPromptTokens += rows
  }

  /// Questions whose prefix is not empty: each behind a branch of the sequence of its own.
  private func planBranches(_ request: ActiveRequest, _ choosing: ActiveRequest.Choosing, _ step: inout Step) {
    for question in choosing.open {
      let end = request.end + question.prefix.count
      guard step.rowsLeft >= question.prefix.count, step.outputsLeft > 0 else { return }
      var pages = Array(request.pages.prefix(request.end / PagePool.positions))
      let shared = request.end % PagePool.positions
      while pages.count * PagePool.positions < end {
        guard let page = takePage() else { return }
        step.borrowed.append(page)
        if pages.count == request.end / PagePool.positions, shared > 0 {
          pass.pool.copy(shared, of: request.pages[pages.count], to: page)
        }
        pages.append(page)
      }
      let first = step.batch.add(
        question.prefix.map(Int32.init)[...], start: request.end, pages: pages)
      step.batch.want(.all, ofRow: first + question.prefix.count - 1)
      step.rowsLeft -= question.prefix.count
      step.outputsLeft -= 1
      step.answers.append(.branch(request, question))
    }
  }

  /// Own pages for the whole tail: the first one begins with a copy of what it shares with the prompt's last page.
  private func preparePages(_ request: ActiveRequest) -> Bool {
    if !request.hasPages {
      let shared = request.node.end % PagePool.positions
      request.pages = tree.pageTable(to: request.node)
      request.sharedPages = request.node.end / PagePool.positions
      if shared > 0 {
        guard let page = takePage() else { return false }
        pass.pool.copy(shared, of: request.pages[request.sharedPages], to: page)
        request.pages[request.sharedPages] = page
      }
      request.hasPages = true
    }
    while request.pages.count * PagePool.positions < request.end {
      guard let page = takePage() else { return false }
      request.pages.append(page)
    }
    return true
  }

  private func takePage() -> PagePool.PageID? {
    if let page = pass.pool.take() { return page }
    return tree.evict(pages: 1) ? pass.pool.take() : nil
  }

  /// What the field at hand needs to know of the tail's last row; nil where all its questions lie behind branches.
  private func output(for request: ActiveRequest) -> Batch.Output? {
    guard case .choosing(let choosing) = request.phase else { return .all }
    guard let root = choosing.open.first(where: \.prefix.isEmpty) else { return nil }
    // A lone question needs no normalising: what the labels leave out cancels.
    return choosing.open.count == 1 ? .tokens(root.continuations.sorted().map(Int32.init)) : .all
  }

  private func begin(_ request: ActiveRequest) {
    switch request.field.kind {
    case .text(let limit):
      request.phase = .writing(.init(limiter: TextLimiter(limit), tokenLimit: limit.tokenLimit))
    case .choice(let labels): choose(labels, request)
    case .evidence(let allowed, _): choose(allowed.map(String.init), request)
    }
  }

  private func choose(_ labels: [String], _ request: ActiveRequest) {
    let separator = ResponseField.separator(after: request.turn)
    let tokens = labels.map { encoder.leadIn(separator + $0, afterText: !request.turn.isEmpty) }
    guard let trie = LabelTrie(tokens.map { $0.map(Int.init) }) else {
      // Checked before: labels differ as text, so they differ as tokens.
      return fail(request, InferenceError(.badRequest, "Labels of field \(request.field.id) cannot be told apart."))
    }
    request.phase = .choosing(.init(labels: tokens, trie: trie, open: trie.questions))
    if trie.questions.isEmpty { decide(request) }
  }

  // MARK: Results

  private func finish(_ step: Step) {
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

  private func take(
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
  private func note(_ scores: [Int: Double], _ request: ActiveRequest, _ question: LabelTrie.Question?) {
    guard case .choosing(var choosing) = request.phase else { return }
    let prefix = question?.prefix ?? []
    choosing.answers[prefix] = scores
    choosing.open.removeAll { $0.prefix == prefix }
    request.phase = .choosing(choosing)
    if choosing.open.isEmpty { decide(request) }
  }

  /// All labels are scored.
  private func decide(_ request: ActiveRequest) {
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

  private func write(_ logits: UnsafeMutablePointer<Float>, _ request: ActiveRequest) {
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

  private func writeUnchecked(
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

  private func endText(_ request: ActiveRequest, _ writing: ActiveRequest.Writing, _ text: GeneratedText?) {
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
  private func close(_ request: ActiveRequest, _ value: FieldValue, adding text: String, spelled: Int = 0) {
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

  private func fail(_ request: ActiveRequest, _ error: InferenceError) {
    leave(request)
    request.session.send(.failed(request.request.id, error))
  }

  private func leave(_ request: ActiveRequest) {
    active.removeAll { $0 === request }
    tree.release(request.node)
    if request.hasPages { request.pages[request.sharedPages...].forEach(pass.pool.release) }
    request.pages = []
    request.hasPages = false
  }
}

extension ActiveRequest {
  fileprivate var isWriting: Bool {
    if case .writing = phase { return true }
    return false
  }
}
