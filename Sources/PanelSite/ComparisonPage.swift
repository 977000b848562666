public import PanelCore

/// The page of a comparison, or of one tool's verdict, in the forms that readers get: HTML, Markdown and terminal text.
///
/// A pure function of the comparison: the same comparison gives the same bytes. Text that comes from models, vendors and
/// files is cleaned (see ``PlainText``) and escaped for each form.
public struct ComparisonPage: Sendable {
  /// What all forms say; the forms only lay it out.
  let content: PageContent

  public init(_ comparison: Comparison) {
    content = PageContent(comparison)
  }
}
