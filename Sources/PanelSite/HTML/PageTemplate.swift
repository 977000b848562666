import Mustache

/// The templates and the style that are built into the program.
enum PageTemplate {
  /// Parsed once; a failure is a fault in the template itself, which the tests would meet first.
  static let comparison = Result { try parsed(PackageResources.comparison_mustache) }

  static let style = String(decoding: PackageResources.page_css, as: UTF8.self)

  static func parsed(_ bytes: [UInt8]) throws -> MustacheTemplate {
    // The library keeps content types in one table for the process and looks them up while it parses.
    MustacheContentTypes.register(HTMLEscaping(), named: "PANEL_HTML")
    return try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
  }
}
