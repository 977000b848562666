import ArgumentParser
import PanelCore
import PanelFormats
import PanelSite

/// The forms of a comparison.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text
  case json
  case markdown
  case html

  /// The form that a file's name asks for; nil where it says nothing.
  init?(fileName: String) {
    switch fileName.split(separator: ".").last?.lowercased() {
    case "json": self = .json
    case "md", "markdown": self = .markdown
    case "html", "htm": self = .html
    case "txt": self = .text
    default: return nil
    }
  }

  /// - Parameter width: columns of text.
  func write(_ comparison: Comparison, width: Int, colour: Bool) throws -> String {
    switch self {
    case .text: return ComparisonPage(comparison).terminalText(width: width, colour: colour)
    case .markdown: return ComparisonPage(comparison).markdown()
    case .html: return try ComparisonPage(comparison).html()
    case .json:
      let text = try ComparisonDocument(comparison).json()
      return text.hasSuffix("\n") ? text : text + "\n"
    }
  }
}
