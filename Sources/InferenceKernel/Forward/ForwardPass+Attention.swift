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

  /// Small enough that each of `members` finds a few pieces of work. How rows are cut into blocks changes no result.
  static func blocks(of batch: Batch, _ model: ModelConfiguration, members: Int) -> [AttentionBlock] {
    let size = max(1, min(rowCount(model), batch.count * model.keyValueHeadCount / (3 * members)))
    return stride(from: 0, to: batch.count, by: size).map {
      AttentionBlock(rows: $0..<min(batch.count, $0 + size))
    }
  }
}

extension ForwardPass {
  /// Adds biases, norms and rotates queries and keys, scales the queries, and stores keys and values.
  func placeKeysAndValues(_ layer: Int, _ weights: LayerWeights, _ batch: Batch, _ member: TeamMember) {
    let model = configuration
    let dimensions = model.headDimensions
    let table = model.attention.isLocal(layer) ? localRope ?? rope : rope
    let split: Int32 = model.attention.rope.isSplit ? 1 : 0
    let queryScale = 1 / Float(dimensions).squareRoot()
    team.share(member, batch.count, chunk: 4) { range in
      for row in range {
        let query = projected + row * projectedWidth
        let key = query + model.queryWidth
        let value = key + model.keyValueWidth
        if let bias = weights.queryBias { kernels.add(query, bias, Int32(model.queryWidth)) }
        if let bias = weights.keyBias { kernels.add(key, bias, Int32(model.keyValueWidth)) }
        if let bias = weights.valueBias { kernels.add(value, bias, Int32(model.keyValueWidth)) }
        let position = Int(batch.positions[row])
        let (cosines, sines) = (table.cosines(position), table.sines(position))
        for head in 0..<model.headCount {
          let one = query + head * dimensions
          if let norm = weights.queryNorm { kernels.rms_norm(one, norm, model.normEpsilon, one, Int32(dimensions)) }
          kernels.rope(one, cosines, sines, Int32(dimensions), split)
          kernels.scale(one, queryScale, Int32(dimensions))
        }
        let run = batch.runs[Int(batch.runOfRow[row])]
        let page = run.pages[position / PagePool.positions]
        for head in 0..<model.keyValueHeadCount {
          let one = key + head * dimensions
          if let norm = weights.keyNorm { kernels.rms_norm(one, norm, model.normEpsilon, one, Int32(dimensions)) }
          kernels.rope(one, cosines, sines, Int32(dimensions), split)
          kernels.store_kv(
            pool.head(head, ofLayer: layer, in: page), Int32(position % PagePool.positions), one,
            value + head * dimensions, Int32(dimensions))
        }
      }
    }
  }

  /// Attention of all rows, and its result quantised.
  func attend(_ layer: Int, _ batch: Batch, _ blocks: [AttentionBlock], _ member: TeamMember) {
    let heads = configuration.keyValueHeadCount
    team.share(member, blocks.count * heads, chunk: 1) { range in
      for item in range { attend(layer, head: item % heads, batch, blocks[item / heads], member) }
    }
    team.share(member, batch.count, chunk: 4) { range in
      for row in range {
        withUnsafePointer(to: queryActivations.shape) {
          kernels.quantize($0, Int32(row), attended + row * configuration.queryWidth)
        }
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
