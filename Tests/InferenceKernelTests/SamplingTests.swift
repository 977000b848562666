import Inference
import KernelSIMD
import Testing

@testable import InferenceKernel

@Suite("Sampling")
struct SamplingTests {
  func draw(_ logits: [Float], _ sampling: Sampling, recent: [Int32] = [], token: Int = 0) -> Int32 {
    var logits = logits
    return Sampler(sampling: sampling, kernels: ks_kernels_best().pointee).next(
      &logits, count: logits.count, recent: recent[...], place: (0, token))
  }

  static func plain(_ change: (inout Sampling) -> Void = { _ in }) -> Sampling {
    var sampling = Sampling(temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, repetitionWindow: 0)
    change(&sampling)
    return sampling
  }

  @Test("takes the likeliest at temperature 0, of equals the first")
  func greedy() {
    #expect(draw([1, 3, 3, 2], Self.plain { $0.temperature = 0 }) == 1)
  }

  @Test("draws in proportion to the probabilities")
  func proportions() {
    // Probabilities 0.5, 0.25, 0.25.
    let logits: [Float] = [0.6931472, 0, 0]
    var counts = [0, 0, 0]
    for token in 0..<4000 { counts[Int(draw(logits, Self.plain(), token: token))] += 1 }
    // Four standard deviations.
    #expect(abs(counts[0] - 2000) < 127)
    #expect(abs(counts[1] - 1000) < 110)
  }

  @Test("keeps what top-k, top-p and min-p keep")
  func truncation() {
    let logits: [Float] = [3, 2, 1, 0]  // 0.64, 0.24, 0.09, 0.03
    func seen(_ sampling: Sampling) -> Set<Int32> { Set((0..<600).map { draw(logits, sampling, token: $0) }) }
    #expect(seen(Self.plain()) == [0, 1, 2, 3])
    #expect(seen(Self.plain { $0.topK = 2 }) == [0, 1])
    #expect(seen(Self.plain { $0.topP = 0.7 }) == [0, 1])
    #expect(seen(Self.plain { $0.minP = 0.1 }) == [0, 1, 2])
  }

  @Test("penalises what was written lately, and nothing else")
  func repetition() {
    let sampling = Self.plain {
      $0.temperature = 0
      $0.repetitionPenalty = 2
      $0.repetitionWindow = 4
    }
    #expect(draw([3, 2], sampling) == 0)
    #expect(draw([3, 2], sampling, recent: [0]) == 1)
    #expect(draw([-1, -1.5], sampling, recent: [0]) == 1)
  }

  @Test("gives the same token for the same seed and place")
  func seeds() {
    let logits: [Float] = Array(repeating: 0, count: 1000)
    let first = (0..<50).map { draw(logits, Self.plain { $0.seed = 5 }, token: $0) }
    #expect(first == (0..<50).map { draw(logits, Self.plain { $0.seed = 5 }, token: $0) })
    #expect(first != (0..<50).map { draw(logits, Self.plain { $0.seed = 6 }, token: $0) })
    #expect(Set(first).count > 40)
  }

  @Test("never fails on logits that are not numbers")
  func notNumbers() {
    #expect((0..<4).contains(draw([.nan, .nan, .nan, .nan], Self.plain())))
    #expect(draw([-.infinity, 1, .nan], Self.plain { $0.temperature = 0 }) == 1)
  }

  @Test("joins characters that are spread over tokens")
  func pieces() {
    var decoder = PieceDecoder()
    let bytes = Array("é👩‍🔬x".utf8)
    var text = ""
    for byte in bytes { text += decoder.feed([byte]) }
    #expect(text == "é👩‍🔬x")
    #expect(decoder.feed([0xFF, 0x41]) == "\u{FFFD}A")
  }
}
