/// Text from outside (a model, a vendor, a file) made fit to stand among ours, whatever the page is made of.
///
/// Escaping for a format comes on top. This takes away what no format shows but every format obeys: control characters,
/// terminal escapes, bidirectional overrides, invisible tags, and stacks of accents that run over their neighbours.
public enum PlainText {
  /// `text` on one line: runs of white space become one space, ends are trimmed.
  public static func clean(_ text: some StringProtocol) -> String {
    var kept = String.UnicodeScalarView()
    var pendingSpace = false
    var marks = 0
    for scalar in text.unicodeScalars {
      switch Role(scalar) {
      case .space:
        pendingSpace = !kept.isEmpty
        continue
      case .dropped:
        continue
      case .joiner where kept.last.map(Role.init) == .joiner:
        continue
      case .mark where marks == mostMarks:
        continue
      case .mark: marks += 1
      case .joiner: break
      case .visible: marks = 0
      }
      if pendingSpace {
        kept.append(" ")
        pendingSpace = false
      }
      kept.append(scalar)
    }
    return String(kept)
  }

  /// The paragraphs of `text`, parted by empty lines, each cleaned; empty ones are left out.
  public static func paragraphs(_ text: String) -> [String] {
    var paragraphs: [String] = []
    var current = ""
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if line.allSatisfy(\.isWhitespace) {
        paragraphs.append(current)
        current = ""
      } else {
        current += " " + line
      }
    }
    paragraphs.append(current)
    return paragraphs.map { clean($0) }.filter { !$0.isEmpty }
  }

  /// Signs of Arabic, Syriac and Kaithi that are of the category "format", but are seen.
  static func isVisibleFormat(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890...0x0891, 0x08E2, 0x110BD, 0x110CD: true
    default: false
    }
  }

  /// Accents that one letter may carry; Vietnamese needs two, Hebrew with cantillation three.
  private static let mostMarks = 4

  private enum Role {
    case visible, mark, joiner, space, dropped

    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x20...0x7E: self = scalar == " " ? .space : .visible
      // Tab, line feed, vertical tab, form feed, carriage return, next line.
      case 0x09...0x0D, 0x85: self = .space
      // No-break spaces hold words together on purpose.
      case 0xA0, 0x202F: self = .visible
      // Zero-width joiners shape Persian, Indic scripts and emoji; the marks order mixed Hebrew and Arabic text.
      case 0x200C...0x200F, 0x061C: self = .joiner
      case _ where PlainText.isVisibleFormat(scalar): self = .visible
      // Variation selectors supplement: unseen, and a known carrier of hidden text.
      case 0xE0100...0xE01EF: self = .dropped
      default:
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .surrogate: self = .dropped
        case .lineSeparator, .paragraphSeparator, .spaceSeparator: self = .space
        case .nonspacingMark, .enclosingMark: self = .mark
        default: self = scalar.properties.isNoncharacterCodePoint ? .dropped : .visible
        }
      }
    }
  }
}
