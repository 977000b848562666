/// Reads everything before the numbers themselves: version, metadata, and the directory of tensors.
struct GGUFHeaderReader {
  struct Header {
    var metadata: GGUFMetadata
    var tensors: [GGUFTensor]
    var indices: [String: Int]
  }

  /// A tensor as the directory has it, before its place is known to be good.
  private struct Entry {
    var name: String
    var dimensions: [Int]
    var type: TensorType
    var byteCount: Int
    /// From the start of the data section.
    var offset: UInt64
    /// Where the directory says so.
    var offsetPosition: Int
  }

  private let file: MappedFile
  private var cursor: GGUFCursor

  init(file: MappedFile) {
    self.file = file
    cursor = GGUFCursor(file: file, range: 0..<file.bytes.count)
  }

  mutating func header() throws(GGUFError) -> Header {
    try checkMagicAndVersion()
    // The least that an entry takes: name length, dimension count, one dimension, type, offset; key length, type, value.
    let tensorCount = try cursor.count("the number of tensors", limit: cursor.remaining / 32)
    let valueCount = try cursor.count("the number of metadata values", limit: cursor.remaining / 13)
    let metadata = try metadata(count: valueCount)
    let alignment = try alignment(metadata)
    let entries = try entries(count: tensorCount)
    let (dataStart, overflow) = cursor.position.addingReportingOverflow(alignment - 1)
    guard !overflow else { throw malformed(cursor.position, "the alignment \(alignment) leads past any file.") }
    let tensors = try place(entries, dataStart: dataStart / alignment * alignment, alignment: alignment)
    var indices: [String: Int] = [:]
    indices.reserveCapacity(tensors.count)
    for (index, tensor) in tensors.enumerated() { indices[tensor.name] = index }
    return Header(metadata: metadata, tensors: tensors, indices: indices)
  }

  private mutating func checkMagicAndVersion() throws(GGUFError) {
    guard file.bytes.count >= 4, file.bytes[0..<4].elementsEqual("GGUF".utf8) else {
      throw GGUFError(.notGGUF, path: file.path, offset: 0, "does not begin with the letters GGUF.")
    }
    try cursor.skip(4, "the letters GGUF")
    let version = try cursor.integer(UInt32.self, "the version")
    guard version == 2 || version == 3 else {
      let swapped = version.byteSwapped
      let message =
        swapped >= 1 && swapped <= 3
        ? "is in big-endian byte order, and only little-endian files are read."
        : "has version \(version) of the format, and versions 2 and 3 are read."
      throw GGUFError(.unsupportedVersion, path: file.path, offset: 4, message)
    }
  }

  private mutating func metadata(count: Int) throws(GGUFError) -> GGUFMetadata {
    var values: [String: GGUFValue] = [:]
    for _ in 0..<count {
      let start = cursor.position
      let key = try name("a metadata key")
      let kind = try cursor.kind("the type of \(key)")
      let value = try cursor.value(of: kind, key: key)
      guard values.updateValue(value, forKey: key) == nil else {
        throw malformed(start, "the key \(key) occurs twice.")
      }
    }
    return GGUFMetadata(file: file, values: values)
  }

  private func alignment(_ metadata: GGUFMetadata) throws(GGUFError) -> Int {
    guard let alignment = try metadata.optionalInt("general.alignment") else { return 32 }
    guard alignment > 0, alignment & (alignment - 1) == 0, alignment <= 1 << 30 else {
      throw metadata.bad("general.alignment", "is \(alignment), expected a power of two up to 2³⁰.")
    }
    return alignment
  }

  private mutating func entries(count: Int) throws(GGUFError) -> [Entry] {
    var entries: [Entry] = []
    var names: Set<String> = []
    for _ in 0..<count {
      let start = cursor.position
      let name = try name("a tensor's name")
      guard names.insert(name).inserted else { throw malformed(start, "the tensor \(name) occurs twice.") }
      entries.append(try entry(name: name))
    }
    return entries
  }

