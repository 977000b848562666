import Inference

/// A failed call to an endpoint, and whether the same call may be made again.
struct EndpointFailure: Error, Hashable, Sendable {
  enum Retry: Hashable, Sendable {
    /// It would fail again.
    case never
    /// Here after a while, which the endpoint may have named, or elsewhere at once.
    case later(Duration?)
    /// The endpoint loads its model.
    case loading
  }

  var error: InferenceError
  var retry: Retry

  init(_ error: InferenceError, retry: Retry = .never) {
    self.error = error
    self.retry = retry
  }

  /// Reads a failure of the transport.
  init(_ failure: TransferError, at place: String, connectLimit: Duration) {
    switch failure.code {
    case .cancelled, .closed: self.init(InferenceError(.cancelled, "\(place): the work was cancelled."))
    case .badAddress: self.init(InferenceError(.badRequest, failure.description))
    case .connectTimedOut: self.init(Stage.connect.passed(connectLimit, at: place), retry: .later(nil))
    case .tls:
      self.init(
        InferenceError(
          .unreachable, "\(place): no TLS connection: \(failure.detail)",
          remedy: "Check the certificate, or use http:// where the endpoint has none."))
    case .notHTTP:
      self.init(InferenceError(.malformedResponse, "\(place) does not speak HTTP: \(failure.detail)"))
    case .tooLarge: self.init(InferenceError(.malformedResponse, failure.description))
    case .interrupted where failure.hadResponse:
      self.init(
        InferenceError(
          .malformedResponse, "\(place): the connection broke in the middle of the answer: \(failure.detail)"),
        retry: .later(nil))
    case .interrupted:
      self.init(
        InferenceError(.unreachable, "\(place): the connection broke before an answer: \(failure.detail)"),
        retry: .later(nil))
    default:
      self.init(
        InferenceError(
          .unreachable, "\(place): \(failure.detail)", remedy: "Is the endpoint running, and is the address right?"),
        retry: .later(nil))
    }
  }

  /// Reads an answer whose status is not 2xx.
  init(_ head: HTTPHead, body: [UInt8], at place: String, path: String) {
    let said = EndpointMessage(body)
    let what = "\(place)\(path) answered \(head.status)\(said.text.isEmpty ? "" : ": \(said.text)")"
    let message = what.hasSuffix(".") ? what : what + "."
    if let overflow = said.overflow {
      self.init(overflow.error(at: place))
      return
    }
    switch head.status {
    case 401, 403:
      self.init(
        InferenceError(.unauthorized, message, remedy: "Give the endpoint's key with the option for the API key."))
    case 429:
      self.init(
        InferenceError(.overloaded, message, remedy: "Try later, or with fewer requests at once."),
        retry: .later(RetryAfter.duration(in: head)))
    case 503 where said.text.lowercased().contains("loading"):
      self.init(InferenceError(.overloaded, message, remedy: "The endpoint is still loading."), retry: .loading)
    case 408, 425, 502, 503, 504:
      self.init(
        InferenceError(.overloaded, message, remedy: "Try later."), retry: .later(RetryAfter.duration(in: head)))
    case 300..<400:
      self.init(
        InferenceError(
          .rejected, "\(place)\(path) redirects to \(head["Location"] ?? "nowhere").",
          remedy: "Give the address that it redirects to."))
    default: self.init(InferenceError(.rejected, message))
    }
  }
}

/// What an endpoint says about a failure, in one of the shapes in use: `{"error": {"message": …}}`,
/// `{"error": "…"}`, `{"message": …}`, or a page.
struct EndpointMessage: Hashable, Sendable {
  /// One line, not longer than 300 characters; empty where nothing was said.
  var text = ""
  var overflow: ContextOverflow?

  init(_ body: [UInt8]) {
    self.init(JSONValue(bytes: body) ?? .null)
    if text.isEmpty, overflow == nil, JSONValue(bytes: body) == nil {
      text = Self.oneLine(HTMLPage.title(of: body) ?? String(decoding: body.prefix(2000), as: UTF8.self))
    }
  }

  init(_ json: JSONValue) {
    let inner = json["error"] ?? json
    let message = inner.string ?? inner["message"]?.string ?? json["message"]?.string ?? json["detail"]?.string
    text = Self.oneLine(message ?? "")
    overflow = ContextOverflow(inner, message: message ?? "")
  }

  private static func oneLine(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 300 ? line.prefix(300) + "…" : line
  }
}

/// A prompt that does not fit, as endpoints report it.
struct ContextOverflow: Hashable, Sendable {
  /// Tokens that were wanted; nil where the endpoint does not say.
  var wanted: Int?
  /// Tokens that fit; nil where the endpoint does not say.
  var limit: Int?

  /// nil where `error` is about something else.
  init?(_ error: JSONValue, message: String) {
    let type = error["type"]?.string
    let code = error["code"]?.string
    let lower = message.lowercased()
    guard
      type == "exceed_context_size_error" || code == "context_length_exceeded" || type == "context_length_exceeded"
        || lower.contains("maximum context length") || lower.contains("exceeds the available context size")
    else { return nil }
    wanted = error["n_prompt_tokens"]?.int ?? Self.number(in: lower, after: ["you requested ", "resulted in "])
    limit =
      error["n_ctx"]?.int
      ?? Self.number(in: lower, after: ["maximum context length is ", "maximum context length of "])
  }

  func error(at place: String) -> InferenceError {
    let prompt = wanted.map { "The prompt has \($0) tokens" } ?? "The prompt has more tokens than fit"
    let room = limit.map { "\(place) has room for \($0)" } ?? "\(place) has no room for it"
    return InferenceError(
      .contextOverflow, "\(prompt), \(room).",
      remedy:
        "Start the endpoint with a larger context (llama-server: -c, shared by its -np slots), or shorten the dossier."
    )
  }

  private static func number(in text: String, after marks: [String]) -> Int? {
    for mark in marks {
      guard let end = text.firstRange(of: mark)?.upperBound else { continue }
      if let number = Int(text[end...].prefix { $0.isNumber }) { return number }
    }
    return nil
  }
}

/// Recognises a web page where JSON was expected.
enum HTMLPage {
  /// The page's title, or the words “a web page” where it has none; nil where `body` is no page.
  static func title(of body: [UInt8]) -> String? {
    let start = String(decoding: body.prefix(20_000), as: UTF8.self)
    let lower = start.lowercased()
    guard lower.trimmed.hasPrefix("<!doctype html") || lower.trimmed.hasPrefix("<html") || lower.contains("<title>")
    else {
      return nil
    }
    guard let open = start.lowercased().firstRange(of: "<title>")?.upperBound,
      let close = lower[open...].firstRange(of: "</title>")?.lowerBound
    else { return "a web page" }
    return "the web page “\(String(lower[open..<close]).trimmed)”"
  }
}
