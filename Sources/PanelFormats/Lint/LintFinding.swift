/// Something about a file that its reader should think about; the file itself was read.
public struct LintFinding: Hashable, Sendable, CustomStringConvertible {
  public enum Severity: String, Hashable, Sendable {
    /// The file does not do what it is for.
    case error
    /// The file works, and would work better otherwise.
    case warning
  }

  public var severity: Severity
  /// The file as the user named it.
  public var file: String
  /// From 1; nil where the finding has no place in the text.
  public var line: Int?
  /// From 1, counted in Unicode scalars.
  public var column: Int?
  /// `moves[2].ask`; empty for the file as a whole.
  public var keyPath: String
  /// What was found and why it matters, one sentence.
  public var message: String
  /// What to do, one sentence; may be empty.
  public var remedy: String

  public init(
    _ severity: Severity, file: String, line: Int? = nil, column: Int? = nil, keyPath: String = "", message: String,
    remedy: String = ""
  ) {
    self.severity = severity
    self.file = file
    self.line = line
    self.column = column
    self.keyPath = keyPath
    self.message = message
    self.remedy = remedy
  }

  /// An error of reading, as a finding among others.
  public init(_ error: FormatError) {
    let subject = error.keyPath.isEmpty ? "The file" : error.keyPath
    let expected = error.expected.isEmpty ? "" : "; expected \(error.expected)"
    self.init(
      .error, file: error.file, line: error.line, column: error.column, keyPath: error.keyPath,
      message: "\(subject) is \(error.found)\(expected).", remedy: error.remedy)
  }

  /// `personas/dx.yaml:7:10: warning: …`
  public var description: String {
    let location = ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
    return "\(location): \(severity.rawValue): \(message)\(remedy.isEmpty ? "" : " \(remedy)")"
  }
}
