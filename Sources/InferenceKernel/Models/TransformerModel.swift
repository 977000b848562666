import Inference
import KernelSIMD
import ModelFiles

/// A model in memory: its weights packed for the kernels. Immutable once loaded.
final class TransformerModel: @unchecked Sendable {
  // Sound: everything is written while loading and only read afterwards.
  let configuration: ModelConfiguration
  let layers: [LayerWeights]
  let embeddings: EmbeddingTable
  let outputNorm: LayerWeights.Vector
  /// `[vocabulary][width]`.
  let head: PackedMatrix

  private let memory: [AlignedMemory]

  /// Loads and packs the weights on the team's threads.
  ///
  /// - Throws: ``InferenceError`` with code `badModel` or `outOfMemory`, or ``GGUFError``.
  init(_ file: GGUFFile, team: WorkerTeam) throws {
    let configuration = try ModelConfiguration(file)
    var loader = try WeightLoader(file)
    self.configuration = configuration
    layers = try (0..<configuration.layerCount).map { try loader.layer($0, configuration) }
    outputNorm = try loader.vector("output_norm.weight", count: configuration.width)
    guard let table = file.tensor(named: "token_embd.weight"), table.rowLength == configuration.width else {
      throw InferenceError(.badModel, "\(file.path): token_embd.weight does not fit the model's width.")
    }
    embeddings = EmbeddingTable(file: file, tensor: table)
    // Models with tied embeddings have no output tensor of their own.
    let headName = file.tensor(named: "output.weight") == nil ? "token_embd.weight" : "output.weight"
    head = try loader.matrix(headName, rows: configuration.vocabularyCount, columns: configuration.width)
    loader.pack(on: team)
    memory = [loader.matrices, loader.vectors]
  }

  /// Bytes of weights that one token of a batch has to read, the head apart.
  var layerByteCount: Int { layers.reduce(0) { $0 + $1.matrices.reduce(0) { $0 + $1.byteCount } } }
  var headByteCount: Int { head.byteCount }
  var headMultiplyAccumulates: Int { head.rows * head.columns }
  /// Multiply-accumulates for one token in the layers' matrices.
  var layerMultiplyAccumulates: Int { layers.reduce(0) { $0 + $1.matrices.reduce(0) { $0 + $1.rows * $1.columns } } }
}

extension LayerWeights {
  var matrices: [PackedMatrix] { [query, key, value, output, gate, up, down] }
}

extension WeightLoader {
  /// The weights of one layer, under the names that llama.cpp's converters give them.
  mutating func layer(_ index: Int, _ model: ModelConfiguration) throws(InferenceError) -> LayerWeights {
    let name = "blk.\(index)"
    let (width, heads, kvWidth) = (model.width, model.queryWidth, model.keyValueWidth)
    return LayerWeights(
      attentionNorm: try vector("\(name).attn_norm.weight", count: width),
      query: try matrix("\(name).attn_q.weight", rows: heads, columns: width),
      key: try matrix("\(name).attn_k.weight", rows: kvWidth, columns: width),
      value: try matrix("\(name).attn_v.weight", rows: kvWidth, columns: width),
      output: try matrix("\(name).attn_output.weight", rows: width, columns: heads),
      queryBias: try optionalVector("\(name).attn_q.bias", count: heads),
      keyBias: try optionalVector("\(name).attn_k.bias", count: kvWidth),
      valueBias: try optionalVector("\(name).attn_v.bias", count: kvWidth),
      queryNorm: try optionalVector("\(name).attn_q_norm.weight", count: model.headDimensions),
      keyNorm: try optionalVector("\(name).attn_k_norm.weight", count: model.headDimensions),
      postAttentionNorm: try optionalVector("\(name).post_attention_norm.weight", count: width),
      feedForwardNorm: try vector("\(name).ffn_norm.weight", count: width),
      gate: try matrix("\(name).ffn_gate.weight", rows: model.feedForwardWidth, columns: width),
      up: try matrix("\(name).ffn_up.weight", rows: model.feedForwardWidth, columns: width),
      down: try matrix("\(name).ffn_down.weight", rows: width, columns: model.feedForwardWidth),
      postFeedForwardNorm: try optionalVector("\(name).post_ffw_norm.weight", count: width))
  }
}
