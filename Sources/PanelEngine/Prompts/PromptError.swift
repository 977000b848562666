/// Why the prompt templates cannot be used: file, line, what was found, what was expected.
public struct PromptError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure; open for later kinds.
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    /// A template that a session needs is not there.
    public static let missing = Code(rawValue: "missing")
    /// A template that no session uses.
    public static let unknownTemplate = Code(rawValue: "unknown_template")
    /// The template is not well-formed Mustache.
    public static let syntax = Code(rawValue: "syntax")
    /// A tag names something that this template is not given.
    public static let unknownVariable = Code(rawValue: "unknown_variable")
    /// A tag names something that differs between requests which share this text.
    public static let prefixOrder = Code(rawValue: "prefix_order")
    /// A kind of tag that prompts have no use for.
    public static let unsupportedTag = Code(rawValue: "unsupported_tag")
    /// The template renders to nothing.
    public static let empty = Code(rawValue: "empty")
  }

  public var code: Code
  public var file: String
  /// From 1; nil where the whole file is meant.
  public var line: Int?
  public var found: String
  public var expected: String

  public init(_ code: Code, file: String, line: Int?, found: String, expected: String) {
    self.code = code
    self.file = file
    self.line = line
    self.found = found
    self.expected = expected
  }

  public var description: String {
    "\(file)\(line.map { ":\($0)" } ?? ""): found \(found); expected \(expected)."
  }
}
