/// A place where the results of a batch go as they come.
///
/// All results of a run are handed over at each start, in the order in which they were committed; a sink passes over what
/// it holds already.
protocol BatchSink {
  mutating func add(_ result: BatchResult) throws

  /// Writes what was held back.
  ///
  /// - Parameters:
  ///   - isLast: whether nothing comes after this.
  ///   - failures: tools that failed, by cause.
  mutating func flush(isLast: Bool, seconds: Double, failures: [(cause: String, count: Int)]) throws
}

extension BatchSink {
  mutating func flush(isLast: Bool, seconds: Double, failures: [(cause: String, count: Int)]) throws {}
}
