import KernelSIMD

/// Neighbouring rows of a batch whose attention is computed together, so that a page which they share is read once for
/// all of them and for all query heads of a group.
struct AttentionBlock {
  var rows: Range<Int>

  /// Rows of one block: their accumulators should fit the first-level cache beside a page.
  static func rowCount(_ model: ModelConfiguration) -> Int {
    max(1, min(32, 6144 / (model.groupSize * model.headDimensions)))
  }

  /// Floats that a member needs for a block: accumulators, maxima and sums, and its queries in 16 bits.
  static func scratchCount(_ model: ModelConfiguration) -> Int {
    let blocks = blockCount(model)
    return rowCount(model) * model.groupSize * (model.headDimensions + 2 + blocks + model.headDimensions / 2)
  }

  /// Blocks of dimensions that share a scale.
  static func blockCount(_ model: ModelConfiguration) -> Int {
    (model.headDimensions + Int(KS_BLOCK) - 1) / Int(KS_BLOCK)
  }
}

/// Rows of a batch that a layer computes to its end, and the blocks in which it attends for them.
struct RowSelection {
  /// Ascending.
  let rows: [Int]
  let blocks: [AttentionBlock]

  /// Blocks are small enough that each of `members` finds a few pieces of work. How rows are cut into blocks changes no
  /// result.
  init(_ rows: [Int], _ model: ModelConfiguration, members: Int) {
    self.rows = rows
    let size = max(1, min(AttentionBlock.rowCount(model), rows.count * model.keyValueHeadCount / (3 * members)))
    var blocks: [AttentionBlock] = []
    for row in rows {
      if let last = blocks.last, last.rows.upperBound == row, last.rows.count < size {
        blocks[blocks.count - 1].rows = last.rows.lowerBound..<row + 1
      } else {
        blocks.append(AttentionBlock(rows: row..<row + 1))
      }
    }
    self.blocks = blocks
  }

  /// Whether the rows are the batch's first ones.
  var isPrefix: Bool { rows.last.map { $0 == rows.count - 1 } ?? true }
}

extension ForwardPass {
  /// Queries, keys and values of all rows, head by head: adds biases, norms and rotates queries and keys, scales the
  /// queries, and stores keys and values.
  func project(
    _ layer: Int, _ weights: LayerWeights, _ activations: ActivationBuffer, _ batch: Batch, withQueries: Bool,
    _ phases: PhaseTimes?, _ member: TeamMember
  ) {
    let model = configuration
    let table = model.attention.isLocal(layer) ? localRope ?? rope : rope
    // Heads of keys and values first: they are the larger pieces.
    let pairs = model.keyValueHeadCount
    team.share(member, withQueries ? pairs + model.headCount : pairs, chunk: 1) { heads in
      for head in heads {
        if head < pairs {
          multiplyHead(weights.key, head, activations, keys)
          multiplyHead(weights.value, head, activations, values)
          phases?.note("products")
          for row in 0..<batch.count { store(layer, head, weights, table, batch, row) }
        } else {
          multiplyHead(weights.query, head - pairs, activations, projected)
          phases?.note("products")
          for row in 0..<batch.count { placeQuery(head - pairs, weights, table, Int(batch.positions[row]), row) }
        }
        phases?.note("rows")
      }
    }
  }

  private var keys: UnsafeMutablePointer<Float> { projected + configuration.queryWidth }
  private var values: UnsafeMutablePointer<Float> { keys + configuration.keyValueWidth }

  @inline(__always)
  private func multiplyHead(
    _ matrix: PackedMatrix, _ head: Int, _ activations: ActivationBuffer, _ out: UnsafeMutablePointer<Float>
  ) {
    let tiles = configuration.headDimensions / PackedMatrix.tileRows
    multiply(matrix, head * tiles..<(head + 1) * tiles, activations, out, projectedWidth)
  }

  private func placeQuery(_ head: Int, _ weights: LayerWeights, _ table: RotaryTable, _ position: Int, _ row: Int) {
    let dimensions = configuration.headDimensions
    let query = projected + row * projectedWidth + head * dimensions
    if let bias = weights.queryBias { kernels.add(query, bias + head * dimensions, Int32(dimensions)) }
    rotate(query, weights.queryNorm, table, position)
    kernels.scale(query, 1 / Float(dimensions).squareRoot(), Int32(dimensions))
  }

  private func store(
    _ layer: Int, _ head: Int, _ weights: LayerWeights, _ table: RotaryTable, _ batch: Batch, _ row: Int
  ) {
    let dimensions = configuration.headDimensions
    let offset = row * projectedWidth + head * dimensions
    let (key, value, position) = (keys + offset, values + offset, Int(batch.positions[row]))
    if let bias = weights.keyBias { kernels.add(key, bias + head * dimensions, Int32(dimensions)) }
    if let bias = weights.valueBias { kernels.add(value, bias + head * dimensions, Int32(dimensions)) }
    rotate(key, weights.keyNorm, table, position)
    let page = batch.runs[Int(batch.runOfRow[row])].pages[position / PagePool.positions]
    kernels.store_kv(
      pool.head(head, ofLayer: layer, in: page), Int32(position % PagePool.positions), key, value, Int32(dimensions))
  }

