/// Text that came with a tool, made fit for a prompt: it is data, and nothing in it may read as structure.
public struct VendorText: Sendable {
  public var options: VendorTextOptions

  public init(_ options: VendorTextOptions = VendorTextOptions()) { self.options = options }

  /// One line of text without invisible characters and chat markers; unchanged where there are none.
  public func neutralised(_ text: String) -> String {
    guard options.removesMarkers else {
      // Even then one line: a line break would end the segment.
      return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return ChatMarkers.removed(from: InvisibleCharacters.removed(from: text))
  }

  /// ``neutralised(_:)`` text without the sentences that address whoever judges the tool, and those sentences.
  func described(_ text: String) -> ReaderAddress.Result {
    let plain = neutralised(text)
    guard options.removesAddress else { return ReaderAddress.Result(text: plain, removed: []) }
    var result = ReaderAddress.removed(from: plain)
    // What a marker hid may have been cut into pieces by taking the marker out.
    if result.removed.isEmpty, plain != text, ReaderAddress.occurs(in: InvisibleCharacters.removed(from: text)) {
      result = ReaderAddress.Result(text: "", removed: [plain])
    }
    return result
  }

  /// Whether a fact that is not marked as the vendor's still reads as a claim of his.
  ///
  /// - Parameters:
  ///   - given: the fact as it stands in the dossier.
  ///   - described: what is left of it.
  func readsAsClaim(_ given: String, _ described: String) -> Bool {
    guard options.removesAddress else { return false }
    return neutralised(given) != given.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      || neutralised(given) != described || Marketing.occurs(in: described) || !Self.isPlainSentence(described)
  }

  /// Whether a text of some length has the small words that every English sentence has.
  static func isPlainSentence(_ text: String) -> Bool {
    let words = WordSequence(text).words
    return words.count < 5 || words.contains { smallWords.contains($0) }
  }

  private static let smallWords: Set<String> = [
    "the", "a", "an", "is", "are", "was", "were", "of", "to", "in", "on", "for", "with", "by", "from", "and", "or",
    "no",
    "not", "it", "its", "as", "at", "that", "than", "into", "has", "have", "be", "can", "runs", "one", "all",
  ]

  /// A vendor-written text: ``neutralised(_:)``, cut at the limit, and marked where that is on.
  public func vendor(_ text: String) -> String {
    let short = Self.shortened(neutralised(text), to: options.maxItemCharacters)
    return options.marksWords ? marked(short) : short
  }

  /// `text` with the marker in the place of its spaces.
  func marked(_ text: String) -> String {
    text.split(separator: " ").joined(separator: options.marker)
  }

  /// At most `limit` characters, cut between words, with an ellipsis where something is missing.
  static func shortened(_ text: String, to limit: Int) -> String {
    guard text.count > limit, limit > 1 else { return text }
    let head = text.prefix(limit - 1)
    let words = head.lastIndex(of: " ").map { head[..<$0] } ?? head
    return words + "…"
  }
}
