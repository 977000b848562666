/// A model file in GGUF format, version 2 or 3, mapped into memory.
///
/// Everything in the file is checked when it is opened: afterwards every tensor lies inside the file, apart from every
/// other, with a size that fits its dimensions and type. The layout is that of docs/gguf.md in the ggml repository.
public final class GGUFFile: Sendable {
  public let path: String
  /// Bytes of the whole file.
  public let size: Int
  public let metadata: GGUFMetadata
  /// In the order of the file's directory.
  public let tensors: [GGUFTensor]

  private let mapping: MappedFile
  private let indices: [String: Int]

  /// - Throws: ``GGUFError``.
  public init(path: String) throws(GGUFError) {
    self.path = path
    mapping = try MappedFile(path: path)
    size = mapping.bytes.count
    var reader = GGUFHeaderReader(file: mapping)
    let header = try reader.header()
    metadata = header.metadata
    tensors = header.tensors
    indices = header.indices
  }

  public func tensor(named name: String) -> GGUFTensor? { indices[name].map { tensors[$0] } }

  /// The tensor's bytes, valid as long as this object lives; keep it alive with `withExtendedLifetime` around the use.
  ///
  /// - Precondition: the tensor is one of this file's.
  public func bytes(of tensor: GGUFTensor) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: mapping.bytes[tensor.offset..<tensor.offset + tensor.byteCount])
  }

  /// Gives the tensor's memory back to the system, for a tensor that was repacked into another form. Its bytes stay
  /// readable, and are loaded again from the file by whoever reads them.
  public func release(_ tensor: GGUFTensor) {
    mapping.release(tensor.offset..<tensor.offset + tensor.byteCount)
  }
}
