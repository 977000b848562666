/// Opens a backend by its address, so that code outside this package can add a scheme of its own.
///
///     var registry = BackendRegistry()
///     registry.register("echo") { address, options in EchoBackend() }
///     let backend = try await registry.open("echo:anything", options: BackendOptions())
public struct BackendRegistry: Sendable {
  /// Makes a backend from the whole address as the user wrote it.
  public typealias Open = @Sendable (_ address: String, _ options: BackendOptions) async throws -> any InferenceBackend

  private var openers: [String: Open] = [:]

  public init() {}

  /// Registered schemes in alphabetical order.
  public var schemes: [String] { openers.keys.sorted() }

  /// Adds, or replaces, what opens addresses that are `scheme` itself or begin with `scheme:`.
  public mutating func register(_ scheme: String, _ open: @escaping Open) { openers[scheme] = open }

  /// Opens the backend at `address`.
  ///
  /// - Throws: ``InferenceError`` with code `badRequest` for a scheme that is not registered, else what the backend's
  ///   own opener throws.
  public func open(_ address: String, options: BackendOptions) async throws -> any InferenceBackend {
    let scheme = address.prefix { $0 != ":" }
    guard let open = openers[String(scheme)] else {
      throw InferenceError(
        .badRequest, "No backend answers to “\(address)”.",
        remedy: "Known kinds: \(schemes.joined(separator: ", ")).")
    }
    return try await open(address, options)
  }
}

/// What a user can say about any backend.
public struct BackendOptions: Sendable {
  /// A model's name or path; nil takes the backend's default.
  public var model: String?
  /// Key for an endpoint that wants one.
  public var apiKey: String?
  /// Threads for inference in this process; nil takes one for each core.
  public var threads: Int?
  /// Most tokens a request may have, prompt and answer together; nil takes the model's own limit.
  public var contextLength: Int?

  public init(model: String? = nil, apiKey: String? = nil, threads: Int? = nil, contextLength: Int? = nil) {
    self.model = model
    self.apiKey = apiKey
    self.threads = threads
    self.contextLength = contextLength
  }
}
