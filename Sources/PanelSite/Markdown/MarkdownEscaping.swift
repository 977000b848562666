/// Escapes text for Markdown (CommonMark with the extensions of GitHub), so that it stays text wherever it stands in a
/// line: no link, no address that a reader's program would link by itself, no mention, no HTML, no table cell ends.
enum MarkdownEscaping {
  /// `text`, which must be cleaned (see ``PlainText``), as one line of Markdown.
  static func escape(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      switch scalar {
      case "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "|", "~", "&", "#", "$", "^", "!":
        escaped.append("\\")
        escaped.append(scalar)
      // `https://…` becomes a link by itself, and so does `www.…`.
      case ":" where scalars[(index + 1)...].prefix(2).elementsEqual(["/", "/"]):
        escaped.append(contentsOf: "\\:".unicodeScalars)
      case "." where endsInWWW(scalars[..<index]):
        escaped.append(contentsOf: "\\.".unicodeScalars)
      // A mail address or a mention needs a letter straight after the sign; a word joiner, which is not seen, parts them.
      case "@":
        escaped.append(contentsOf: "@\u{2060}".unicodeScalars)
      // What makes a list, a heading or a rule does so at the beginning of a line only.
      case "+", "-", "=", ":":
        if index == 0 { escaped.append("\\") }
        escaped.append(scalar)
      case ".", ")":
        let endsMarker = index + 1 == scalars.count || scalars[index + 1] == " "
        if index > 0, endsMarker, scalars[..<index].allSatisfy(isDigit) { escaped.append("\\") }
        escaped.append(scalar)
      default:
        escaped.append(scalar)
      }
      index += 1
    }
    return String(escaped)
  }

  /// `runs` with their code as code. In a table a bar would end the cell even inside code, so there code is plain text.
  static func escape(_ runs: [TextRun]) -> String {
    runs.map { run in
      guard let code = run.code else { return escape(run.plain) }
      return code.contains("|") ? escape("`\(code)`") : "`\(code)`"
    }.joined()
  }

  /// An address as a link, anything else as text.
  static func link(_ link: LinkContent) -> String {
    // The angle brackets take no space and no `<`, which `WebAddress` has made sure of.
    link.href.map { "<\($0)>" } ?? escape(link.text)
  }

  static func links(_ links: [LinkContent]) -> String { links.map(link).joined(separator: " and ") }

  private static func endsInWWW(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    scalars.count >= 3 && scalars.suffix(3).allSatisfy { $0 == "w" || $0 == "W" }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
