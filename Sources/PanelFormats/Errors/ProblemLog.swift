/// Collects the errors of one file while it is read, so that the user sees all of them at once.
///
/// A class, because the readers of a file's parts write to the same list. It never leaves the call that reads the file.
final class ProblemLog {
  /// More than this helps nobody.
  static let limit = 50

  let file: String
  private(set) var errors: [FormatError] = []

  init(file: String) { self.file = file }

  func add(
    _ code: FormatError.Code, at place: YAMLNode.Place?, _ keyPath: String, found: String, expected: String = "",
    remedy: String = ""
  ) {
    guard errors.count < Self.limit else { return }
    errors.append(
      FormatError(
        code, file: file, line: place?.line, column: place?.column, keyPath: keyPath, found: found,
        expected: expected, remedy: remedy))
  }

  /// `value`, unless something was wrong.
  func result<Value>(_ value: Value?) throws(FormatErrors) -> Value {
    let sorted = errors.enumerated().sorted {
      ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
    }
    if let failure = FormatErrors(sorted.map(\.element)) { throw failure }
    guard let value else {
      throw FormatErrors(FormatError(.syntax, file: file, found: "not readable"))
    }
    return value
  }
}
