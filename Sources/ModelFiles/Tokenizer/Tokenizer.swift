/// Turns text into the numbers that a model was trained on, and back.
public protocol Tokenizer: Sendable {
  /// Tokens are numbered from 0 to here.
  var vocabularyCount: Int { get }

  /// Begins a sequence; nil where the model has none.
  var beginningOfSequence: Int32? { get }
  /// Ends a sequence; nil where the model has none.
  var endOfSequence: Int32? { get }
  /// Whether a prompt has to begin with ``beginningOfSequence``. ``encode(_:allowingSpecialTokens:afterText:)`` never
  /// puts it there: the caller does, once, before the first piece.
  var addsBeginningOfSequence: Bool { get }

  /// The tokens of `text`.
  ///
  /// - Parameters:
  ///   - allowingSpecialTokens: whether a marker such as `<|im_end|>` in the text becomes the model's token for it.
  ///     Only text of our own may do that; where it is false, no text whatever comes out as such a token.
  ///   - afterText: whether ordinary text goes before. Some vocabularies put a space before text that begins a prompt
  ///     or follows a marker; others ignore this.
  func encode(_ text: String, allowingSpecialTokens: Bool, afterText: Bool) -> [Int32]

  /// The bytes that the token stands for: not always whole characters. Empty for control tokens and for numbers outside
  /// the vocabulary.
  func bytes(of token: Int32) -> [UInt8]

  /// The token that this text is as a whole, markers included; nil where there is none.
  func token(forMarker text: String) -> Int32?

  /// Whether the model says with this token that its turn, or the whole text, is over.
  func isEndOfGeneration(_ token: Int32) -> Bool
}

extension Tokenizer {
  /// As ``encode(_:allowingSpecialTokens:afterText:)`` at the beginning of a prompt or after a marker.
  public func encode(_ text: String, allowingSpecialTokens: Bool) -> [Int32] {
    encode(text, allowingSpecialTokens: allowingSpecialTokens, afterText: false)
  }

  /// The text of `tokens`. Bytes that are not valid UTF-8 become U+FFFD.
  public func decode(_ tokens: some Sequence<Int32>) -> String {
    String(decoding: tokens.flatMap { bytes(of: $0) }, as: UTF8.self)
  }
}
