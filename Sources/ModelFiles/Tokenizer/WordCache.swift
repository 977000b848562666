/// Words of a text that were tokenized before, with their tokens: most words of a text occur in it many times.
///
/// Lives as long as one call, so that threads share nothing and what a text holds is not kept.
struct WordCache {
  /// Longer words hardly ever come twice.
  private static let longestWord = 48
  private static let mostWords = 1 << 16

  private var words = ByteStringTable(minimumCapacity: 1024)
  private var ends: [Int] = []
  private var tokens: [Int32] = []

  /// Appends the tokens of `word` to `result`, from `make` where the word is new.
  mutating func append(
    _ word: UnsafeRawBufferPointer, to result: inout [Int32], orMake make: (inout [Int32]) -> Void
  ) {
    guard word.count > 1, word.count <= Self.longestWord else { return make(&result) }
    if let index = words.index(of: word) {
      let start = index == 0 ? 0 : ends[index - 1]
      for i in start..<ends[index] { result.append(tokens[i]) }
      return
    }
    let first = result.count
    make(&result)
    guard words.count < Self.mostWords else { return }
    words.append(word, findable: true)
    tokens.append(contentsOf: result[first...])
    ends.append(tokens.count)
  }
}
