import Inference
import KernelSIMD

/// Takes batches of tokens through the model: keys and values go to the pages, logits of the wanted rows come out.
///
/// All members of the team run ``run(_:)``'s parts side by side. Every row's numbers are formed in an order that does not
/// depend on the other rows, on how work is shared out, or on how many threads there are.
final class ForwardPass: @unchecked Sendable {
  // Sound: used by one thread at a time, whose team writes to disjoint parts of the buffers between barriers.
  let model: TransformerModel
  let pool: PagePool
  let team: WorkerTeam
  let kernels: ks_kernels
  /// Most rows of a batch.
  let rowCapacity: Int
  /// Most rows of a batch whose logits are wanted in full.
  let outputCapacity: Int

  let configuration: ModelConfiguration
  let rope: RotaryTable
  let localRope: RotaryTable?

  // Buffers, rows one after another.
  let residual: UnsafeMutablePointer<Float>  // [rows][width]
  let scratch: UnsafeMutablePointer<Float>  // [rows][width]
  let projected: UnsafeMutablePointer<Float>  // [rows][query | key | value]
  let attended: UnsafeMutablePointer<Float>  // [rows][query]
  let gate: UnsafeMutablePointer<Float>  // [rows][feed-forward]
  let up: UnsafeMutablePointer<Float>  // [rows][feed-forward]
  let logits: UnsafeMutablePointer<Float>  // [outputs][vocabulary, rounded up to tiles]
  let memberScratch: UnsafeMutablePointer<Float>  // [members][memberStride]
  let memberStride: Int
  var widthActivations: ActivationBuffer
  var queryActivations: ActivationBuffer
  var feedForwardActivations: ActivationBuffer
  var outputActivations: ActivationBuffer
  private let memory: AlignedMemory

  /// Where the first member notes what its time went to, for benchmarks.
  var phases: PhaseTimes?
  /// For the batch at work: outputs that want all logits, and those that want some.
  var fullOutputs: [FullOutput] = []
  var someOutputs: [SomeOutput] = []

  var projectedWidth: Int { configuration.queryWidth + 2 * configuration.keyValueWidth }
  var logitStride: Int { model.head.tileCount * PackedMatrix.tileRows }

  init(
    model: TransformerModel, pool: PagePool, team: WorkerTeam, kernels: UnsafePointer<ks_kernels>, positions: Int,
    rowCapacity: Int = 256, outputCapacity: Int = 32
  ) throws(InferenceError) {
    (self.model, self.pool, self.team, self.kernels) = (model, pool, team, kernels.pointee)
    (self.rowCapacity, self.outputCapacity) = (rowCapacity, outputCapacity)
    let model = model.configuration
    configuration = model
    rope = try RotaryTable(model.attention.rope, dimensions: model.headDimensions, positions: positions)
    if let local = model.attention.localRope {
      localRope = try RotaryTable(local, dimensions: model.headDimensions, positions: positions)
    } else {
      localRope = nil
    }

    // Floats are kept beside the quants only where a matrix is not quantised.
    let matrices = self.model.layers.flatMap(\.matrices) + [self.model.head]
    let floats = matrices.contains { $0.tiles.packing == Int32(KS_FLOATS.rawValue) }
    let projectedWidth = model.queryWidth + 2 * model.keyValueWidth
    memberStride = max(4096, model.width, AttentionBlock.scratchCount(model))
    var plan = MemoryPlan()
    let residualAt = plan.add(Float.self, rowCapacity * model.width)
    let scratchAt = plan.add(Float.self, rowCapacity * model.width)
    let projectedAt = plan.add(Float.self, rowCapacity * projectedWidth)
    let attendedAt = plan.add(Float.self, rowCapacity * model.queryWidth)
    let gateAt = plan.add(Float.self, rowCapacity * model.feedForwardWidth)
    let upAt = plan.add(Float.self, rowCapacity * model.feedForwardWidth)
    let logitsAt = plan.add(Float.self, outputCapacity * self.model.head.tileCount * PackedMatrix.tileRows)
    let memberAt = plan.add(Float.self, team.count * memberStride)
    let width = ActivationBuffer.plan(&plan, capacity: rowCapacity, columns: model.width, floats: floats)
    let query = ActivationBuffer.plan(&plan, capacity: rowCapacity, columns: model.queryWidth, floats: floats)
    let feedForward = ActivationBuffer.plan(
      &plan, capacity: rowCapacity, columns: model.feedForwardWidth, floats: floats)
    let output = ActivationBuffer.plan(&plan, capacity: rowCapacity, columns: model.width, floats: floats)
    memory = try AlignedMemory(byteCount: plan.byteCount, for: "activations")
    residual = memory.pointer(to: Float.self, at: residualAt)
    scratch = memory.pointer(to: Float.self, at: scratchAt)
    projected = memory.pointer(to: Float.self, at: projectedAt)
    attended = memory.pointer(to: Float.self, at: attendedAt)
    gate = memory.pointer(to: Float.self, at: gateAt)
    up = memory.pointer(to: Float.self, at: upAt)
    logits = memory.pointer(to: Float.self, at: logitsAt)
    memberScratch = memory.pointer(to: Float.self, at: memberAt)
    widthActivations = ActivationBuffer(memory: memory, offsets: width, columns: model.width)
    queryActivations = ActivationBuffer(memory: memory, offsets: query, columns: model.queryWidth)
    feedForwardActivations = ActivationBuffer(memory: memory, offsets: feedForward, columns: model.feedForwardWidth)
    outputActivations = ActivationBuffer(memory: memory, offsets: output, columns: model.width)
  }

