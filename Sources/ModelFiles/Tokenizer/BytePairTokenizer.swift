/// Byte-level byte-pair encoding: words are cut out of the text, and inside each the pair that was learnt first is
/// merged until no pair is left (Sennrich et al., arXiv 1508.07909; on bytes, Radford et al. 2019).
struct BytePairTokenizer: Tokenizer {
  let vocabularyCount: Int
  let beginningOfSequence: Int32?
  let endOfSequence: Int32?
  let addsBeginningOfSequence: Bool

  private let markers: MarkerSet
  private let preTokenizer: PreTokenizer
  /// The bytes of each token, empty for those that are no text; behind them strings that merges form but that are no
  /// tokens, which come out as their single bytes.
  private var pieces: ByteStringTable
  private var merges: PairTable
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
    merges = PairTable(minimumCapacity: try metadata.optionalCount("tokenizer.ggml.merges") ?? 0)
    byteIDs = (UInt8.min...UInt8.max).map { byte in withUnsafeBytes(of: byte) { intern($0) } }
    try loadMerges(metadata)
  }

  private mutating func loadMerges(_ metadata: GGUFMetadata) throws(GGUFError) {
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
        merges.insert(left, right, PairTable.Merge(rank: UInt32(rank), result: intern(bytes)))
      }
    }
  }

  private mutating func intern(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    if let index = pieces.index(of: bytes) { return Int32(index) }
    pieces.append(bytes, findable: true)
    return Int32(pieces.count - 1)
  }

  // MARK: Tokenizer

  func encode(_ text: String, allowingSpecialTokens: Bool, afterText: Bool) -> [Int32] {
    var text = text
    return text.withUTF8 { utf8 in
      var tokens: [Int32] = []
      var cache = WordCache()
      var merger = WordMerger()
      for part in markers.split(utf8, allowingSpecialTokens: allowingSpecialTokens) {
        switch part {
        case .token(let id): tokens.append(id)
        case .text(let range):
          let part = UnsafeBufferPointer(rebasing: utf8[range])
          let classified = ClassifiedText(part)
          var start = 0
          for endIndex in preTokenizer.wordEnds(classified) {
            let end = classified.starts[endIndex]
            let word = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(part)[start..<end])
            cache.append(word, to: &tokens) { encode(word, &merger, into: &$0) }
            start = end
          }
        }
      }
      return tokens
    }
  }

  private func encode(_ word: UnsafeRawBufferPointer, _ merger: inout WordMerger, into tokens: inout [Int32]) {
    if preTokenizer.takesWholeWords, let id = pieces.index(of: word), id < vocabularyCount {
      tokens.append(Int32(id))
      return
    }
    merger.begin()
    for byte in word { merger.append(byteIDs[Int(byte)]) }
    merger.mergeAll(merges)
    merger.forEach { id in
      if id < vocabularyCount {
        tokens.append(id)
      } else {
        // A byte that the vocabulary lacks is left out, as llama.cpp does.
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
