/// The caller's name for one request of a session, unique within the session.
public struct RequestID: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible {
  public var rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(_ value: String) { rawValue = value }
  public var description: String { rawValue }
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// One turn of a chat, in segments that a backend may share between requests.
///
/// Segments are joined without a separator. A segment should end in a line break where the next one differs between
/// requests: then every tokenizer breaks there, and the text before it is computed once for all of them.
public struct ChatMessage: Hashable, Sendable {
  public enum Role: String, Hashable, Sendable, Codable { case system, user, assistant }

  public var role: Role
  public var segments: [String]

  public init(_ role: Role, _ segments: [String]) {
    self.role = role
    self.segments = segments
  }

  /// The whole text of the turn.
  public var text: String { segments.joined() }
}

/// One prompt and the shape of the answer that is wanted for it.
///
/// The answer is one assistant turn: the fields in order, each opened by its lead-in. Whatever a field adds to the turn
/// (a generated text, a chosen label, a list of evidence) is in the context of the fields after it.
public struct InferenceRequest: Hashable, Sendable, Identifiable {
  public var id: RequestID
  public var messages: [ChatMessage]
  public var fields: [ResponseField]
  public var sampling: Sampling

  public init(id: RequestID, messages: [ChatMessage], fields: [ResponseField], sampling: Sampling = Sampling()) {
    self.id = id
    self.messages = messages
    self.fields = fields
    self.sampling = sampling
  }
}