  deinit { someOutputs.forEach { $0.results.deallocate() } }

  /// Runs one batch. Afterwards ``fullLogits(_:)`` and ``someLogits(_:)`` hold what was wanted.
  ///
  /// - Precondition: no more rows, and no more rows with all logits, than the capacities.
  func run(_ batch: Batch) {
    precondition(batch.count <= rowCapacity && !batch.isEmpty)
    let last = Int(batch.positions.max() ?? 0)
    rope.fill(upTo: last)
    localRope?.fill(upTo: last)
    prepareOutputs(batch)
    widthActivations.shape.tokens = Int32(batch.count)
    queryActivations.shape.tokens = Int32(batch.count)
    feedForwardActivations.shape.tokens = Int32(batch.count)
    let blocks = AttentionBlock.blocks(of: batch, configuration, members: team.count)
    let (fullOutputs, someOutputs, phases) = (fullOutputs, someOutputs, phases)
    team.run { [self] member in
      let phases = member.index == 0 ? phases : nil
      phases?.note("other")
      embed(batch, member)
      for layer in model.layers.indices { run(layer, batch, blocks, phases, member) }
      head(fullOutputs, someOutputs, member)
      phases?.note("head")
    }
  }

  private func run(
    _ layer: Int, _ batch: Batch, _ blocks: [AttentionBlock], _ phases: PhaseTimes?, _ member: TeamMember
  ) {
    let weights = model.layers[layer]
    normalize(batch.count, weights.attentionNorm, into: widthActivations, member)
    phases?.note("rows")
    project(weights, member)
    phases?.note("products")
    placeKeysAndValues(layer, weights, batch, member)
    phases?.note("rows")
    attend(layer, batch, blocks, member)
    phases?.note("attention")
    addProduct(weights.output, queryActivations, weights.postAttentionNorm, batch.count, member)
    phases?.note("products")
    normalize(batch.count, weights.feedForwardNorm, into: widthActivations, member)
    phases?.note("rows")
    multiplyGates(weights, member)
    phases?.note("products")
    activate(batch.count, member)
    phases?.note("rows")
    addProduct(weights.down, feedForwardActivations, weights.postFeedForwardNorm, batch.count, member)
    phases?.note("products")
  }

  /// Tiles that a member takes at once: about a quarter megabyte of weights, so that they stay in its second-level cache
  /// while groups of tokens pass by, and enough pieces for all members.
  func tileChunk(_ matrix: PackedMatrix) -> Int {
    let bySize = max(1, 262_144 / matrix.tiles.tile_bytes)
    return max(1, min(bySize, matrix.tileCount / (4 * team.count)))
  }

