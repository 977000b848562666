/// Byte-level byte-pair encoding: words are cut out of the text, and inside each the pair that was learnt first is
/// merged until no pair is left (Sennrich et al., arXiv 1508.07909; on bytes, Radford et al. 2019).
struct BytePairTokenizer: Tokenizer {
  private struct Merge {
    var rank: UInt32
    var result: Int32
  }

  let vocabularyCount: Int
  let beginningOfSequence: Int32?
  let endOfSequence: Int32?
  let addsBeginningOfSequence: Bool

  private let markers: MarkerSet
  private let preTokenizer: PreTokenizer
  /// The bytes of each token, empty for those that are no text; behind them strings that merges form but that are no
  /// tokens, which come out as their single bytes.
  private var pieces: ByteStringTable
  /// From the pair, left one in the upper half.
  private var merges: [UInt64: Merge] = [:]
  /// Numbers of the 256 single bytes in `pieces`.
  private var byteIDs: [Int32] = []
  private let endsOfGeneration: Set<Int32>

  init(_ vocabulary: Vocabulary) throws(GGUFError) {
    let metadata = vocabulary.metadata
    let name = try metadata.optionalString("tokenizer.ggml.pre") ?? "default"
    guard let preTokenizer = PreTokenizer(named: name) else {
      throw GGUFError(
        .badValue, path: metadata.file.path, "tokenizer.ggml.pre is \(name), a way of cutting words that is not known.",
        remedy: "Known ones are \(PreTokenizer.knownNames.joined(separator: ", ")).")
    }
    self.preTokenizer = preTokenizer
    vocabularyCount = vocabulary.count
    beginningOfSequence = vocabulary.beginningOfSequence
    endOfSequence = vocabulary.endOfSequence
    let addsBeginning = try metadata.optionalBool("tokenizer.ggml.add_bos_token") ?? (preTokenizer == .llama3)
    addsBeginningOfSequence = addsBeginning && vocabulary.beginningOfSequence != nil
    markers = MarkerSet(vocabulary)
    endsOfGeneration = vocabulary.endsOfGeneration

    pieces = ByteStringTable(minimumCapacity: vocabulary.count + 256)
    var decoded: [UInt8] = []
    for id in 0..<vocabulary.count {
      decoded.removeAll(keepingCapacity: true)
      let isNormal = vocabulary.kinds[id] == .normal
      let isEncoded = vocabulary.texts[id].withUnsafeBytes { ByteAlphabet.decode($0, into: &decoded) }
      if isNormal && isEncoded {
        pieces.append(decoded, findable: true)
      } else {
        let hasText = isNormal || vocabulary.kinds[id] == .userDefined
        pieces.append(hasText ? Array(vocabulary.texts[id]) : [], findable: false)
      }
    }
    byteIDs = (UInt8.min...UInt8.max).map { byte in withUnsafeBytes(of: byte) { intern($0) } }
    try loadMerges(metadata)
  }

  private mutating func loadMerges(_ metadata: GGUFMetadata) throws(GGUFError) {
    merges.reserveCapacity(try metadata.optionalCount("tokenizer.ggml.merges") ?? 0)
    var pair: [UInt8] = []
    try metadata.forEachString("tokenizer.ggml.merges") { (rank, text) throws(GGUFError) in
      // One space between the two; neither has one, for the alphabet has none.
      pair.removeAll(keepingCapacity: true)
      guard let space = text.firstIndex(of: UInt8(ascii: " ")),
        ByteAlphabet.decode(UnsafeRawBufferPointer(rebasing: text[..<space]), into: &pair)
      else { throw metadata.bad("tokenizer.ggml.merges", "has an entry that is no pair (number \(rank)).") }
      let middle = pair.count
      guard ByteAlphabet.decode(UnsafeRawBufferPointer(rebasing: text[(space + 1)...]), into: &pair),
        middle > 0, middle < pair.count
      else { throw metadata.bad("tokenizer.ggml.merges", "has an entry that is no pair (number \(rank)).") }
      pair.withUnsafeBytes { bytes in
        let left = intern(UnsafeRawBufferPointer(rebasing: bytes[..<middle]))
        let right = intern(UnsafeRawBufferPointer(rebasing: bytes[middle...]))
        let key = Self.key(left, right)
        if merges[key] == nil { merges[key] = Merge(rank: UInt32(rank), result: intern(bytes)) }
      }
    }
  }

  private mutating func intern(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    if let index = pieces.index(of: bytes) { return Int32(index) }
    pieces.append(bytes, findable: true)
    return Int32(pieces.count - 1)
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  // MARK: Tokenizer

  func encode(_ text: String, allowingSpecialTokens: Bool, afterText: Bool) -> [Int32] {
    var text = text
    return text.withUTF8 { utf8 in
      var tokens: [Int32] = []
      var word = WordMerger()
      for part in markers.split(utf8, allowingSpecialTokens: allowingSpecialTokens) {
        switch part {
        case .token(let id): tokens.append(id)
        case .text(let range): encode(UnsafeBufferPointer(rebasing: utf8[range]), &word, into: &tokens)
        }
      }
      return tokens
    }
  }

  private func encode(_ utf8: UnsafeBufferPointer<UInt8>, _ word: inout WordMerger, into tokens: inout [Int32]) {
    let text = ClassifiedText(utf8)
    var start = 0
    for endIndex in preTokenizer.wordEnds(text) {
      let end = text.starts[endIndex]
      encodeWord(UnsafeBufferPointer(rebasing: utf8[start..<end]), &word, into: &tokens)
      start = end
    }
  }

  private func encodeWord(_ bytes: UnsafeBufferPointer<UInt8>, _ word: inout WordMerger, into tokens: inout [Int32]) {
    if preTokenizer.takesWholeWords, let id = pieces.index(of: UnsafeRawBufferPointer(bytes)), id < vocabularyCount {
      tokens.append(Int32(id))
      return
    }
    word.begin(with: bytes.lazy.map { byteIDs[Int($0)] })
    word.mergeAll { left, right in
      merges[Self.key(left, right)].map { (priority: UInt64($0.rank), result: $0.result) }
    }
    word.forEach { id in
      if id < vocabularyCount {
        tokens.append(id)
      } else {
        for byte in pieces[Int(id)] where byteIDs[Int(byte)] < vocabularyCount { tokens.append(byteIDs[Int(byte)]) }
      }
    }
  }

  func bytes(of token: Int32) -> [UInt8] {
    guard token >= 0, token < vocabularyCount, !markers.isControl(token) else { return [] }
    return Array(pieces[Int(token)])
  }

  func token(forMarker text: String) -> Int32? { markers.token(for: text) }

  func isEndOfGeneration(_ token: Int32) -> Bool { endsOfGeneration.contains(token) }
}
