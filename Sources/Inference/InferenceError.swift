/// Why a request, or a whole backend, failed: what, where, and what to do about it.
public struct InferenceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure; open, so that backends outside this package add their own.
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    /// Nobody listens at the address.
    public static let unreachable = Code(rawValue: "unreachable")
    /// A deadline passed; the message names which.
    public static let timedOut = Code(rawValue: "timed_out")
    /// The endpoint wants another key, or one at all.
    public static let unauthorized = Code(rawValue: "unauthorized")
    /// The endpoint refuses more work for now.
    public static let overloaded = Code(rawValue: "overloaded")
    /// The endpoint answers, but not in a dialect that we speak.
    public static let unknownDialect = Code(rawValue: "unknown_dialect")
    /// The endpoint broke its own protocol: invalid JSON, a stream without its end mark.
    public static let malformedResponse = Code(rawValue: "malformed_response")
    /// The endpoint said that the request is wrong, or that it failed.
    public static let rejected = Code(rawValue: "rejected")
    /// Prompt and answer do not fit the model's context.
    public static let contextOverflow = Code(rawValue: "context_overflow")
    /// The answer was cut off before it was complete.
    public static let truncated = Code(rawValue: "truncated")
    /// The model wrote nothing but white space, or nothing at all.
    public static let emptyOutput = Code(rawValue: "empty_output")
    /// What the model wrote does not fit the schema.
    public static let invalidOutput = Code(rawValue: "invalid_output")
    /// The model file is not usable.
    public static let badModel = Code(rawValue: "bad_model")
    /// Not enough memory for model and context.
    public static let outOfMemory = Code(rawValue: "out_of_memory")
    /// The request itself cannot be carried out, for example a choice without labels.
    public static let badRequest = Code(rawValue: "bad_request")
    /// A recording holds no answer to this request.
    public static let notRecorded = Code(rawValue: "not_recorded")
    /// The work was cancelled.
    public static let cancelled = Code(rawValue: "cancelled")
  }

  public var code: Code
  /// What happened and where, one sentence for a person.
  public var message: String
  /// What the person can do; empty where nothing is to be done.
  public var remedy: String

  public init(_ code: Code, _ message: String, remedy: String = "") {
    self.code = code
    self.message = message
    self.remedy = remedy
  }

  public var description: String { remedy.isEmpty ? message : "\(message) \(remedy)" }
}
