/// Everything that is wrong with one file, or with the files that were read together. Never empty.
public struct FormatErrors: Error, Hashable, Sendable, CustomStringConvertible {
  /// In the order of the file.
  public let errors: [FormatError]

  public init(_ first: FormatError, _ others: [FormatError] = []) { errors = [first] + others }

  /// nil where `errors` is empty.
  public init?(_ errors: [FormatError]) {
    guard !errors.isEmpty else { return nil }
    self.errors = errors
  }

  /// One line for each error.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}
