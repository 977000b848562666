/// Writes texts so that YAML reads them back as they are.
enum YAMLText {
  /// `text` as a scalar on one line: plain where that is safe, else in double quotation marks.
  static func scalar(_ text: String) -> String {
    isPlain(text) ? text : quotedScalar(text)
  }

  /// Plain only where no reader could see anything but a text: a letter first, no mark that means something in YAML, no
  /// word that is a value of another kind.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, ("a"..."z").contains(first) || ("A"..."Z").contains(first) else {
      return false
    }
    guard !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased()) else {
      return false
    }
    guard text.unicodeScalars.last != " " else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || " .-_/()+'".unicodeScalars.contains(scalar)
    }
  }

  private static func quotedScalar(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      // Line separators and the byte order mark are white space or refused where they stand bare.
      case "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}":
        let code = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
