/// The tokens of a model file as the file lists them, before a tokenizer makes them its own.
struct Vocabulary: Sendable {
  /// What a token is for. The numbers are those of the format (`tokenizer.ggml.token_type`).
  enum Kind: UInt8, Sendable {
    case normal = 1
    case unknown = 2
    /// A marker that ends turns, opens tools and the like; never text.
    case control = 3
    /// Found in a text before anything else is; runs of white space and tags of HTML, but also markers.
    case userDefined = 4
    case unused = 5
    /// A single byte, written `<0x0A>`.
    case byte = 6
  }

  let metadata: GGUFMetadata
  /// As the file spells them. Only those that begin with `<` or `[` can be looked up.
  let texts: ByteStringTable
  let kinds: [Kind]
  let beginningOfSequence: Int32?
  let endOfSequence: Int32?
  let unknown: Int32?
  let endsOfGeneration: Set<Int32>

  var count: Int { kinds.count }

  init(_ metadata: GGUFMetadata) throws(GGUFError) {
    self.metadata = metadata
    guard let count = try metadata.optionalCount("tokenizer.ggml.tokens") else {
      throw GGUFError(
        .missingValue, path: metadata.file.path, "has no vocabulary (tokenizer.ggml.tokens).",
        remedy: "Take a file that holds the whole model, not a part of it or an adapter.")
    }
    guard count > 0, count <= 1 << 24 else {
      throw metadata.bad("tokenizer.ggml.tokens", "has \(count) tokens, expected 1 to 2²⁴.")
    }
    var kinds = try Self.kinds(metadata, count: count)
    // Markers begin with one of these; a table of the whole vocabulary would take as long as all of the rest.
    let openings = Array("<[".utf8)
    var texts = ByteStringTable(minimumCapacity: count)
    try metadata.forEachString("tokenizer.ggml.tokens") { (_, bytes) throws(GGUFError) in
      texts.append(bytes, findable: bytes.first.map(openings.contains) ?? false)
    }

    func special(_ name: String) throws(GGUFError) -> Int32? {
      let key = "tokenizer.ggml.\(name)_token_id"
      guard let id = try metadata.optionalInt(key) else { return nil }
      guard id >= 0, id < count else { throw metadata.bad(key, "is \(id), and the tokens go from 0 to \(count - 1).") }
      return Int32(id)
    }
    beginningOfSequence = try special("bos")
    endOfSequence = try special("eos")
    unknown = try special("unknown")

    var ends: Set<Int32> = []
    for id in [endOfSequence, try special("eot"), try special("eom")] { if let id { ends.insert(id) } }
    for name in Self.endNames {
      guard let id = texts.index(of: Array(name.utf8)) else { continue }
      ends.insert(Int32(id))
    }
    // Whatever a file says of their type: text must not come out as one of these.
    for id in ends { kinds[Int(id)] = .control }
    if let id = beginningOfSequence { kinds[Int(id)] = .control }
    endsOfGeneration = ends
    self.texts = texts
    self.kinds = kinds
  }

  private static func kinds(_ metadata: GGUFMetadata, count: Int) throws(GGUFError) -> [Kind] {
    guard metadata.contains("tokenizer.ggml.token_type") else { return Array(repeating: .normal, count: count) }
    let numbers = try metadata.ints("tokenizer.ggml.token_type")
    guard numbers.count == count else {
      throw metadata.bad("tokenizer.ggml.token_type", "has \(numbers.count) entries for \(count) tokens.")
    }
    var kinds: [Kind] = []
    kinds.reserveCapacity(count)
    for number in numbers {
      guard let kind = UInt8(exactly: number).flatMap(Kind.init(rawValue:)) else {
        throw metadata.bad("tokenizer.ggml.token_type", "has the type \(number), expected 1 to 6.")
      }
      kinds.append(kind)
    }
    return kinds
  }

  /// Markers that end a turn or a text in the models that are in use: files name only one or two of theirs.
  private static let endNames = [
    "<|endoftext|>", "<|im_end|>", "<|end|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "<end_of_turn>", "<eos>",
    "</s>", "<EOT>", "[EOT]", "[EOS]", "<|return|>", "<|call|>", "<end_of_utterance>", "<｜end▁of▁sentence｜>",
    "<|fim_pad|>", "<|repo_name|>", "<reponame>", "<|file_sep|>",
  ]

  /// Whether the token may come out of ordinary text: true for pieces of text, false for all that means something to
  /// the model beyond its text. This decides that text from outside cannot end a turn or open another.
  func isText(_ id: Int) -> Bool {
    switch kinds[id] {
    case .normal: true
    case .userDefined: Self.isPlainMarkup(texts[id])
    case .unknown, .control, .unused, .byte: false
    }
  }

  /// White space, or a bare tag such as `</h1>`: what vocabularies keep whole for its frequency, not for its meaning.
  private static func isPlainMarkup(_ text: ArraySlice<UInt8>) -> Bool {
    if text.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { return true }
    guard text.count > 2, text.first == UInt8(ascii: "<"), text.last == UInt8(ascii: ">") else { return false }
    let name = text.dropFirst().dropLast().drop { $0 == UInt8(ascii: "/") }
    guard !["think", "answer"].contains(where: { name.elementsEqual($0.utf8) }) else { return false }
    return name.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }
}
