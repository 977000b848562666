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
  var encoder: PromptEncoder
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
    var step = SchedulerStep(rowsLeft: pass.rowCapacity, outputsLeft: pass.outputCapacity)
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
    try request.check()
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

  // MARK: Ends

  func fail(_ request: ActiveRequest, _ error: InferenceError) {
    leave(request)
    request.session.send(.failed(request.request.id, error))
  }

  func leave(_ request: ActiveRequest) {
    active.removeAll { $0 === request }
    tree.release(request.node)
    if request.hasPages { request.pages[request.sharedPages...].forEach(pass.pool.release) }
    request.pages = []
    request.hasPages = false
  }
}
