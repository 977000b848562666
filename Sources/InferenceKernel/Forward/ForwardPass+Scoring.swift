import Foundation
import KernelSIMD

extension ForwardPass {
  /// Natural log-probabilities that the model gives `tokens[1...]`, each after the ones before it.
  func logProbabilities(of tokens: [Int32], pages: [PagePool.PageID]) -> [Double] {
    var result: [Double] = []
    let step = outputCapacity
    for start in stride(from: 0, to: tokens.count - 1, by: step) {
      let end = min(tokens.count - 1, start + step)
      var batch = Batch()
      batch.add(tokens[start..<end], start: start, pages: pages)
      for row in 0..<end - start { batch.want(.all, ofRow: row) }
      run(batch)
      for row in 0..<end - start {
        result.append(logProbability(of: tokens[start + row + 1], in: fullLogits(row)))
      }
    }
    return result
  }

  /// Natural log-probability of `token` under logits of the whole vocabulary.
  func logProbability(of token: Int32, in logits: UnsafePointer<Float>) -> Double {
    let count = Int32(configuration.vocabularyCount)
    let largest = kernels.maximum(logits, count)
    return Double(logits[Int(token)] - largest) - log(kernels.sum_exp(logits, count, largest))
  }
}
