/// Characters that a reader does not see but a model does.
enum InvisibleCharacters {
  /// `text` on one line, without format characters (zero-width, bidirectional, tags: Unicode category Cf), variation
  /// selectors, blank letters, private and unassigned characters; runs of white space become one space, and more than
  /// two combining marks in a row are cut.
  static func removed(from text: String) -> String {
    var scalars = String.UnicodeScalarView()
    var marks = 0
    var pendingSpace = false
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      if properties.isWhitespace || properties.generalCategory == .control || blanks.contains(scalar.value) {
        // Backspace and its like do not separate words; line breaks and tabs do.
        pendingSpace = pendingSpace || properties.isWhitespace || blanks.contains(scalar.value)
        continue
      }
      switch properties.generalCategory {
      case .format, .privateUse, .unassigned, .surrogate: continue
      case .nonspacingMark, .enclosingMark:
        if properties.isVariationSelector || ignorableMarks.contains(scalar.value) { continue }
        marks += 1
        if marks > 2 { continue }
      default: marks = 0
      }
      if pendingSpace, !scalars.isEmpty { scalars.append(" ") }
      pendingSpace = false
      scalars.append(scalar)
    }
    return String(scalars)
  }

  /// Letters and symbols that are drawn as nothing: Hangul fillers, the empty Braille pattern.
  private static let blanks: Set<UInt32> = [0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0]
  /// Combining grapheme joiner, Khmer inherent vowels.
  private static let ignorableMarks: Set<UInt32> = [0x034F, 0x17B4, 0x17B5]
}
