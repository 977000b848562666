import Foundation
import Inference
import KernelSIMD

/// Draws tokens from logits: repetition penalty, then top-k, top-p and min-p on the distribution as the model gave it,
/// then temperature, in llama.cpp's order.
///
/// The draw depends on the logits, the seed and the place of the token alone.
struct Sampler {
  let sampling: Sampling
  let kernels: ks_kernels

  /// Most candidates that are looked at when neither top-k nor min-p bounds them.
  private static let widest = 4096

  /// The next token, given logits `[count]`, which the penalty changes.
  ///
  /// - Parameters:
  ///   - recent: Tokens that the penalty looks back on.
  ///   - place: Number of the field and of the token within it, which with the seed fix the random number.
  func next(
    _ logits: UnsafeMutablePointer<Float>, count: Int, recent: ArraySlice<Int32>, place: (field: Int, token: Int)
  ) -> Int32 {
    if sampling.repetitionPenalty != 1 {
      let penalty = Float(sampling.repetitionPenalty)
      for token in Set(recent) {
        let logit = logits[Int(token)]
        logits[Int(token)] = logit > 0 ? logit / penalty : logit * penalty
      }
    }
    let candidates = candidates(logits, count)
    guard sampling.temperature > 0, candidates.count > 1 else { return candidates[0].token }
    let best = Double(candidates[0].logit)
    let weights = candidates.map { exp((Double($0.logit) - best) / sampling.temperature) }
    var rest = uniform(place) * weights.reduce(0, +)
    for (candidate, weight) in zip(candidates, weights) {
      rest -= weight
      if rest < 0 { return candidate.token }
    }
    return candidates[0].token
  }

  /// What is left to draw from, likeliest first; of equals, the lower number first. Never empty.
  private func candidates(_ logits: UnsafePointer<Float>, _ count: Int) -> [(token: Int32, logit: Float)] {
    let best = kernels.maximum(logits, Int32(count))
    let wanted = sampling.temperature == 0 ? 1 : sampling.topK == 0 ? Self.widest : min(sampling.topK, Self.widest)
    // Min-p as a bound on logits: p / p_best >= minP where logit >= best + ln minP.
    var depth = sampling.temperature == 0 ? 0 : sampling.minP > 0 ? -log(min(1, sampling.minP)) : 8
    var found: [Int32] = []
    while true {
      found = Array(unsafeUninitializedCapacity: 4 * Self.widest) { buffer, initialized in
        let total = kernels.at_least(
          logits, Int32(count), best - Float(depth), buffer.baseAddress!, Int32(buffer.count))
        initialized = min(Int(total), buffer.count)
      }
      if sampling.minP > 0 || found.count >= wanted || found.count == count || depth > 64 { break }
      depth *= 2
    }
    guard !found.isEmpty else { return [(0, -.infinity)] }  // logits that are not numbers
    var result = found.map { (token: $0, logit: logits[Int($0)]) }
      .sorted { ($0.logit, $1.token) > ($1.logit, $0.token) }
    result.removeLast(max(0, result.count - wanted))
    guard sampling.topP < 1 else { return result }
    let weights = result.map { exp(Double($0.logit - best)) }
    let limit = sampling.topP * weights.reduce(0, +)
    var sum = 0.0
    for (index, weight) in weights.enumerated() {
      sum += weight
      if sum >= limit { return Array(result[...index]) }
    }
    return result
  }

  /// In [0, 1): SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014) of seed and
  /// place.
  private func uniform(_ place: (field: Int, token: Int)) -> Double {
    var z = sampling.seed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(place.token + 1)
    z = z &+ 0xD1B5_4A32_D192_ED03 &* UInt64(place.field + 1)
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }
}