  private mutating func entry(name: String) throws(GGUFError) -> Entry {
    let start = cursor.position
    let dimensionCount = try cursor.integer(UInt32.self, "the number of dimensions of \(name)")
    guard (1...4).contains(dimensionCount) else {
      throw malformed(start, "the tensor \(name) has \(dimensionCount) dimensions, expected 1 to 4.")
    }
    var dimensions: [Int] = []
    var elements = 1
    for _ in 0..<dimensionCount {
      let place = cursor.position
      let dimension = try cursor.integer(UInt64.self, "a dimension of \(name)")
      // No tensor has more numbers than four to a byte, whatever its type: keeps products far from overflow.
      guard dimension > 0, dimension <= UInt64(Int32.max) else {
        throw malformed(place, "the tensor \(name) has a dimension of \(dimension), expected 1 to \(Int32.max).")
      }
      let (product, overflow) = elements.multipliedReportingOverflow(by: Int(dimension))
      guard !overflow else { throw malformed(place, "the dimensions of \(name) multiply to more than 2⁶³.") }
      elements = product
      dimensions.append(Int(dimension))
    }
    let typePosition = cursor.position
    let number = try cursor.integer(UInt32.self, "the type of \(name)")
    guard let type = TensorType(rawValue: number) else {
      let known = TensorType.name(of: number)
      throw GGUFError(
        known == nil ? .malformed : .unsupportedTensorType, path: file.path, offset: typePosition,
        "the tensor \(name) has type \(known ?? "number \(number)"), which is not supported.")
    }
    guard dimensions[0] % type.blockLength == 0 else {
      throw malformed(
        start, "rows of \(name) have \(dimensions[0]) numbers, and \(type) comes in blocks of \(type.blockLength).")
    }
    let (byteCount, overflow) = (elements / type.blockLength).multipliedReportingOverflow(by: type.blockByteCount)
    guard !overflow else { throw malformed(start, "the tensor \(name) has more than 2⁶³ bytes.") }
    let offsetPosition = cursor.position
    let offset = try cursor.integer(UInt64.self, "the offset of \(name)")
    return Entry(
      name: name, dimensions: dimensions, type: type, byteCount: byteCount, offset: offset,
      offsetPosition: offsetPosition)
  }

  private func place(_ entries: [Entry], dataStart: Int, alignment: Int) throws(GGUFError) -> [GGUFTensor] {
    var tensors: [GGUFTensor] = []
    tensors.reserveCapacity(entries.count)
    for entry in entries {
      guard entry.offset % UInt64(alignment) == 0 else {
        throw malformed(
          entry.offsetPosition,
          "the tensor \(entry.name) begins at \(entry.offset), which is no multiple of the alignment \(alignment).")
      }
      guard dataStart <= file.bytes.count, entry.byteCount <= file.bytes.count - dataStart,
        entry.offset <= UInt64(file.bytes.count - dataStart - entry.byteCount)
      else {
        throw GGUFError(
          .truncated, path: file.path, offset: entry.offsetPosition,
          """
          the tensor \(entry.name) has \(entry.byteCount) bytes from \(entry.offset) of the data section, which lie \
          past the end of the file (\(file.bytes.count) bytes, data from \(dataStart)).
          """)
      }
      tensors.append(
        GGUFTensor(
          name: entry.name, dimensions: entry.dimensions, type: entry.type, offset: dataStart + Int(entry.offset),
          byteCount: entry.byteCount))
    }
    let order = tensors.indices.sorted { tensors[$0].offset < tensors[$1].offset }
    for (a, b) in zip(order, order.dropFirst()) where tensors[a].offset + tensors[a].byteCount > tensors[b].offset {
      throw malformed(entries[b].offsetPosition, "the tensors \(tensors[a].name) and \(tensors[b].name) overlap.")
    }
    return tensors
  }

  /// A key or a tensor's name: the format allows 65,535 bytes.
  private mutating func name(_ what: String) throws(GGUFError) -> String {
    let start = cursor.position
    let range = try cursor.string(what)
    guard !range.isEmpty, range.count <= 65_535 else {
      throw malformed(start, "\(what) has \(range.count) bytes, expected 1 to 65,535.")
    }
    return try file.text(at: range, what)
  }

  private func malformed(_ offset: Int, _ message: String) -> GGUFError {
    GGUFError(.malformed, path: file.path, offset: offset, message)
  }
}
