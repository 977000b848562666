import Inference
import KernelSIMD
import ModelFiles

/// Takes the tensors of a file one by one, checks their shapes, gives them places in two regions of memory, and packs all
/// matrices at the end on many threads.
struct WeightLoader {
  let file: GGUFFile
  /// Tiles of the matrices.
  let matrices: AlignedMemory
  /// Norms and biases as floats.
  let vectors: AlignedMemory

  private var matrixBytes = 0
  private var vectorBytes = 0
  private var jobs: [(tensor: GGUFTensor, matrix: PackedMatrix)] = []

  /// Reserves memory for every tensor of the file; what is not loaded is never touched.
  init(_ file: GGUFFile) throws(InferenceError) {
    self.file = file
    var (matrixTotal, vectorTotal) = (0, 0)
    for tensor in file.tensors {
      if tensor.dimensions.count > 1 {
        matrixTotal += try PackedMatrix(shapeOf: tensor).byteCount + 64
      } else {
        vectorTotal += tensor.rowLength * MemoryLayout<Float>.stride + 64
      }
    }
    matrices = try AlignedMemory(byteCount: matrixTotal, for: "packed weights")
    vectors = try AlignedMemory(byteCount: vectorTotal, for: "norms and biases")
  }

  /// A matrix of exactly this shape.
  mutating func matrix(_ name: String, rows: Int, columns: Int) throws(InferenceError) -> PackedMatrix {
    let tensor = try require(name)
    guard tensor.rowCount == rows, tensor.rowLength == columns else {
      throw wrongShape(tensor, "\(rows) rows of \(columns)")
    }
    var matrix = try PackedMatrix(shapeOf: tensor)
    matrix.tiles.data = UnsafePointer((matrices.base + matrixBytes).assumingMemoryBound(to: UInt8.self))
    matrixBytes += (matrix.byteCount + 63) & ~63
    jobs.append((tensor, matrix))
    return matrix
  }

  /// A vector of exactly `count` floats.
  mutating func vector(_ name: String, count: Int) throws(InferenceError) -> LayerWeights.Vector {
    let tensor = try require(name)
    guard tensor.rowCount == 1, tensor.rowLength == count else { throw wrongShape(tensor, "\(count) numbers") }
    let out = vectors.pointer(to: Float.self, at: vectorBytes)
    vectorBytes += (count * MemoryLayout<Float>.stride + 63) & ~63
    ks_dequantize(
      Int32(tensor.type.rawValue), file.bytes(of: tensor).baseAddress!.assumingMemoryBound(to: UInt8.self),
      Int32(count), out)
    return UnsafePointer(out)
  }

  mutating func optionalVector(_ name: String, count: Int) throws(InferenceError) -> LayerWeights.Vector? {
    file.tensor(named: name) == nil ? nil : try vector(name, count: count)
  }

  /// Packs what was asked for, one matrix after another, and gives each one's part of the mapping back before the next:
  /// at no time is much more in memory than what is packed already.
  func pack(on team: WorkerTeam) {
    team.run { member in
      for job in jobs {
        // About a quarter of a megabyte of source each.
        let chunk = max(1, 262_144 / max(1, job.tensor.rowByteCount * PackedMatrix.tileRows))
        team.share(member, job.matrix.tileCount, chunk: chunk) { pack(job, $0) }
        if member.index == 0 { file.release(job.tensor) }
      }
    }
  }

  private func pack(_ job: (tensor: GGUFTensor, matrix: PackedMatrix), _ tiles: Range<Int>) {
    let shape = job.matrix.tiles
    ks_pack(
      Int32(job.tensor.type.rawValue), file.bytes(of: job.tensor).baseAddress!.assumingMemoryBound(to: UInt8.self),
      job.tensor.rowByteCount, shape.rows, shape.columns, Int32(tiles.lowerBound), Int32(tiles.upperBound),
      UnsafeMutablePointer(mutating: shape.data))
  }

  private func require(_ name: String) throws(InferenceError) -> GGUFTensor {
    guard let tensor = file.tensor(named: name) else {
      throw InferenceError(
        .badModel, "\(file.path) has no tensor \(name).",
        remedy: "The file is incomplete or holds another kind of model; `panel model verify` checks known ones.")
    }
    return tensor
  }

  private func wrongShape(_ tensor: GGUFTensor, _ expected: String) -> InferenceError {
    InferenceError(
      .badModel,
      "\(file.path): tensor \(tensor.name) has the dimensions \(tensor.dimensions.map(String.init).joined(separator: " × ")), expected \(expected)."
    )
  }
}

extension GGUFFile {
  /// The first `count` numbers of a small tensor as floats.
  func floats(of tensor: GGUFTensor, count: Int) throws(InferenceError) -> [Float] {
    guard tensor.rowLength == count, tensor.rowCount == 1, tensor.type == .f32 else {
      throw InferenceError(.badModel, "\(path): tensor \(tensor.name) is not a vector of \(count) F32 numbers.")
    }
    let source = bytes(of: tensor)
    return (0..<count).map { source.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
  }
}
