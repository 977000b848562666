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
  let widthActivations: ActivationBuffer
  let queryActivations: ActivationBuffer
  let feedForwardActivations: ActivationBuffer
  let outputActivations: ActivationBuffer
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
    let all = RowSelection(Array(0..<batch.count), configuration, members: team.count)
    let wanted = RowSelection(batch.outputs.map(\.row), configuration, members: team.count)
    let (fullOutputs, someOutputs, phases) = (fullOutputs, someOutputs, phases)
    team.run { [self] member in
      let phases = member.index == 0 ? phases : nil
      phases?.note("other")
      embed(batch, member)
      for layer in model.layers.indices.dropLast() { run(layer, batch, all, phases, member) }
      run(model.layers.count - 1, batch, wanted, phases, member)
      head(fullOutputs, someOutputs, member)
      phases?.note("head")
    }
  }

  /// One layer: keys and values of all rows, and what it adds to the `selected` ones, which lie at the front of the
  /// residual stream from then on. Nothing reads the last layer's other rows, so they are not computed there.
  private func run(
    _ layer: Int, _ batch: Batch, _ selected: RowSelection, _ phases: PhaseTimes?, _ member: TeamMember
  ) {
    let weights = model.layers[layer]
    let all = widthActivations.first(batch.count)
    normalize(batch.count, weights.attentionNorm, into: all, member)
    phases?.note("rows")
    let count = selected.rows.count
    project(layer, weights, all, batch, withQueries: count > 0, phases, member)
    guard count > 0 else { return }
    let (width, query) = (widthActivations.first(count), queryActivations.first(count))
    let feedForward = feedForwardActivations.first(count)
    attend(layer, batch, selected, into: query, member)
    phases?.note("attention")
    moveToFront(selected, member)
    addProduct(weights.output, query, weights.postAttentionNorm, count, member)
    phases?.note("products")
    normalize(count, weights.feedForwardNorm, into: width, member)
    phases?.note("rows")
    multiplyGates(weights, width, into: feedForward, phases, member)
    addProduct(weights.down, feedForward, weights.postFeedForwardNorm, count, member)
    phases?.note("products")
  }

  /// Moves the selected rows of the residual stream to its front.
  private func moveToFront(_ selected: RowSelection, _ member: TeamMember) {
    guard !selected.isPrefix else { return }
    let width = configuration.width
    // One member alone, from the front: a row moves onto one that has moved already or is not selected.
    team.share(member, 1, chunk: 1) { _ in
      for (slot, row) in selected.rows.enumerated() where slot != row {
        (residual + slot * width).update(from: residual + row * width, count: width)
      }
    }
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
        activations.quantize(row, normalized, columns: 0..<width, kernels)
      }
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

  /// down's input: activation(gate × row) · (up × row), quantised, for some columns of all rows at a time while they are
  /// in the cache.
  private func multiplyGates(
    _ weights: LayerWeights, _ activations: ActivationBuffer, into result: ActivationBuffer, _ phases: PhaseTimes?,
    _ member: TeamMember
  ) {
    let width = configuration.feedForwardWidth
    let block = Int(KS_BLOCK)
    let blockTiles = block / PackedMatrix.tileRows
    let rows = Int(activations.shape.tokens)
    team.share(member, width / block, chunk: max(1, tileChunk(weights.gate) / blockTiles)) { blocks in
      let tiles = blocks.lowerBound * blockTiles..<blocks.upperBound * blockTiles
      multiply(weights.gate, tiles, activations, gate, width)
      multiply(weights.up, tiles, activations, up, width)
      phases?.note("products")
      let columns = blocks.lowerBound * block..<blocks.upperBound * block
      for row in 0..<rows {
        let g = gate + row * width
        let (some, u, count) = (g + columns.lowerBound, up + row * width + columns.lowerBound, Int32(columns.count))
        switch configuration.activation {
        case .silu: kernels.silu_times(some, u, count)
        case .gelu: kernels.gelu_times(some, u, count)
        }
        result.quantize(row, g, columns: columns, kernels)
      }
      phases?.note("rows")
    }
  }
}
