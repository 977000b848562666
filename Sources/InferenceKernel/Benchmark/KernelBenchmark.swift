import Foundation
public import Inference
import KernelSIMD
import ModelFiles
import Synchronization

/// Measures the kernel by itself: prefill, decoding, the panel job. For `panel bench`; nothing else runs through here.
public final class KernelBenchmark {
  /// What one measurement came to.
  public struct Figure: Sendable, Codable {
    public var name: String
    public var tokens: Int
    public var seconds: Double
    /// Multiply-accumulates in the matrix products of layers and head, in units of 10⁹.
    public var gigaMultiplyAccumulates: Double
    /// Bytes of packed weights that had to be read at least, in units of 10⁹.
    public var weightGigabytes: Double
    /// Share of the time spent in each part of the forward pass, as the first thread saw it.
    public var phases: [String: Double]

    public var tokensPerSecond: Double { Double(tokens) / seconds }
  }

  /// Seconds of any clock that does not jump.
  public typealias Clock = @Sendable () -> Double

  private let engine: KernelEngine
  private let clock: Clock
  /// Seconds from opening the file to a model that is ready.
  public let loadSeconds: Double

  public init(path: String, options: KernelOptions, clock: @escaping Clock) throws(InferenceError) {
    let start = clock()
    engine = try KernelEngine(path: path, options: options)
    loadSeconds = clock() - start
    self.clock = clock
  }

  /// Ends the threads.
  public func close() { engine.team.stop() }

  /// `count` tokens of one prompt, the last one's logits included.
  public func prefill(_ count: Int) -> Figure {
    let pass = engine.scheduler.pass
    let pages = takePages(count)
    defer { pages.forEach(pass.pool.release) }
    let tokens = (0..<count).map { Int32(($0 * 7919 + 11) % engine.model.configuration.vocabularyCount) }
    return measure("prefill \(count)", tokens: count, headRows: 1) {
      for start in stride(from: 0, to: count, by: pass.rowCapacity) {
        let end = min(count, start + pass.rowCapacity)
        var batch = Batch()
        batch.add(tokens[start..<end], start: start, pages: pages)
        if end == count { batch.want(.all, ofRow: end - start - 1) }
        pass.run(batch)
      }
    }
  }

  /// `count` tokens for each of `sequences` at once, one step after another, from a context of `context` tokens that
  /// is there already.
  public func decode(sequences: Int, count: Int, context: Int = 64) -> Figure {
    let pass = engine.scheduler.pass
    let pages = (0..<sequences).map { _ in takePages(context + count) }
    defer { pages.joined().forEach(pass.pool.release) }
    let vocabulary = engine.model.configuration.vocabularyCount
    for own in pages {
      var batch = Batch()
      batch.add((0..<context).map { Int32(($0 * 7919 + 11) % vocabulary) }[...], start: 0, pages: own)
      pass.run(batch)
    }
    return measure("decode \(sequences)", tokens: sequences * count, steps: count, headRows: sequences * count) {
      var next = Array(repeating: Int32(1), count: sequences)
      for step in 0..<count {
        var batch = Batch()
        for (sequence, own) in pages.enumerated() {
          let row = batch.add([next[sequence]], start: context + step, pages: own)
          batch.want(.all, ofRow: row)
        }
        pass.run(batch)
        for sequence in 0..<sequences {
          let logits = pass.fullLogits(sequence)
          let best = pass.kernels.maximum(logits, Int32(vocabulary))
          var index: Int32 = 0
          _ = pass.kernels.at_least(logits, Int32(vocabulary), best, &index, 1)
          next[sequence] = index
        }
      }
    }
  }

  /// All requests at once, each field of text exactly `tokens` long. Gives the texts too, so that they can be looked at.
  public func job(_ requests: [InferenceRequest], tokens: Int) -> (Figure, [RequestID: String], TokenUsage) {
    let scheduler = engine.scheduler
    scheduler.benchmarkTokens = tokens
    defer { scheduler.benchmarkTokens = nil }
    let steps = scheduler.stepCount
    let (stream, events) = AsyncThrowingStream<InferenceEvent, any Error>.makeStream()
    var figure = measure("job", tokens: 0, headRows: 0) {
      scheduler.submit(requests, session: Session(events, requests: requests.count))
      while !scheduler.isIdle { scheduler.step() }
    }
    let (texts, usage) = drain(stream)
    let configuration = engine.model
    let rows = Double(usage.computedPromptTokens + usage.generatedTokens)
    figure.tokens = usage.generatedTokens
    figure.gigaMultiplyAccumulates =
      (rows * Double(configuration.layerMultiplyAccumulates)
        + Double(usage.generatedTokens) * Double(configuration.headMultiplyAccumulates)) / 1e9
    figure.weightGigabytes =
      Double(scheduler.stepCount - steps) * Double(configuration.layerByteCount + configuration.headByteCount) / 1e9
    return (figure, texts, usage)
  }

