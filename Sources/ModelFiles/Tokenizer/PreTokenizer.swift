/// Cuts a text into words, inside which a byte-pair tokenizer then merges. Each model was trained with one way to cut,
/// published as a regular expression; these are scanners that find the same words in one pass.
enum PreTokenizer: Sendable, CaseIterable {
  case gpt2
  /// As GPT-2, each digit on its own.
  case smollm
  /// White space goes with the word behind it, each digit on its own.
  case qwen2
  /// As Qwen 2, digits in threes.
  case llama3
  /// What files without a name for theirs get: punctuation on its own, then as GPT-2, digits in threes.
  case fallback

  /// The pre-tokenizer that files call `name` (`tokenizer.ggml.pre`); nil where it is none of ours.
  init?(named name: String) {
    guard let match = Self.allCases.first(where: { $0.names.contains(name) }) else { return nil }
    self = match
  }

  static var knownNames: [String] { allCases.flatMap(\.names) }

  private var names: [String] {
    switch self {
    case .gpt2: ["gpt-2", "phi-2", "mpt", "olmo", "jais", "trillion", "granite-docling", "exaone4"]
    case .smollm: ["smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"]
    case .qwen2: ["qwen2", "deepseek-r1-qwen", "megrez", "stablelm2", "hunyuan"]
    case .llama3: ["llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "lfm2", "dbrx", "smaug-bpe"]
    case .fallback: ["default"]
    }
  }

  /// Whether a word that is a token as a whole is taken as that token without merging.
  var takesWholeWords: Bool { self == .llama3 }

  /// Ends of the words, as indices of characters, in order; the last is `text.count`.
  func wordEnds(_ text: ClassifiedText) -> [Int] {
    guard text.count > 0 else { return [] }
    var ends = [text.count]
    switch self {
    case .gpt2:
      refine(&ends) { Self.gpt2Word(text, $0) }
    case .smollm:
      refine(&ends) { Self.run(text, $0, of: .number, atMost: 1) }
      refine(&ends) { Self.gpt2Word(text, $0) }
    case .qwen2:
      refine(&ends) { Self.modernWord(text, $0, digits: 1) }
    case .llama3:
      refine(&ends) { Self.modernWord(text, $0, digits: 3) }
    case .fallback:
      refine(&ends) { Self.punctuationRun(text, $0) }
      refine(&ends) { Self.gpt2Word(text, $0) }
      refine(&ends) { Self.run(text, $0, of: .number, atMost: .max) }
      refine(&ends) { Self.digitTriple(text, $0) }
    }
    return ends
  }

  /// Cuts each word further: `firstEnd` gives the end of the first word of a range, which the next one begins at.
  private func refine(_ ends: inout [Int], _ firstEnd: (Range<Int>) -> Int) {
    var result: [Int] = []
    result.reserveCapacity(ends.count)
    var start = 0
    for end in ends {
      while start < end {
        start = firstEnd(start..<end)
        result.append(start)
      }
    }
    ends = result
  }
}
