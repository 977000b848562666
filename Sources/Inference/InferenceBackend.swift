/// Something that can run inference: our kernel, an HTTP endpoint, a recording, or a third party's.
///
/// A backend never makes up an answer. A request either finishes with a valid value for every field or fails with an
/// ``InferenceError``; the caller turns a failure into a failed seat, never into a vote.
public protocol InferenceBackend: Sendable {
  /// What a run records of the backend. Fixed from the moment the backend was opened.
  var identity: BackendIdentity { get }

  /// What the backend can do.
  var capabilities: BackendCapabilities { get }

  /// Runs requests that belong together, so that a prefix which they share is computed once.
  ///
  /// Events of different requests interleave. The stream ends after every request finished or failed; it throws only
  /// when the backend as a whole cannot go on. Cancelling the task that reads the stream, or dropping the stream, stops
  /// the work at once.
  func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error>

  /// Tokens of each request's prompt, lead-in of the first field included, without running anything.
  func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int]

  /// Gives back memory, threads and connections. The backend cannot be used afterwards.
  func close() async
}

/// What identifies a backend in the record of a run.
public struct BackendIdentity: Hashable, Sendable, Codable {
  /// `kernel`, `http`, `recording`, or a third party's own word.
  public var kind: String
  /// The model's name as people know it.
  public var model: String
  /// SHA-256 of the model file in lower-case hexadecimal; nil where the backend cannot know it.
  public var modelSHA256: String?
  /// SHA-256 of the vocabulary and the chat template, by which the same weights can still read another text.
  public var tokenizerSHA256: String?
  /// Version of the inference program: ours, or what an endpoint says of itself.
  public var engine: String

  public init(kind: String, model: String, modelSHA256: String? = nil, tokenizerSHA256: String? = nil, engine: String) {
    self.kind = kind
    self.model = model
    self.modelSHA256 = modelSHA256
    self.tokenizerSHA256 = tokenizerSHA256
    self.engine = engine
  }
}

public struct BackendCapabilities: Hashable, Sendable {
  /// Longest prompt and answer together, in tokens; nil where unknown.
  public var contextLength: Int?
  /// Equal requests give equal bytes, whatever runs beside them.
  public var isDeterministic: Bool
  /// Distributions over labels are read from the model rather than estimated from samples.
  public var readsDistributions: Bool

  public init(contextLength: Int?, isDeterministic: Bool, readsDistributions: Bool) {
    self.contextLength = contextLength
    self.isDeterministic = isDeterministic
    self.readsDistributions = readsDistributions
  }
}
