import Mustache

/// What a template can be given.
indirect enum TemplateValue: Sendable {
  case text(String)
  case flag(Bool)
  case object([String: TemplateValue])
  case list([TemplateValue])

  /// A list whose elements are both `{{{.}}}` and `{{{text}}}`.
  static func texts(_ values: [String]) -> TemplateValue {
    .list(values.map { .object(["text": .text($0), ".": .text($0)]) })
  }

  /// The value as swift-mustache takes it, which looks names up at run time.
  var mustache: Any {
    switch self {
    case .text(let value): value
    case .flag(let value): value
    case .object(let members): TemplateObject(members: members)
    case .list(let values): values.map(\.mustache)
    }
  }
}

/// Lends its members to a template by name; as a text it is its member `.`.
struct TemplateObject: MustacheParent, CustomStringConvertible {
  let members: [String: TemplateValue]

  func child(named name: String) -> Any? {
    guard let value = members[name] else { return nil }
    // An absent text is no text: `{{#licence}}…{{/licence}}` shows nothing for an empty one.
    if case .text(let text) = value, text.isEmpty { return nil }
    return value.mustache
  }

  var description: String {
    if case .text(let text)? = members["."] { text } else { "" }
  }
}
