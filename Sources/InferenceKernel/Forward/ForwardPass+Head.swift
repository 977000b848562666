import KernelSIMD

/// A row of a batch of which all logits are wanted.
struct FullOutput {
  /// Its place among the rows whose output is wanted.
  var row: Int
  var slot: Int
}

/// A row of a batch of which the logits of some tokens are wanted.
struct SomeOutput {
  /// Its place among the rows whose output is wanted.
  var row: Int
  var slot: Int
  var tokens: [Int32]
  /// In the order of `tokens`; the pass owns the memory.
  var results: UnsafeMutablePointer<Float>
}

extension ForwardPass {
  /// Sorts the wanted outputs into those that need every row of the head and those that need a few.
  func prepareOutputs(_ batch: Batch) {
    fullOutputs = []
    someOutputs.forEach { $0.results.deallocate() }
    someOutputs = []
    for (row, output) in batch.outputs.map(\.output).enumerated() {
      switch output {
      case .all: fullOutputs.append(FullOutput(row: row, slot: fullOutputs.count))
      case .tokens(let tokens):
        someOutputs.append(
          SomeOutput(row: row, slot: someOutputs.count, tokens: tokens, results: .allocate(capacity: tokens.count)))
      }
    }
    precondition(fullOutputs.count <= outputCapacity)
  }

  /// Logits of the tokens that the `slot`th row wanted, of those rows that wanted some.
  func someLogits(_ slot: Int) -> [Float] {
    let output = someOutputs[slot]
    return Array(UnsafeBufferPointer(start: output.results, count: output.tokens.count))
  }

  /// Logits `[vocabulary]` of the `slot`th row that wanted all of them.
  func fullLogits(_ slot: Int) -> UnsafeMutablePointer<Float> { logits + slot * logitStride }

  /// The language-model head, for the wanted rows alone.
  func head(_ fullOutputs: [FullOutput], _ someOutputs: [SomeOutput], _ member: TeamMember) {
    let width = configuration.width
    let normalized = memberScratch + member.index * memberStride
    if !fullOutputs.isEmpty {
      let activations = outputActivations.first(fullOutputs.count)
      team.share(member, fullOutputs.count, chunk: 1) { range in
        for output in fullOutputs[range] {
          kernels.rms_norm(
            residual + output.row * width, model.outputNorm, configuration.normEpsilon, normalized, Int32(width))
          activations.quantize(output.slot, normalized, columns: 0..<width, kernels)
        }
      }
      team.share(member, model.head.tileCount, chunk: tileChunk(model.head)) { tiles in
        multiply(model.head, tiles, activations, logits, logitStride)
      }
    }
    team.share(member, someOutputs.count, chunk: 1) { range in
      for output in someOutputs[range] { chooseLogits(output, normalized) }
    }
  }

  /// A row's logits of some tokens: only the tiles of the head that hold them are multiplied.
  private func chooseLogits(_ output: SomeOutput, _ normalized: UnsafeMutablePointer<Float>) {
    let width = configuration.width
    kernels.rms_norm(
      residual + output.row * width, model.outputNorm, configuration.normEpsilon, normalized, Int32(width))
    // The layers are done with their activations: the row takes a slot of them for itself.
    var one = widthActivations
    let blocks = width / Int(KS_BLOCK)
    one.shape.tokens = 1
    one.shape.quants += output.slot * width
    one.shape.scales += output.slot * blocks
    one.shape.sums += output.slot * blocks
    one.shape.offsets += output.slot * 2 * blocks
    if one.shape.floats != nil { one.shape.floats += output.slot * width }
    one.quantize(0, normalized, columns: 0..<width, kernels)
    let tileRows = PackedMatrix.tileRows
    withUnsafeTemporaryAllocation(of: Float.self, capacity: tileRows) { tile in
      for (place, token) in output.tokens.enumerated() {
        let index = Int(token) / tileRows
        // `out` is where row 0 of the matrix would be; the kernel writes the rows of the tile alone.
        multiply(model.head, index..<index + 1, one, tile.baseAddress! - index * tileRows, tileRows)
        output.results[place] = tile[Int(token) % tileRows]
      }
    }
  }
}
