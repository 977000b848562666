import Inference
import KernelSIMD

extension Scheduler {
  func plan(_ request: ActiveRequest, _ step: inout SchedulerStep) {
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
  func planSegment(_ request: ActiveRequest, _ step: inout SchedulerStep) {
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
  func planBranches(_ request: ActiveRequest, _ choosing: ActiveRequest.Choosing, _ step: inout SchedulerStep) {
    for question in choosing.open {
      let end = request.end + question.prefix.count
      guard step.rowsLeft >= question.prefix.count, step.outputsLeft > 0 else { return }
      var pages = Array(request.pages.prefix(request.end / PagePool.positions))
      let shared = request.end % PagePool.positions
      while pages.count * PagePool.positions < end {
        guard let page = takePage() else { return }
        step.borrowed.append(page)
        if pages.count == request.end / PagePool.positions, shared > 0 {
          pass.pool.copy(request.pages[pages.count], to: page)
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
  func preparePages(_ request: ActiveRequest) -> Bool {
    if !request.hasPages {
      let shared = request.node.end % PagePool.positions
      request.pages = tree.pageTable(to: request.node)
      request.sharedPages = request.node.end / PagePool.positions
      if shared > 0 {
        guard let page = takePage() else { return false }
        pass.pool.copy(request.pages[request.sharedPages], to: page)
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

  func takePage() -> PagePool.PageID? {
    if let page = pass.pool.take() { return page }
    return tree.evict(pages: 1) ? pass.pool.take() : nil
  }

  /// What the field at hand needs to know of the tail's last row; nil where all its questions lie behind branches.
  func output(for request: ActiveRequest) -> Batch.Output? {
    guard case .choosing(let choosing) = request.phase else { return .all }
    guard let root = choosing.open.first(where: \.prefix.isEmpty) else { return nil }
    // A lone question needs no normalising: what the labels leave out cancels.
    return choosing.open.count == 1 ? .tokens(root.continuations.sorted().map(Int32.init)) : .all
  }

  func begin(_ request: ActiveRequest) {
    switch request.field.kind {
    case .text(let limit):
      request.phase = .writing(.init(limiter: TextLimiter(limit), tokenLimit: limit.tokenLimit))
    case .choice(let labels): choose(labels, request)
    case .evidence(let allowed, _): choose(allowed.map(String.init), request)
    }
  }

  func choose(_ labels: [String], _ request: ActiveRequest) {
    let separator = ResponseField.separator(after: request.turn)
    let tokens = labels.map { encoder.leadIn(separator + $0, afterText: !request.turn.isEmpty) }
    guard let trie = LabelTrie(tokens.map { $0.map(Int.init) }) else {
      // Checked before: labels differ as text, so they differ as tokens.
      return fail(request, InferenceError(.badRequest, "Labels of field \(request.field.id) cannot be told apart."))
    }
    request.phase = .choosing(.init(labels: tokens, trie: trie, open: trie.questions))
    if trie.questions.isEmpty { decide(request) }
  }
}
