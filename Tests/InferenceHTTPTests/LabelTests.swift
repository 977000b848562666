import Foundation
import Testing

@testable import Inference
@testable import InferenceHTTP

@Suite("Distributions over labels")
struct LabelTests {
  private func probabilities(_ logs: [Double]?) -> [Double] { (logs ?? []).map { (exp($0) * 1000).rounded() / 1000 } }

  @Test("Labels of one token need one question")
  func oneToken() throws {
    let trie = try #require(LabelTrie([[7], [8]]))
    #expect(trie.questions == [.init(prefix: [], continuations: [7, 8])])
    #expect(probabilities(trie.logProbabilities([[]: [7: log(0.3), 8: log(0.1)]])) == [0.75, 0.25])
  }

  @Test("Labels of several tokens are multiplied out, from where they part")
  func severalTokens() throws {
    let trie = try #require(LabelTrie([[1, 2, 3], [1, 2, 4, 5], [1, 6]]))
    #expect(trie.questions.map(\.prefix) == [[1], [1, 2], [1, 2, 4]])
    let logs = trie.logProbabilities([
      [1]: [2: log(0.5), 6: log(0.25)], [1, 2]: [3: log(0.2), 4: log(0.8)], [1, 2, 4]: [5: log(0.5)],
    ])
    #expect(probabilities(logs) == [0.182, 0.364, 0.455])
  }

  @Test("A label that is the beginning of another keeps what the longer one leaves")
  func prefixes() throws {
    let trie = try #require(LabelTrie([[1], [1, 2]]))
    #expect(trie.questions.map(\.prefix) == [[], [1]])
    #expect(probabilities(trie.logProbabilities([[]: [1: log(0.5)], [1]: [2: log(0.25)]])) == [0.75, 0.25])
  }

  @Test("A single label is certain without a question; labels with the same tokens cannot be told apart")
  func edges() throws {
    let one = try #require(LabelTrie([[1, 2]]))
    #expect(one.questions.isEmpty && one.logProbabilities([:]) == [0])
    #expect(LabelTrie([[1], [1]]) == nil && LabelTrie([[]]) == nil && LabelTrie([]) == nil)
  }

  @Test("Text tokens are walked the same way, space tokens included")
  func textTokens() {
    var scorer = TextLabels(["ship", "skip"], isLenient: false)
    var asked: [TextLabels.Point] = []
    while let point = scorer.next() {
      asked.append(point)
      switch point.written {
      case "": scorer.take([(" ship", log(0.3)), (" sk", log(0.2)), (" boat", log(0.5))], at: point, canContinue: true)
      case "sk": scorer.take([("ip", log(0.5)), ("y", log(0.5))], at: point, canContinue: true)
      default: break
      }
    }
    #expect(asked.map(\.written) == ["", "sk"])
    #expect(probabilities(scorer.logProbabilities(bound: -20)) == [0.75, 0.25])
    var digits = TextLabels(["1", "12"], isLenient: false)
    while let point = digits.next() {
      switch (point.written, point.isSeparated) {
      case ("", false): digits.take([(" ", 0)], at: point, canContinue: true)
      case ("", true): digits.take([("1", log(0.8))], at: point, canContinue: true)
      default: digits.take([("2", log(0.25)), (".", log(0.75))], at: point, canContinue: true)
      }
    }
    #expect(probabilities(digits.logProbabilities(bound: -20)) == [0.75, 0.25])
  }

  @Test("Where the model cannot be asked again, case and what follows a label do not matter")
  func lenient() throws {
    var scorer = TextLabels(["ship", "skip"], isLenient: true)
    let first = scorer.next()
    let point = try #require(first)
    scorer.take(
      [("Ship", log(0.4)), ("sk", log(0.2)), ("Ship.", log(0.2)), ("s", log(0.1))], at: point, canContinue: false)
    #expect(scorer.next() == nil)
    #expect(probabilities(scorer.logProbabilities(bound: -20)) == [0.75, 0.25])
    #expect(TextLabels(["a"], isLenient: true).logProbabilities(bound: -1) == nil)
  }

  @Test(
    "A lead-in is taken off an answer that begins with it, and an answer without it is left alone", arguments: 1...20)
  func leadIn(size: Int) {
    func strip(_ answer: String) -> String {
      var stripper = LeadInStripper("The tool is good because")
      var rest = Array(answer)[...]
      var text = ""
      while !rest.isEmpty {
        text += stripper.feed(String(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      return text + stripper.end()
    }
    #expect(strip("the tool is  good because it is fast.") == " it is fast.")
    #expect(strip("\n“The tool is good because it is fast.") == " it is fast.")
    #expect(strip("The tool is bad.") == "The tool is bad.")
    #expect(strip("The tool is") == "The tool is")
    #expect(strip("") == "")
  }

  @Test("Requests that share most are neighbours in one lane, in the order in which they came")
  func lanes() {
    let requests = (0..<8).map { i in
      InferenceRequest(
        id: RequestID("\(i)"),
        messages: [
          ChatMessage(.system, ["rules\n"]), ChatMessage(.user, ["dossier \(i % 2)\n", "persona \(i / 2)\n"]),
        ],
        fields: [])
    }
    #expect(PrefixLanes.plan(requests, lanes: 1) == [[0, 2, 4, 6, 1, 3, 5, 7]])
    #expect(PrefixLanes.plan(requests, lanes: 2) == [[0, 2, 4, 6], [1, 3, 5, 7]])
    #expect(PrefixLanes.plan(requests, lanes: 4).map(\.count) == [2, 2, 2, 2])
    #expect(PrefixLanes.plan(requests, lanes: 20).flatMap { $0 }.sorted() == Array(0..<8))
    #expect(PrefixLanes.plan([], lanes: 3) == [])
    var queue = LaneQueue([[0, 2], [1]])
    #expect([1, 1, 1, 0, 0].map { queue.next(lane: $0) } == [1, 2, 0, nil, nil])
  }
}
