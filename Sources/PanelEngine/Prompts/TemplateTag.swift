/// One `{{…}}` of a template, as the check of templates sees it.
struct TemplateTag: Equatable {
  enum Kind: Equatable {
    case variable
    case section
    case inverted
    case end
    case comment
    /// Partials, blocks, pragmas and changes of delimiter.
    case other
  }

  var kind: Kind
  /// The name, without a transform such as `first()` around it.
  var name: String
  /// From 1.
  var line: Int
  /// The tag as it stands in the file.
  var source: String

  /// The tags of `text` in order. A tag without an end is left to the parser, which says so.
  static func scan(_ text: String) -> [TemplateTag] {
    var tags: [TemplateTag] = []
    var line = 1
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      line += rest[..<open.lowerBound].count(where: \.isNewline)
      let isTriple = rest[open.upperBound...].first == "{"
      guard let close = rest[open.upperBound...].firstRange(of: isTriple ? "}}}" : "}}") else { break }
      let source = rest[open.lowerBound..<close.upperBound]
      tags.append(TemplateTag(source: source, isTriple: isTriple, line: line))
      line += source.count(where: \.isNewline)
      rest = rest[close.upperBound...]
    }
    return tags
  }

  private init(source: Substring, isTriple: Bool, line: Int) {
    self.line = line
    self.source = String(source)
    var inner = source.dropFirst(isTriple ? 3 : 2).dropLast(isTriple ? 3 : 2)
    inner = inner.drop(while: \.isWhitespace)
    kind = .variable
    if !isTriple, let sigil = inner.first, "#^/!&><$=%".contains(sigil) {
      switch sigil {
      case "#": kind = .section
      case "^": kind = .inverted
      case "/": kind = .end
      case "!": kind = .comment
      case "&": kind = .variable
      default: kind = .other
      }
      inner = inner.dropFirst()
    }
    var name = inner.drop(while: \.isWhitespace)
    while let last = name.last, last.isWhitespace { name.removeLast() }
    // `count(facts)` is about `facts`; `last()` is about the list around it.
    if let open = name.lastIndex(of: "(") {
      let argument = name[name.index(after: open)...].prefix { $0 != ")" }
      name = argument.isEmpty ? name[...open] + ")" : argument
    }
    self.name = String(name)
  }
}
