import Inference
import KernelSIMD
import ModelFiles

/// A weight matrix `[rows][columns]` in the tiles that the kernels multiply with.
struct PackedMatrix {
  /// Shape and place, as the kernels take it. The memory belongs to the model.
  var tiles: ks_matrix

  var rows: Int { Int(tiles.rows) }
  var columns: Int { Int(tiles.columns) }
  var tileCount: Int { (rows + tileRows - 1) / tileRows }
  var byteCount: Int { tileCount * tiles.tile_bytes }

  /// Rows of one tile.
  static var tileRows: Int { Int(KS_TILE_ROWS) }
  private var tileRows: Int { Self.tileRows }

  /// Shape of `tensor` when packed, without memory.
  ///
  /// - Throws: ``InferenceError`` with code `badModel` for a shape that the kernels do not take.
  init(shapeOf tensor: GGUFTensor) throws(InferenceError) {
    let packing = ks_packing_of(Int32(tensor.type.rawValue))
    let (rows, columns) = (tensor.rowCount, tensor.rowLength)
    guard packing >= 0, columns % Int(KS_BLOCK) == 0, rows <= 1 << 24, columns <= 1 << 20 else {
      throw InferenceError(
        .badModel,
        "Tensor \(tensor.name) is \(rows) rows of \(columns) \(tensor.type), which the kernel cannot multiply.",
        remedy: "Rows have to be a multiple of 32 long; another quantisation of the same model may do.")
    }
    tiles = ks_matrix(
      packing: packing, rows: Int32(rows), columns: Int32(columns),
      tile_bytes: ks_tile_bytes(packing, Int32(columns)), data: nil)
  }
}

/// Rows of token embeddings, read from the file one at a time: a prompt touches few of them.
struct EmbeddingTable {
  let file: GGUFFile
  let tensor: GGUFTensor

  /// Puts row `token` as floats into `out[columns]`.
  func read(_ token: Int, into out: UnsafeMutablePointer<Float>) {
    let row = file.bytes(of: tensor).baseAddress!.assumingMemoryBound(to: UInt8.self) + token * tensor.rowByteCount
    ks_dequantize(Int32(tensor.type.rawValue), row, Int32(tensor.rowLength), out)
  }
}
