import Mustache

/// Escapes text for HTML, between tags and in quoted attributes.
///
/// It goes by scalars. The library's own escaping goes by characters as people see them, and so lets `<` through where a
/// scalar joins it: in `U+0600 <script>` the first two are one character, which is not `<`.
package struct HTMLEscaping: MustacheContentType {
  package init() {}

  /// Makes it known to templates that begin with `{{% CONTENT_TYPE:PANEL_HTML}}`.
  package static func register() { MustacheContentTypes.register(HTMLEscaping(), named: "PANEL_HTML") }

  package func escapeText(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
