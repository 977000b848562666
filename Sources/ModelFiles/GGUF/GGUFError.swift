/// Why a model file cannot be used: what was found where, what was expected, and what to do about it.
public struct GGUFError: Error, Hashable, Sendable, CustomStringConvertible {
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    /// The file cannot be opened, read or mapped.
    public static let unreadable = Code(rawValue: "unreadable")
    /// The file does not begin with the letters `GGUF`.
    public static let notGGUF = Code(rawValue: "not_gguf")
    /// A version or byte order that we do not read.
    public static let unsupportedVersion = Code(rawValue: "unsupported_version")
    /// The file ends before what it announces.
    public static let truncated = Code(rawValue: "truncated")
    /// The file contradicts itself or the format.
    public static let malformed = Code(rawValue: "malformed")
    /// A tensor type that we do not compute with.
    public static let unsupportedTensorType = Code(rawValue: "unsupported_tensor_type")
    /// A value that is needed is not in the file.
    public static let missingValue = Code(rawValue: "missing_value")
    /// A value has another type, or lies outside the range that makes sense.
    public static let badValue = Code(rawValue: "bad_value")
  }

  public var code: Code
  /// The file.
  public var path: String
  /// Distance from the start of the file in bytes; nil where the trouble has no one place.
  public var offset: Int?
  /// What was found and what was expected, one sentence.
  public var message: String
  /// What the person can do.
  public var remedy: String

  public init(_ code: Code, path: String, offset: Int? = nil, _ message: String, remedy: String? = nil) {
    self.code = code
    self.path = path
    self.offset = offset
    self.message = message
    self.remedy = remedy ?? Self.remedy(for: code)
  }

  public var description: String {
    let place = offset.map { " at byte \($0)" } ?? ""
    return "\(path)\(place): \(message) \(remedy)"
  }

  private static func remedy(for code: Code) -> String {
    switch code {
    case .unreadable: "Check the path and the permissions."
    case .notGGUF: "Give a model file in GGUF format; its name usually ends in .gguf."
    case .unsupportedVersion: "Convert the model again with a current llama.cpp; versions 2 and 3 are read."
    case .truncated: "The file is incomplete: fetch it again."
    case .unsupportedTensorType:
      "Use a file quantised as one of \(TensorType.allCases.map(\.description).joined(separator: ", "))."
    default: "The file is damaged or made by a faulty program: fetch it again, or from another source."
    }
  }
}