  /// What all threads together can do on this machine: 10⁹ 8-bit multiply-accumulates a second from registers (0 where
  /// unknown), and 10⁹ bytes a second read from memory.
  public func limits() -> (gigaMultiplyAccumulates: Double, gigabytes: Double) {
    let team = engine.team
    let name = String(cString: engine.scheduler.pass.kernels.name)
    let rounds: Int64 = 20_000_000
    var start = clock()
    let total = Atomic<Int64>(0)
    team.run { member in
      team.share(member, team.count, chunk: 1) { _ in total.add(ks_dots(name, rounds), ordering: .relaxed) }
    }
    let dots = Double(total.load(ordering: .relaxed)) / (clock() - start) / 1e9
    let words = 32 << 20  // a quarter gigabyte for each thread: far more than the caches
    guard let memory = try? AlignedMemory(byteCount: team.count * words * 8, for: "measuring memory") else {
      return (dots, 0)
    }
    memset(memory.base, 1, memory.byteCount)
    var best = 0.0
    for _ in 0..<3 {
      start = clock()
      team.run { member in
        team.share(member, team.count, chunk: 1) { part in
          ks_read(memory.pointer(to: UInt64.self) + part.lowerBound * words, words)
        }
      }
      best = max(best, Double(memory.byteCount) / (clock() - start) / 1e9)
    }
    return (dots, best)
  }

  /// Forgets all prompts, for a cold start.
  public func clearCache() { engine.scheduler.tree.clear() }

  private func takePages(_ tokens: Int) -> [PagePool.PageID] {
    let pool = engine.scheduler.pass.pool
    let count = (tokens + PagePool.positions - 1) / PagePool.positions
    if pool.freeCount < count { engine.scheduler.tree.evict(pages: count) }
    return (0..<count).compactMap { _ in pool.take() }
  }

  private func measure(_ name: String, tokens: Int, steps: Int = 1, headRows: Int, _ body: () -> Void) -> Figure {
    let model = engine.model
    let phases = PhaseTimes(clock: clock)
    engine.scheduler.pass.phases = phases
    defer { engine.scheduler.pass.phases = nil }
    let start = clock()
    body()
    let seconds = clock() - start
    return Figure(
      name: name, tokens: tokens, seconds: seconds,
      gigaMultiplyAccumulates: (Double(tokens) * Double(model.layerMultiplyAccumulates)
        + Double(headRows) * Double(model.headMultiplyAccumulates)) / 1e9,
      weightGigabytes: Double(steps) * Double(model.layerByteCount + model.headByteCount) / 1e9,
      phases: phases.seconds.mapValues { $0 / seconds })
  }
}

/// The texts and the use of tokens that the events of a finished stream tell.
private func drain(_ stream: AsyncThrowingStream<InferenceEvent, any Error>) -> ([RequestID: String], TokenUsage) {
  let found = Mutex((texts: [RequestID: String](), usage: TokenUsage()))
  let done = DispatchSemaphore(value: 0)
  Task.detached {
    do {
      for try await case .finished(let id, let response) in stream {
        found.withLock { found in
          found.usage = found.usage + response.usage
          if case .text(let text)? = response.fields.first?.value { found.texts[id] = text.text }
        }
      }
    } catch {}
    done.signal()
  }
  done.wait()
  return found.withLock { $0 }
}

/// Where the time of forward passes goes.
final class PhaseTimes {
  private let clock: KernelBenchmark.Clock
  private(set) var seconds: [String: Double] = [:]
  private var last: Double

  init(clock: @escaping KernelBenchmark.Clock) {
    self.clock = clock
    last = clock()
  }

  /// The time since the last call, or since `begin`, was spent on `phase`.
  func note(_ phase: String) {
    let now = clock()
    seconds[phase, default: 0] += now - last
    last = now
  }
}