  @inline(__always)
  private func rotate(
    _ one: UnsafeMutablePointer<Float>, _ norm: LayerWeights.Vector?, _ table: RotaryTable, _ position: Int
  ) {
    let dimensions = Int32(configuration.headDimensions)
    if let norm { kernels.rms_norm(one, norm, configuration.normEpsilon, one, dimensions) }
    kernels.rope(
      one, table.cosines(position), table.sines(position), dimensions, configuration.attention.rope.isSplit ? 1 : 0)
  }

  /// Attention of the selected rows, and its results quantised, one behind the other.
  func attend(
    _ layer: Int, _ batch: Batch, _ selected: RowSelection, into activations: ActivationBuffer, _ member: TeamMember
  ) {
    let heads = configuration.keyValueHeadCount
    let blocks = selected.blocks
    team.share(member, blocks.count * heads, chunk: 1) { range in
      for item in range { attend(layer, head: item % heads, batch, blocks[item / heads], member) }
    }
    team.share(member, selected.rows.count, chunk: 4) { range in
      for slot in range {
        let width = configuration.queryWidth
        activations.quantize(slot, attended + selected.rows[slot] * width, columns: 0..<width, kernels)
      }
    }
  }

  /// One head of keys and values for one block of rows: page by page from the first position on, rows that share a page
  /// together. A row's softmax runs along with the pages (arXiv 2112.05682), in an order that its position alone fixes.
  private func attend(_ layer: Int, head: Int, _ batch: Batch, _ block: AttentionBlock, _ member: TeamMember) {
    let model = configuration
    let (group, dimensions) = (model.groupSize, model.headDimensions)
    let window = model.attention.isLocal(layer) ? model.attention.window : nil
    let size = PagePool.positions
    let queryCount = block.rows.count * group

    let accumulators = memberScratch + member.index * memberStride  // [rows][group][dimensions]
    let maxima = accumulators + queryCount * dimensions  // [rows][group]
    let sums = maxima + queryCount
    accumulators.update(repeating: 0, count: queryCount * dimensions)
    maxima.update(repeating: -.infinity, count: queryCount)
    sums.update(repeating: 0, count: queryCount)

    let blocks = AttentionBlock.blockCount(model)
    let scales = sums + queryCount  // [rows][group][blocks]
    let quants = UnsafeMutableRawPointer(scales + queryCount * blocks).assumingMemoryBound(to: Int16.self)
    var queries = ks_queries(dimensions: Int32(dimensions), quants: quants, scales: scales)
    var lastPosition = 0
    for row in block.rows {
      lastPosition = max(lastPosition, Int(batch.positions[row]))
      for member in 0..<group {
        let query = (row - block.rows.lowerBound) * group + member
        kernels.quantize_query(
          projected + row * projectedWidth + (head * group + member) * dimensions, Int32(dimensions),
          quants + query * dimensions, scales + query * blocks)
      }
    }
    withUnsafePointer(to: &queries) { queries in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * queryCount) { bounds in
        let (from, to) = (bounds.baseAddress!, bounds.baseAddress! + queryCount)
        for index in 0...lastPosition / size {
          var row = block.rows.lowerBound
          while row < block.rows.upperBound {
            // The longest stretch of rows that see something of one and the same page.
            let first = row
            var page: PagePool.PageID = -1
            while row < block.rows.upperBound {
              let position = Int(batch.positions[row])
              let begin = max(0, (window.map { position - $0 + 1 } ?? 0) - index * size)
              let end = min(size, position + 1 - index * size)
              guard begin < end else { break }
              let own = batch.runs[Int(batch.runOfRow[row])].pages[index]
              guard page < 0 || page == own else { break }
              page = own
              for member in 0..<group {
                let query = (row - block.rows.lowerBound) * group + member
                from[query] = Int32(begin)
                to[query] = Int32(end)
              }
              row += 1
            }
            guard row > first else {
              row += 1
              continue
            }
            let start = (first - block.rows.lowerBound) * group
            kernels.attend(
              queries, Int32(start), Int32((row - first) * group), pool.head(head, ofLayer: layer, in: page),
              from + start, to + start, maxima + start, sums + start, accumulators + start * dimensions)
          }
        }
      }
    }
    for row in block.rows {
      for member in 0..<group {
        let query = (row - block.rows.lowerBound) * group + member
        let source = accumulators + query * dimensions
        let target = attended + row * model.queryWidth + (head * group + member) * dimensions
        let factor = 1 / sums[query]
        for dimension in 0..<dimensions { target[dimension] = source[dimension] * factor }
      }
    }
  }
}
