import Foundation
import Inference

/// Scores labels from tokens that are known only as text, as OpenAI's `top_logprobs` has them.
///
/// The labels are walked through like a tree of letters: a listed token that completes a label gives it its probability,
/// one that begins a label opens a point at which the model is asked again.
struct TextLabels: Sendable {
  /// A point at which the model is asked: what of a label is written by then, and how likely that is.
  struct Point: Hashable, Sendable {
    var written: String
    var logProbability: Double
    /// Whether the space before the label is written too, though nothing of the label is; some models have a token for
    /// it alone.
    var isSeparated = false
  }

  let labels: [String]
  /// Small and capital letters count as the same, and words that go on after a label end it: for servers that write the
  /// answer afresh rather than continue ours.
  let isLenient: Bool
  private var scores: [Double]
  private(set) var points = [Point(written: "", logProbability: 0)]
  private var asked = 0
  /// Less likely beginnings are not looked into; a label loses at most this much by it.
  private static let leastLogProbability = -12.0
  private static let mostQuestions = 48

  init(_ labels: [String], isLenient: Bool) {
    self.labels = labels
    self.isLenient = isLenient
    scores = labels.map { _ in -.infinity }
  }

  /// The next point to ask about; nil when done.
  mutating func next() -> Point? {
    guard asked < Self.mostQuestions, !points.isEmpty else { return nil }
    asked += 1
    return points.removeFirst()
  }

  /// Takes the tokens listed for `point`.
  ///
  /// - Parameter canContinue: Whether the model can be asked again after the beginning of a label. Where it cannot, a
  ///   beginning counts for the one label that begins so; where several do, it counts for none.
  mutating func take(_ tokens: [(text: String, logProbability: Double)], at point: Point, canContinue: Bool) {
    var longer = 0.0
    let complete = labels.firstIndex { folded($0) == folded(point.written) }
    for token in tokens {
      let text = point.written.isEmpty ? String(token.text.drop(while: \.isWhitespace)) : token.text
      if text.isEmpty, point.written.isEmpty {
        if canContinue, !point.isSeparated, !token.text.isEmpty {
          points.append(Point(written: "", logProbability: token.logProbability, isSeparated: true))
        }
        continue
      }
      let written = point.written + text
      let key = folded(written)
      let whole = labels.firstIndex { folded($0) == key }
      let longerLabels = labels.indices.filter { folded(labels[$0]).hasPrefix(key) && folded(labels[$0]) != key }
      let total = point.logProbability + token.logProbability
      if !longerLabels.isEmpty || whole != nil { longer += exp(token.logProbability) }
      if canContinue, !longerLabels.isEmpty {
        if total > Self.leastLogProbability { points.append(Point(written: written, logProbability: total)) }
      } else if let whole {
        add(total, to: whole)
      } else if longerLabels.count == 1 {
        add(total, to: longerLabels[0])
      } else if isLenient, longerLabels.isEmpty, let ended = labelThatEnded(in: key) {
        add(total, to: ended)
      }
    }
    // The label is the beginning of others: it keeps what they leave.
    if let complete { add(point.logProbability + log(max(1 - longer, 1e-9)), to: complete) }
  }

  /// Normalised natural logarithms, in the order of the labels; nil where no label was met at all. A label that was not
  /// met counts as likely as the least likely token that was listed where labels part, `bound`.
  func logProbabilities(bound: Double) -> [Double]? {
    guard scores.contains(where: { $0 > -.infinity }) else { return nil }
    return LabelTrie.normalised(scores.map { $0 > -.infinity ? $0 : bound })
  }

  private mutating func add(_ logProbability: Double, to index: Int) {
    let (a, b) = (max(scores[index], logProbability), min(scores[index], logProbability))
    scores[index] = b > -.infinity ? a + log1p(exp(b - a)) : a
  }

  private func folded(_ text: String) -> String { isLenient ? text.lowercased() : text }

  private func labelThatEnded(in key: String) -> Int? {
    labels.indices.filter { index in
      let label = folded(labels[index])
      guard key.hasPrefix(label), let next = key.dropFirst(label.count).first else { return false }
      return !next.isLetter && !next.isNumber
    }.max { labels[$0].count < labels[$1].count }
  }
}
