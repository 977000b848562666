import Mustache

extension ComparisonPage {
  /// The page as one HTML file: its style is inside, it runs no script and asks for nothing from anywhere.
  ///
  /// - Throws: A parser error of the template library where the built-in template is broken.
  public func html() throws -> String {
    try PageTemplate.comparison.get().render(HTMLPage(content))
  }
}

/// The content with what only the HTML needs. The template finds every value by its name.
private struct HTMLPage {
  var content: PageContent
  var style = PageTemplate.style
  /// Class of the body, by which the style lays out the columns.
  var layout: String
  var columns: Int

  init(_ content: PageContent) {
    self.content = content
    columns = max(1, content.tools.count)
    layout = content.tools.count > 3 ? "tools-many" : "tools-\(columns)"
  }
}
