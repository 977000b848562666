/// A piece of a text in which code stands between backticks; the only mark-up that outside text may carry.
struct TextRun: Hashable, Sendable {
  var plain: String
  /// The code without its backticks; nil for plain text.
  var code: String?

  /// `text` in pieces. A backtick without a partner, or a pair with nothing between, is plain text.
  static func split(_ text: String) -> [TextRun] {
    var runs: [TextRun] = []
    var plain = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "`") {
      plain += rest[..<open]
      let inside = rest[rest.index(after: open)...]
      guard let close = inside.firstIndex(of: "`"), inside[..<close].contains(where: { $0 != " " }) else {
        plain += "`"
        rest = inside
        continue
      }
      if !plain.isEmpty { runs.append(TextRun(plain: plain)) }
      plain = ""
      runs.append(TextRun(plain: "", code: String(inside[..<close])))
      rest = inside[inside.index(after: close)...]
    }
    plain += rest
    if !plain.isEmpty { runs.append(TextRun(plain: plain)) }
    return runs
  }
}
