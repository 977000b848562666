/// Text in pieces that join to the same text again: words with their punctuation, each with the white space after it.
enum WordTokens {
  static func split(_ text: String) -> [Substring] {
    var tokens: [Substring] = []
    var start = text.startIndex
    var index = start
    var isInSpace = false
    while index < text.endIndex {
      let isSpace = text[index].isWhitespace
      if isInSpace, !isSpace {
        tokens.append(text[start..<index])
        start = index
      }
      isInSpace = isSpace
      index = text.index(after: index)
    }
    if start < text.endIndex { tokens.append(text[start...]) }
    return tokens
  }

  /// A token without the white space after it: what is compared.
  static func word(_ token: Substring) -> Substring {
    guard let end = token.lastIndex(where: { !$0.isWhitespace }) else {
      return token[token.startIndex..<token.startIndex]
    }
    return token[...end]
  }
}

/// Which words of two texts correspond.
enum WordAlignment {
  /// Words of either text, beyond what both begin and end with, up to which the best alignment is sought; longer texts
  /// count as replaced there. Bounds time and memory: a table of this size squared.
  static let mostWords = 2000

  /// Pairs of equal words, ascending in both: a longest common subsequence.
  static func pairs(_ a: [Substring], _ b: [Substring]) -> [(a: Int, b: Int)] {
    let (a, b) = (a.map(WordTokens.word), b.map(WordTokens.word))
    var head = 0
    while head < a.count, head < b.count, a[head] == b[head] { head += 1 }
    var tail = 0
    while tail < a.count - head, tail < b.count - head, a[a.count - 1 - tail] == b[b.count - 1 - tail] { tail += 1 }
    let (rows, columns) = (a.count - head - tail, b.count - head - tail)
    var pairs = (0..<head).map { (a: $0, b: $0) }
    if rows > 0, columns > 0, rows <= mostWords, columns <= mostWords {
      // lengths[i][j]: longest common subsequence of a[head + i...] and b[head + j...], one row more than words.
      var lengths = [UInt16](repeating: 0, count: (rows + 1) * (columns + 1))
      for i in stride(from: rows - 1, through: 0, by: -1) {
        for j in stride(from: columns - 1, through: 0, by: -1) {
          lengths[i * (columns + 1) + j] =
            a[head + i] == b[head + j]
            ? lengths[(i + 1) * (columns + 1) + j + 1] + 1
            : max(lengths[(i + 1) * (columns + 1) + j], lengths[i * (columns + 1) + j + 1])
        }
      }
      var (i, j) = (0, 0)
      while i < rows, j < columns {
        if a[head + i] == b[head + j] {
          pairs.append((head + i, head + j))
          (i, j) = (i + 1, j + 1)
        } else if lengths[(i + 1) * (columns + 1) + j] >= lengths[i * (columns + 1) + j + 1] {
          i += 1
        } else {
          j += 1
        }
      }
    }
    pairs += (0..<tail).reversed().map { (a.count - 1 - $0, b.count - 1 - $0) }
    return pairs
  }
}
