/// SentencePiece with scores, as in Gemma: over the whole text, not word by word, the two neighbours whose joined text
/// is the piece with the highest score are merged until none is a piece; what is then no piece comes out as bytes
/// (Kudo and Richardson, arXiv 1808.06226; section 3.1 of it for the heap).
struct SentencePieceTokenizer: Tokenizer {
  let vocabularyCount: Int
  let beginningOfSequence: Int32?
  let endOfSequence: Int32?
  let addsBeginningOfSequence: Bool

  private let markers: MarkerSet
  /// The bytes of each token with its spaces as U+2581, as the file has them; only text can be found.
  private let pieces: ByteStringTable
  private let kinds: [Vocabulary.Kind]
  /// Smaller for higher scores.
  private let priorities: [UInt32]
  /// Tokens of the 256 single bytes; the unknown token where the vocabulary has none for a byte.
  private let byteTokens: [Int32]
  private let addsSpace: Bool
  private let endsOfGeneration: Set<Int32>

  /// For each byte, whether any piece has a space after it: if not, no merge goes across the two.
  private let continuesBeforeSpace: [Bool]

  /// What one call keeps from word to word.
  private struct State {
    var cache = WordCache()
    var merger = PieceMerger()
  }

  /// U+2581, which stands for a space.
  private static let space: [UInt8] = [0xE2, 0x96, 0x81]

  init(_ vocabulary: Vocabulary) throws(GGUFError) {
    let metadata = vocabulary.metadata
    vocabularyCount = vocabulary.count
    beginningOfSequence = vocabulary.beginningOfSequence
    endOfSequence = vocabulary.endOfSequence
    addsBeginningOfSequence =
      (try metadata.optionalBool("tokenizer.ggml.add_bos_token") ?? true) && vocabulary.beginningOfSequence != nil
    addsSpace = try metadata.optionalBool("tokenizer.ggml.add_space_prefix") ?? true
    markers = MarkerSet(vocabulary)
    kinds = vocabulary.kinds
    endsOfGeneration = vocabulary.endsOfGeneration
    priorities = try Self.priorities(metadata, count: vocabulary.count)

    var pieces = ByteStringTable(minimumCapacity: vocabulary.count)
    var continuesBeforeSpace = [Bool](repeating: false, count: 256)
    for id in 0..<vocabulary.count {
      let isText = vocabulary.isText(id)
      vocabulary.texts[id].withUnsafeBytes { text in
        pieces.append(text, findable: isText)
        guard isText, text.count > 3 else { return }
        for i in 1...(text.count - 3)
        where text[i] == Self.space[0] && text[i + 1] == Self.space[1] && text[i + 2] == Self.space[2] {
          continuesBeforeSpace[Int(text[i - 1])] = true
        }
      }
    }
    self.pieces = pieces
    self.continuesBeforeSpace = continuesBeforeSpace
    var byteTokens: [Int32] = []
    for byte in UInt8.min...UInt8.max {
      let hex = String(byte, radix: 16, uppercase: true)
      let name = "<0x\(byte < 16 ? "0" : "")\(hex)>"
      let token = vocabulary.texts.index(of: Array(name.utf8)).map(Int32.init)
      let usable = [token, vocabulary.unknown].lazy.compactMap(\.self).first { id in
        switch vocabulary.kinds[Int(id)] {
        case .byte, .normal, .unknown: true
        case .control, .userDefined, .unused: false
        }
      }
      guard let id = usable else {
        throw metadata.bad(
          "tokenizer.ggml.tokens", "has neither a token for the byte \(byte) nor one for what is unknown.")
      }
      byteTokens.append(id)
    }
    self.byteTokens = byteTokens
  }

