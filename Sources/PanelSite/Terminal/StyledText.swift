/// Text with a terminal style for each piece; the style is applied or left out when it is written.
package struct StyledText: Sendable {
  package struct Piece: Sendable {
    package var text: String
    package var style: TerminalStyle
  }

  package var pieces: [Piece] = []

  package init(_ text: String = "", _ style: TerminalStyle = .plain) {
    if !text.isEmpty { pieces = [Piece(text: text, style: style)] }
  }

  init(pieces: [Piece]) { self.pieces = pieces }

  package static func + (a: Self, b: Self) -> Self { Self(pieces: a.pieces + b.pieces) }

  package static func += (a: inout Self, b: Self) { a.pieces += b.pieces }

  /// Columns of the text on one line.
  package var width: Int { pieces.reduce(0) { $0 + DisplayWidth.of($1.text) } }

  /// The text with the codes of its styles where `colour`, without them else.
  package func rendered(colour: Bool) -> String {
    guard colour else { return pieces.map(\.text).joined() }
    return pieces.map { piece in
      piece.style == .plain ? piece.text : "\u{1B}[\(piece.style.rawValue)m\(piece.text)\u{1B}[0m"
    }.joined()
  }
}

/// Styles by their codes (ECMA-48, select graphic rendition). The colours are the terminal's own, so that they fit its
/// background; none of them carries a meaning that the words do not.
package enum TerminalStyle: String, Sendable {
  case plain = "0"
  case bold = "1"
  case faint = "2"
  case ship = "1;32"
  case skip = "1;31"
  case flag = "33"
}
