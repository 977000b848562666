import Inference
import ModelFiles

/// Shape and constants of a transformer, whatever its family.
struct ModelConfiguration: Sendable {
  enum Activation: Sendable { case silu, gelu }

  /// Family as the file names it.
  var architecture: String
  var layerCount: Int
  /// Length of the residual stream.
  var width: Int
  var headCount: Int
  var keyValueHeadCount: Int
  var headDimensions: Int
  var feedForwardWidth: Int
  var vocabularyCount: Int
  /// Longest sequence that the model was trained for.
  var contextLength: Int
  var normEpsilon: Float
  var activation: Activation = .silu
  /// Factor on the embeddings.
  var embeddingScale: Float = 1
  var attention: Attention

  struct Attention: Sendable {
    /// Rotary embedding of the layers that see everything.
    var rope: RotaryEmbedding
    /// Rotary embedding of the layers with a sliding window.
    var localRope: RotaryEmbedding?
    /// Positions that a local layer sees, itself included.
    var window: Int?
    /// Every how manyeth layer sees everything, where there is a window.
    var globalEvery = 1

    func isLocal(_ layer: Int) -> Bool { window != nil && (layer + 1) % globalEvery != 0 }
  }

  /// Query heads for each head of keys and values.
  var groupSize: Int { headCount / keyValueHeadCount }
  var queryWidth: Int { headCount * headDimensions }
  var keyValueWidth: Int { keyValueHeadCount * headDimensions }
}

/// Rotary position embedding (arXiv 2104.09864).
struct RotaryEmbedding: Sendable {
  var base: Double
  /// Positions are divided by it.
  var scale: Double = 1
  /// Pairs are (i, i + n/2) instead of (2i, 2i + 1).
  var isSplit: Bool
  /// Divisors of the frequencies, one for each pair, where the model has them (Llama 3).
  var divisors: [Float]?
}

extension ModelConfiguration {
  /// Families that we compute.
  static let architectures = ["gemma3", "llama", "qwen2", "qwen3"]

  /// Reads the configuration of any known family.
  ///
  /// - Throws: ``InferenceError`` with code `badModel`, or ``GGUFError``.
  init(_ file: GGUFFile) throws {
    switch try file.metadata.string("general.architecture") {
    case "llama": self = try .llama(file)
    case "qwen2": self = try .qwen2(file)
    case "qwen3": self = try .qwen3(file)
    case "gemma3": self = try .gemma3(file)
    case let other:
      throw InferenceError(
        .badModel, "\(file.path) holds a model of the family “\(other)”, which the kernel does not know.",
        remedy:
          "It knows \(Self.architectures.joined(separator: ", ")); llama-server can run the rest (--backend http://…).")
    }
    try check(file)
  }

  /// What all families share. Keys as in the GGUF specification.
  init(_ file: GGUFFile, prefix: String, ropeIsSplit: Bool) throws {
    let metadata = file.metadata
    architecture = prefix
    layerCount = try metadata.int("\(prefix).block_count", in: 1...1024)
    width = try metadata.int("\(prefix).embedding_length", in: 32...131_072)
    headCount = try metadata.int("\(prefix).attention.head_count", in: 1...1024)
    keyValueHeadCount = try metadata.optionalInt("\(prefix).attention.head_count_kv") ?? headCount
    headDimensions = try metadata.optionalInt("\(prefix).attention.key_length") ?? width / headCount
    feedForwardWidth = try metadata.int("\(prefix).feed_forward_length", in: 32...1_048_576)
    contextLength = try metadata.int("\(prefix).context_length", in: 1...16_777_216)
    normEpsilon = Float(try metadata.double("\(prefix).attention.layer_norm_rms_epsilon"))
    guard let embeddings = file.tensor(named: "token_embd.weight") else {
      throw InferenceError(.badModel, "\(file.path) has no tensor token_embd.weight.")
    }
    vocabularyCount = embeddings.rowCount
    attention = Attention(
      rope: RotaryEmbedding(
        base: try metadata.optionalDouble("\(prefix).rope.freq_base") ?? 10_000,
        scale: try Self.linearRopeScale(file, prefix), isSplit: ropeIsSplit))
  }

  private static func linearRopeScale(_ file: GGUFFile, _ prefix: String) throws -> Double {
    guard let kind = try file.metadata.optionalString("\(prefix).rope.scaling.type"), kind != "none" else { return 1 }
    guard kind == "linear" else {
      throw InferenceError(.badModel, "\(file.path) scales its positions by “\(kind)”, which the kernel does not know.")
    }
    return try file.metadata.optionalDouble("\(prefix).rope.scaling.factor") ?? 1
  }

  private func check(_ file: GGUFFile) throws(InferenceError) {
    func require(_ holds: Bool, _ what: String) throws(InferenceError) {
      guard holds else { throw InferenceError(.badModel, "\(file.path): \(what).") }
    }
    try require(
      keyValueHeadCount > 0 && headCount % keyValueHeadCount == 0,
      "\(headCount) heads cannot share \(keyValueHeadCount) heads of keys and values")
    try require(
      (16...512).contains(headDimensions) && headDimensions % 16 == 0,
      "heads of \(headDimensions) dimensions are not a multiple of 16 up to 512")
    try require(
      width % 32 == 0 && feedForwardWidth % 32 == 0, "widths \(width), \(feedForwardWidth) are no multiples of 32")
    try require(queryWidth % 32 == 0, "\(queryWidth) query dimensions are no multiple of 32")
    try require(normEpsilon > 0 && normEpsilon < 1, "a norm's epsilon of \(normEpsilon) makes no sense")
    try require(groupSize <= 64, "\(groupSize) query heads for one head of keys are too many")
  }
}