  private static func priorities(_ metadata: GGUFMetadata, count: Int) throws(GGUFError) -> [UInt32] {
    let scores = try metadata.floats("tokenizer.ggml.scores")
    guard scores.count == count else {
      throw metadata.bad("tokenizer.ggml.scores", "has \(scores.count) entries for \(count) tokens.")
    }
    var priorities: [UInt32] = []
    priorities.reserveCapacity(count)
    for score in scores {
      guard !score.isNaN else { throw metadata.bad("tokenizer.ggml.scores", "has a score that is not a number.") }
      // The bits of a float sort as integers once negative ones are turned over; + 0 makes one zero of two.
      let bits = (score + 0).bitPattern
      let ascending = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
      priorities.append(~ascending)
    }
    return priorities
  }

  // MARK: Tokenizer

  func encode(_ text: String, allowingSpecialTokens: Bool, afterText: Bool) -> [Int32] {
    var text = text
    return text.withUTF8 { utf8 in
      var tokens: [Int32] = []
      var isAfterText = afterText
      var state = State()
      for part in markers.split(utf8, allowingSpecialTokens: allowingSpecialTokens) {
        switch part {
        case .token(let id):
          tokens.append(id)
          isAfterText = false
        case .text(let range):
          encode(utf8[range], addingSpace: addsSpace && !isAfterText, &state, into: &tokens)
          isAfterText = true
        }
      }
      return tokens
    }
  }

  /// Cuts before spaces where no piece goes across, which changes no token and makes words that repeat.
  private func encode(
    _ utf8: Slice<UnsafeBufferPointer<UInt8>>, addingSpace: Bool, _ state: inout State, into tokens: inout [Int32]
  ) {
    var text: [UInt8] = []
    text.reserveCapacity(utf8.count + utf8.count / 2 + 3)
    var wordStarts = [0]
    func appendSpace() {
      if let last = text.last, !continuesBeforeSpace[Int(last)] { wordStarts.append(text.count) }
      text.append(contentsOf: Self.space)
    }
    if addingSpace { appendSpace() }
    for byte in utf8 { if byte == UInt8(ascii: " ") { appendSpace() } else { text.append(byte) } }
    wordStarts.append(text.count)
    text.withUnsafeBytes { text in
      for (start, end) in zip(wordStarts, wordStarts.dropFirst()) {
        let word = UnsafeRawBufferPointer(rebasing: text[start..<end])
        state.cache.append(word, to: &tokens) { encode(word, &state.merger, into: &$0) }
      }
    }
  }

  private func encode(_ word: UnsafeRawBufferPointer, _ merger: inout PieceMerger, into tokens: inout [Int32]) {
    merger.begin(word)
    merger.mergeAll { range in
      pieces.index(of: UnsafeRawBufferPointer(rebasing: word[range])).map { (priorities[$0], Int32($0)) }
    }
    merger.forEach { range, token in
      if token >= 0 {
        tokens.append(token)
      } else if let id = pieces.index(of: UnsafeRawBufferPointer(rebasing: word[range])) {
        tokens.append(Int32(id))
      } else {
        for byte in word[range] { tokens.append(byteTokens[Int(byte)]) }
      }
    }
  }

  func bytes(of token: Int32) -> [UInt8] {
    guard token >= 0, token < vocabularyCount else { return [] }
    let text = pieces[Int(token)]
    switch kinds[Int(token)] {
    case .control, .unknown, .unused: return []
    case .userDefined: return Array(text)
    case .byte:
      let digits = String(decoding: text.dropFirst(3).dropLast(), as: UTF8.self)
      return UInt8(digits, radix: 16).map { [$0] } ?? []
    case .normal:
      var result: [UInt8] = []
      var i = text.startIndex
      while i < text.endIndex {
        if text[i...].starts(with: Self.space) {
          result.append(UInt8(ascii: " "))
          i += 3
        } else {
          result.append(text[i])
          i += 1
        }
      }
      return result
    }
  }

  func token(forMarker text: String) -> Int32? { markers.token(for: text) }

  func isEndOfGeneration(_ token: Int32) -> Bool { endsOfGeneration.contains(token) }
}
