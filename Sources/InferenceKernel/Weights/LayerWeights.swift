/// Weights of one transformer layer. Norms and biases are vectors of floats that live as long as the model.
struct LayerWeights {
  typealias Vector = UnsafePointer<Float>

  var attentionNorm: Vector
  var query: PackedMatrix
  var key: PackedMatrix
  var value: PackedMatrix
  var output: PackedMatrix
  var queryBias: Vector?
  var keyBias: Vector?
  var valueBias: Vector?
  /// RMS norm over each head's query, `[headDimensions]` (Qwen 3, Gemma 3).
  var queryNorm: Vector?
  var keyNorm: Vector?
  /// RMS norm of the attention's result before it is added (Gemma 3).
  var postAttentionNorm: Vector?

  var feedForwardNorm: Vector
  var gate: PackedMatrix
  var up: PackedMatrix
  var down: PackedMatrix
  /// RMS norm of the feed-forward's result before it is added (Gemma 3).
  var postFeedForwardNorm: Vector?
}
