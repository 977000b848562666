import Crypto
import Foundation
import Mustache

/// The prompts of a session, loaded and checked.
///
/// Prompts are plain text: nothing is escaped, with two braces or with three.
public struct PromptTemplates: Sendable {
  /// The texts as they were given, by name; what a run's hash of the prompts covers.
  public let texts: [PromptName: String]
  private var parts: [PromptName: [MustacheTemplate]] = [:]

  /// Checks and parses the templates.
  ///
  /// - Parameters:
  ///   - texts: a text for each name.
  ///   - folder: where the texts were read, for messages.
  /// - Throws: ``PromptError`` naming file, line, what was found and what was expected.
  public init(_ texts: [PromptName: String], folder: String = "prompts") throws(PromptError) {
    self.texts = texts
    for name in PromptName.allCases {
      let file = "\(folder)/\(name.fileName)"
      guard let text = texts[name] else {
        throw PromptError(.missing, file: file, line: nil, found: "no such template", expected: "a Mustache template")
      }
      parts[name] = try Self.parse(text, name: name, file: file)
    }
  }

  /// The same from file names without `.mustache`, as they come from a folder.
  public init(named texts: [String: String], folder: String = "prompts") throws(PromptError) {
    var known: [PromptName: String] = [:]
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
      guard let prompt = PromptName(rawValue: name) else {
        throw PromptError(
          .unknownTemplate, file: "\(folder)/\(name).mustache", line: nil, found: "a template that nothing uses",
          expected: "one of \(PromptName.allCases.map(\.fileName).joined(separator: ", "))")
      }
      known[prompt] = text
    }
    try self.init(known, folder: folder)
  }

  /// SHA-256 over names and texts in the order of ``PromptName``, in lower-case hexadecimal.
  public var sha256: String {
    var hash = SHA256()
    for name in PromptName.allCases {
      let text = Array((texts[name] ?? "").utf8)
      // The length keeps two texts from running into each other.
      hash.update(data: Array("\(name.rawValue) \(text.count)\n".utf8))
      hash.update(data: text)
    }
    return hash.finalize().map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }

  /// Renders a template. Each part ends in a line break; parts that come out empty are left out.
  func render(_ name: PromptName, _ values: [String: TemplateValue]) -> [String] {
    let object = TemplateObject(members: values)
    return (parts[name] ?? []).compactMap { part in
      let text = part.render(object)
      if text.allSatisfy(\.isWhitespace) { return nil }
      return text.hasSuffix("\n") ? text : text + "\n"
    }
  }

  private static func parse(_ text: String, name: PromptName, file: String) throws(PromptError) -> [MustacheTemplate] {
    let text = text.replacingOccurrences(of: "\r\n", with: "\n")
    if text.allSatisfy(\.isWhitespace) {
      throw PromptError(.empty, file: file, line: nil, found: "an empty template", expected: "a prompt")
    }
    _ = try parsePart(text, firstLine: 1, file: file)  // Faults of syntax are told before faults of names.
    let starts = try TemplateCheck(name, file: file).stageLines(of: text)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var parts: [MustacheTemplate] = []
    var first = 1
    for end in starts + [lines.count + 1] where end > first {
      let isLast = end == lines.count + 1
      let part = lines[(first - 1)..<(end - 1)].joined(separator: "\n") + (isLast ? "" : "\n")
      parts.append(try parsePart(part, firstLine: first, file: file))
      first = end
    }
    return parts
  }

  private static func parsePart(_ text: String, firstLine: Int, file: String) throws(PromptError) -> MustacheTemplate {
    do {
      // The pragma switches HTML escaping off; it takes a line of its own, which is not counted below.
      return try MustacheTemplate(string: "{{% CONTENT_TYPE: TEXT }}\n" + text)
    } catch let error as MustacheTemplate.ParserError {
      throw PromptError(
        .syntax, file: file, line: error.context.lineNumber - 2 + firstLine,
        found: "`\(error.context.line)` (\(describe(error.error)))", expected: "well-formed Mustache")
    } catch {
      throw PromptError(.syntax, file: file, line: nil, found: "\(error)", expected: "well-formed Mustache")
    }
  }

  private static func describe(_ error: any Error) -> String {
    switch error {
    case MustacheTemplate.Error.sectionCloseNameIncorrect: "this end does not match the section's begin"
    case MustacheTemplate.Error.unfinishedName: "a tag is not finished"
    case MustacheTemplate.Error.expectedSectionEnd: "a section is not closed"
    default: "\(error)"
    }
  }
}
