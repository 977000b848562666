import Foundation
import PanelCore

/// Takes a tool's own name out of what is weighed: a fact counts the same whatever the tool is called, and a name that
/// flatters or that a model knows from elsewhere moves nothing.
struct ToolNameMask: Sendable {
  private let names: [String]

  init(_ dossier: Dossier, shown: String) {
    let slug = dossier.slug.rawValue
    // A variant of a dossier has a slug of its own making, which no text holds.
    names = [dossier.name, shown, slug].filter { $0.count > 2 }.reduce(into: []) { kept, name in
      if !kept.contains(name) { kept.append(name) }
    }.sorted { $0.count > $1.count }
  }

  /// `text` with “the tool” in the place of the name, and `tool` inside code, paths and addresses.
  func applied(to text: String) -> String {
    var text = text
    for name in names { text = replaced(name, in: text) }
    return text
  }

  private func replaced(_ name: String, in text: String) -> String {
    var result = ""
    var rest = text[...]
    var isInCode = false
    while let range = rest.range(of: name) {
      let before = rest[..<range.lowerBound]
      let after = rest[range.upperBound...]
      for character in before where character == "`" { isInCode.toggle() }
      result += before
      let last = result.last
      let next = after.first
      if Self.isPartOfWord(last) || Self.isPartOfWord(next) {
        result += rest[range]
      } else if isInCode || Self.isPath(last) || (Self.isPath(next) && Self.isPartOfWord(after.dropFirst().first)) {
        result += "tool"
      } else {
        let startsSentence = last == nil || result.hasSuffix(". ")
        result += startsSentence ? "The tool" : "the tool"
      }
      rest = after
    }
    return result + rest
  }

  private static func isPartOfWord(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
  }

  private static func isPath(_ character: Character?) -> Bool { character.map { "/.-:@\"'(".contains($0) } ?? false }
}
