/// Which evidence a model cites, given its distribution over the allowed numbers.
public enum EvidenceSelection {
  /// A number beyond the first is cited if it is at least this likely, measured by the first.
  public static let leastShareOfFirst = 0.25

  /// ln 0.25.
  private static let logLeastShare = -1.386_294_361_119_890_6

  /// The likeliest number always, and of the others, likeliest first, those with at least ``leastShareOfFirst`` of its
  /// probability, until there are `atMost`; in ascending order. Of equals, the one that comes first in `allowed`.
  ///
  /// - Parameters:
  ///   - allowed: Numbers that may be cited.
  ///   - logProbabilities: Natural logarithms of their probabilities, in the same order; they need not be normalised.
  ///   - atMost: The longest answer. 0 gives none.
  public static func choose(from allowed: [Int], logProbabilities: [Double], atMost: Int) -> [Int] {
    precondition(allowed.count == logProbabilities.count)
    guard let best = logProbabilities.max(), atMost > 0 else { return [] }
    let order = allowed.indices.sorted { (logProbabilities[$0], $1) > (logProbabilities[$1], $0) }
    let threshold = best + logLeastShare
    let cited = order.enumerated().prefix(atMost).filter { $0.offset == 0 || logProbabilities[$0.element] >= threshold }
    return cited.map { allowed[$0.element] }.sorted()
  }

  /// How the turn goes on with them: `1, 4`.
  public static func text(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
}
