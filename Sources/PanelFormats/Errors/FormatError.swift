/// One thing that is wrong with a file that a user wrote: where, what was found, what was expected, what to do.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of problem; open, so that readers of other formats add their own.
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    /// No such file or folder.
    public static let notFound = Code(rawValue: "not_found")
    /// The file is there, but cannot be read: permissions, a folder in place of a file.
    public static let unreadable = Code(rawValue: "unreadable")
    /// Larger, deeper or longer than files of its kind may be.
    public static let tooLarge = Code(rawValue: "too_large")
    /// Bytes that are not UTF-8, or characters that text does not hold.
    public static let invalidText = Code(rawValue: "invalid_text")
    /// Not YAML, JSON or whatever the file claims to be.
    public static let syntax = Code(rawValue: "syntax")
    /// YAML that is valid, but that these files do not use: anchors, aliases, tags, several documents.
    public static let unsupported = Code(rawValue: "unsupported")
    /// A key that has to be there is not.
    public static let missing = Code(rawValue: "missing")
    /// A key that the format does not know.
    public static let unknownKey = Code(rawValue: "unknown_key")
    /// A key that stands twice.
    public static let duplicateKey = Code(rawValue: "duplicate_key")
    /// A list in place of a text, and the like.
    public static let wrongKind = Code(rawValue: "wrong_kind")
    /// Of the right kind, but not allowed.
    public static let invalidValue = Code(rawValue: "invalid_value")
    /// A name that stands for nothing here: a persona or a tool without a file.
    public static let unknownName = Code(rawValue: "unknown_name")
  }

  public var code: Code
  /// The file as the user named it.
  public var file: String
  /// From 1; nil where the problem has no place in the text.
  public var line: Int?
  /// From 1, counted in Unicode scalars.
  public var column: Int?
  /// `facts[3].source`, list positions from 1 as evidence is numbered; empty for the file as a whole.
  public var keyPath: String
  /// What was found, so that it reads after “is”: `missing`, `a list`, `“soon”`.
  public var found: String
  /// What was expected there; empty where nothing can be said.
  public var expected: String
  /// What to do, as a sentence; empty where `expected` says it all.
  public var remedy: String

  public init(
    _ code: Code, file: String, line: Int? = nil, column: Int? = nil, keyPath: String = "", found: String,
    expected: String = "", remedy: String = ""
  ) {
    self.code = code
    self.file = file
    self.line = line
    self.column = column
    self.keyPath = keyPath
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  /// The file with line and column where there are any: `tools/foo.yaml:12:5`.
  public var location: String {
    ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
  }

  /// `tools/foo.yaml:12:5: facts[3].source is missing; expected an address or document with version. Add …`
  public var description: String {
    var text = "\(location): \(keyPath.isEmpty ? "the file" : keyPath) is \(found)"
    if !expected.isEmpty { text += "; expected \(expected)" }
    text += "."
    return remedy.isEmpty ? text : "\(text) \(remedy)"
  }
}
