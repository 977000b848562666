/// Where a tensor lies in its file, and what it holds. All numbers were checked against the file when it was opened.
public struct GGUFTensor: Hashable, Sendable {
  public let name: String
  /// One to four numbers, none zero. The first is the length of a row; rows lie one after another.
  public let dimensions: [Int]
  public let type: TensorType
  /// Distance from the start of the file, in bytes.
  public let offset: Int
  public let byteCount: Int

  /// Numbers in a row.
  public var rowLength: Int { dimensions[0] }
  /// Product of all dimensions but the first.
  public var rowCount: Int { dimensions.dropFirst().reduce(1, *) }
  /// Bytes of a row.
  public var rowByteCount: Int { rowLength / type.blockLength * type.blockByteCount }

  init(name: String, dimensions: [Int], type: TensorType, offset: Int, byteCount: Int) {
    self.name = name
    self.dimensions = dimensions
    self.type = type
    self.offset = offset
    self.byteCount = byteCount
  }
}
