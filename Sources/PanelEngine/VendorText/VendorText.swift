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