  private func embed(_ batch: Batch, _ member: TeamMember) {
    team.share(member, batch.count, chunk: 4) { rows in
      for row in rows {
        let out = residual + row * configuration.width
        model.embeddings.read(Int(batch.tokens[row]), into: out)
        if configuration.embeddingScale != 1 {
          kernels.scale(out, configuration.embeddingScale, Int32(configuration.width))
        }
      }
    }
  }

  private func normalize(
    _ rows: Int, _ norm: LayerWeights.Vector, into activations: ActivationBuffer, _ member: TeamMember
  ) {
    let width = configuration.width
    let normalized = memberScratch + member.index * memberStride
    team.share(member, rows, chunk: 4) { range in
      for row in range {
        kernels.rms_norm(residual + row * width, norm, configuration.normEpsilon, normalized, Int32(width))
        withUnsafePointer(to: activations.shape) { kernels.quantize($0, Int32(row), normalized) }
      }
    }
  }

  private func project(_ weights: LayerWeights, _ member: TeamMember) {
    let (query, key, value) = (weights.query, weights.key, weights.value)
    let (queryTiles, keyTiles) = (query.tileCount, key.tileCount)
    let stride = projectedWidth
    team.share(member, queryTiles + keyTiles + value.tileCount, chunk: min(tileChunk(query), 8)) { tiles in
      multiply(query, tiles.clamped(to: 0..<queryTiles), widthActivations, projected, stride)
      let keyRange = tiles.clamped(to: queryTiles..<queryTiles + keyTiles).shifted(by: -queryTiles)
      multiply(key, keyRange, widthActivations, projected + configuration.queryWidth, stride)
      let first = queryTiles + keyTiles
      let valueRange = tiles.clamped(to: first..<first + value.tileCount).shifted(by: -first)
      multiply(
        value, valueRange, widthActivations, projected + configuration.queryWidth + configuration.keyValueWidth, stride)
    }
  }

  @inline(__always)
  func multiply(
    _ matrix: PackedMatrix, _ tiles: Range<Int>, _ activations: ActivationBuffer,
    _ out: UnsafeMutablePointer<Float>, _ stride: Int, accumulating: Bool = false
  ) {
    guard !tiles.isEmpty else { return }
    withUnsafePointer(to: matrix.tiles) { matrix in
      withUnsafePointer(to: activations.shape) { activations in
        kernels.matmul(
          matrix, activations, Int32(tiles.lowerBound), Int32(tiles.upperBound), out, stride, accumulating ? 1 : 0)
      }
    }
  }

  /// residual += matrix × activations, normalised first where the model says so.
  private func addProduct(
    _ matrix: PackedMatrix, _ activations: ActivationBuffer, _ norm: LayerWeights.Vector?, _ rows: Int,
    _ member: TeamMember
  ) {
    let width = configuration.width
    team.share(member, matrix.tileCount, chunk: tileChunk(matrix)) { tiles in
      multiply(matrix, tiles, activations, norm == nil ? residual : scratch, width, accumulating: norm == nil)
    }
    guard let norm else { return }
    team.share(member, rows, chunk: 4) { range in
      for row in range {
        let result = scratch + row * width
        kernels.rms_norm(result, norm, configuration.normEpsilon, result, Int32(width))
        kernels.add(residual + row * width, result, Int32(width))
      }
    }
  }

  private func multiplyGates(_ weights: LayerWeights, _ member: TeamMember) {
    let width = configuration.feedForwardWidth
    team.share(member, weights.gate.tileCount, chunk: tileChunk(weights.gate)) { tiles in
      multiply(weights.gate, tiles, widthActivations, gate, width)
      multiply(weights.up, tiles, widthActivations, up, width)
    }
  }

  private func activate(_ rows: Int, _ member: TeamMember) {
    let width = configuration.feedForwardWidth
    team.share(member, rows, chunk: 2) { range in
      for row in range {
        let (g, u) = (gate + row * width, up + row * width)
        switch configuration.activation {
        case .silu: kernels.silu_times(g, u, Int32(width))
        case .gelu: kernels.gelu_times(g, u, Int32(width))
        }
        withUnsafePointer(to: feedForwardActivations.shape) { kernels.quantize($0, Int32(row), g) }
      }
    }
  }
}

extension Range<Int> {
  func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
