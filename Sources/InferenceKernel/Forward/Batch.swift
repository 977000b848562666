/// Tokens that go through the model together: runs of neighbouring positions, each behind the pages of its own past.
struct Batch {
  /// Neighbouring positions of one sequence.
  struct Run {
    var firstRow: Int
    var count: Int
    /// Position of the first token.
    var start: Int
    /// Pages of positions 0 up to the run's end.
    var pages: [PagePool.PageID]
  }

  /// What is wanted of a row's output.
  enum Output {
    /// Logits of the whole vocabulary.
    case all
    /// Logits of these tokens.
    case tokens([Int32])
  }

  private(set) var tokens: [Int32] = []
  private(set) var positions: [Int32] = []
  /// For each row the run that it belongs to.
  private(set) var runOfRow: [Int32] = []
  private(set) var runs: [Run] = []
  /// Rows whose output is wanted, ascending.
  private(set) var outputs: [(row: Int, output: Output)] = []

  var count: Int { tokens.count }
  var isEmpty: Bool { tokens.isEmpty }

  /// Adds a run and returns the row of its first token.
  @discardableResult
  mutating func add(_ run: ArraySlice<Int32>, start: Int, pages: [PagePool.PageID]) -> Int {
    let first = tokens.count
    tokens += run
    positions += (start..<start + run.count).map(Int32.init)
    runOfRow += repeatElement(Int32(runs.count), count: run.count)
    runs.append(Run(firstRow: first, count: run.count, start: start, pages: pages))
    return first
  }

  /// Asks for the output of `row`; rows have to be asked for in ascending order.
  mutating func want(_ output: Output, ofRow row: Int) { outputs.append((row, output)) }
}
