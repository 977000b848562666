/// What happens to the requests of a session, in the order in which it happens.
public enum InferenceEvent: Sendable {
  /// Work on a request began.
  case started(RequestID)
  /// More text of a free-text field. The pieces of a field add up to its final text, or to more where trailing white
  /// space is dropped at the end.
  case text(RequestID, field: String, delta: String)
  /// A field is complete.
  case field(RequestID, InferenceResponse.Field)
  /// A request is complete; the last event of its id.
  case finished(RequestID, InferenceResponse)
  /// A request failed; the last event of its id. The others go on.
  case failed(RequestID, InferenceError)
}
