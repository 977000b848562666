import Foundation
import Inference
import Testing

@Suite("Which evidence is cited")
struct EvidenceSelectionTests {
  private func choose(_ probabilities: [Double], atMost: Int) -> [Int] {
    EvidenceSelection.choose(
      from: Array(1...probabilities.count), logProbabilities: probabilities.map { log($0) }, atMost: atMost)
  }

  @Test("The likeliest always, others only with a quarter of its probability")
  func quarter() {
    #expect(choose([0.10, 0.15, 0.60, 0.15], atMost: 3) == [2, 3, 4])
    #expect(choose([0.10, 0.14, 0.60, 0.10], atMost: 3) == [3])
    #expect(choose([0.01, 0.01, 0.01], atMost: 2) == [1, 2])
  }

  @Test("Never more than asked for, likeliest first, printed in ascending order")
  func atMost() {
    #expect(choose([0.2, 0.3, 0.1, 0.4], atMost: 2) == [2, 4])
    #expect(choose([0.2, 0.3], atMost: 0) == [])
    #expect(EvidenceSelection.text([2, 4]) == "2, 4")
  }

  @Test("Impossible numbers are not cited")
  func impossible() {
    #expect(EvidenceSelection.choose(from: [7, 9], logProbabilities: [0, -.infinity], atMost: 2) == [7])
    #expect(EvidenceSelection.choose(from: [], logProbabilities: [], atMost: 2) == [])
  }

  @Test("A label is set apart by a space, unless the turn already ends in white space or an opening bracket")
  func separator() {
    #expect(ResponseField.separator(after: "Vote:") == " ")
    #expect(ResponseField.separator(after: "Vote: ") == "")
    #expect(ResponseField.separator(after: "Evidence: [") == "")
    #expect(ResponseField.separator(after: "") == "")
  }
}
