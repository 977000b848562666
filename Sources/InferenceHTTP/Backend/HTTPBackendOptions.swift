import Inference

/// What a user can say about endpoints beyond ``BackendOptions``.
public struct HTTPBackendOptions: Sendable {
  /// The model's name; nil takes the endpoint's own, or its only one.
  public var model: String?
  /// Sent as a bearer token.
  public var apiKey: String?
  /// Requests at once at each endpoint; nil takes what the endpoint says of itself, or 4 where it says nothing.
  public var parallel: Int?
  public var deadlines: Deadlines
  public var retries: RetryPolicy
  /// The addresses as the user wrote them, for messages.
  var place = ""

  public init(
    model: String? = nil, apiKey: String? = nil, parallel: Int? = nil, deadlines: Deadlines = Deadlines(),
    retries: RetryPolicy = RetryPolicy()
  ) {
    self.model = model
    self.apiKey = apiKey
    self.parallel = parallel
    self.deadlines = deadlines
    self.retries = retries
  }
}
