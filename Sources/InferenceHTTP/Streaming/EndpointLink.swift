import Foundation
import Inference
import Synchronization

/// Calls to one endpoint: JSON there, JSON or a stream of events back, every failure with its name and place.
struct EndpointLink: Sendable {
  let client: CurlClient
  let address: EndpointAddress
  let apiKey: String?
  let deadlines: Deadlines

  /// Most bytes of an answer that is not a stream. The longest are distributions over some ten thousand tokens.
  static let longestAnswer = 16 * 1024 * 1024
  /// Enough of a failure to say what it is.
  static let longestFailure = 64 * 1024

  var place: String { address.description }

  /// Calls `path` and reads its JSON.
  ///
  /// - Parameter body: POSTed; nil makes it a GET.
  /// - Throws: ``EndpointFailure``.
  func call<Answer: Decodable & Sendable>(
    _ path: String, _ body: (any Encodable & Sendable)? = nil, as type: Answer.Type = Answer.self
  ) async throws -> Answer {
    let (head, bytes) = try await exchange(path, body)
    guard (200..<300).contains(head.status) else {
      throw EndpointFailure(head, body: bytes, at: place, path: path)
    }
    return try decode(bytes, from: path)
  }

  /// Status and body of `path`, whatever the status is. Waits as long as a first token may take.
  func exchange(_ path: String, _ body: (any Encodable & Sendable)? = nil) async throws -> (HTTPHead, [UInt8]) {
    let request = try makeRequest(path, body)
    do {
      return try await withDeadline(
        deadlines.firstToken, passed: Stage.firstToken.passed(deadlines.firstToken, at: place)
      ) {
        try await client.fetch(request, limit: Self.longestAnswer)
      }
    } catch {
      throw failure(error)
    }
  }

  /// What the reader of a stream makes of an event.
  enum Reading { case nothing, progress, done }

  /// POSTs `body` to `path` and reads the stream of events that it answers with, until the reader is done, which closes
  /// the connection, or the stream ends.
  ///
  /// - Returns: Whether the reader was done before the stream ended.
  /// - Throws: ``EndpointFailure``, and what `read` throws.
  func stream(
    _ path: String, _ body: any Encodable & Sendable, _ read: (ServerSentEvent) throws -> Reading
  ) async throws -> Bool {
    let request = try makeRequest(path, body)
    let clock = ContinuousClock()
    var since = clock.now
    var stage = Stage.firstToken
    func within<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
      let limit = stage == .firstToken ? deadlines.firstToken : deadlines.betweenTokens
      let left = max(.zero, limit - (clock.now - since))
      do {
        return try await withDeadline(left, passed: stage.passed(limit, at: place), work)
      } catch {
        throw failure(error)
      }
    }
    let client = client
    let response = try await within { try await client.send(request) }
    try await check(response, path: path, within: within)
    var parser = EventStreamParser()
    while let bytes = try await within({ try await response.body.next() }) {
      guard let events = try? parser.feed(bytes) else {
        throw malformed("sent an event of more than \(EventStreamParser.longestEvent) bytes", path)
      }
      for event in events {
        switch try read(event) {
        case .nothing: break
        case .progress:
          since = clock.now
          stage = .betweenTokens
        case .done: return true
        }
      }
    }
    return false
  }

  private func check(
    _ response: HTTPResponse, path: String,
    within: (@escaping @Sendable () async throws -> [UInt8]) async throws -> [UInt8]
  ) async throws {
    let isEventStream = response.head["Content-Type"]?.lowercased().hasPrefix("text/event-stream") == true
    if response.head.status == 200, isEventStream { return }
    let bytes = try await within { try await response.body.collect(limit: Self.longestFailure) }
    guard response.head.status == 200 else {
      throw EndpointFailure(response.head, body: bytes, at: place, path: path)
    }
    if let title = HTMLPage.title(of: bytes) { throw malformed("answered with \(title) instead of a stream", path) }
    throw malformed("answered with “\(response.head["Content-Type"] ?? "nothing")” instead of a stream", path)
  }

  /// Reads JSON that `path` sent.
  func decode<Answer: Decodable>(_ bytes: [UInt8], from path: String) throws -> Answer {
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Answer.self, from: Data(bytes))
    } catch {
      if let title = HTMLPage.title(of: bytes) { throw malformed("answered with \(title) instead of JSON", path) }
      if bytes.isEmpty { throw malformed("answered with nothing", path) }
      if let json = JSONValue(bytes: bytes) {
        if json["error"] != nil { throw said(json, path) }
        throw malformed("answered with JSON of another shape (\(Self.place(of: error)))", path)
      }
      let start = String(decoding: bytes.prefix(80), as: UTF8.self).split(whereSeparator: \.isNewline).joined(
        separator: " ")
      throw malformed("answered with invalid JSON: “\(start)”", path)
    }
  }

  /// A failure that came with status 200, as it does within a stream.
  func said(_ json: JSONValue, _ path: String) -> EndpointFailure {
    let message = EndpointMessage(json)
    if let overflow = message.overflow { return EndpointFailure(overflow.error(at: place)) }
    return EndpointFailure(InferenceError(.rejected, "\(place)\(path) said: \(message.text)"))
  }

  func malformed(_ what: String, _ path: String) -> EndpointFailure {
    EndpointFailure(
      InferenceError(
        .malformedResponse, "\(place)\(path) \(what).", remedy: "Is it the endpoint that you meant, and in good health?"
      ))
  }

  private func failure(_ error: any Error) -> any Error {
    switch error {
    case let error as TransferError: EndpointFailure(error, at: place, connectLimit: deadlines.connect)
    case is CancellationError: EndpointFailure(InferenceError(.cancelled, "\(place): the work was cancelled."))
    case let error as InferenceError: EndpointFailure(error)
    default: error
    }
  }

  private func makeRequest(_ path: String, _ body: (any Encodable & Sendable)?) throws -> HTTPRequest {
    var headers = [
      (name: "Accept", value: "application/json, text/event-stream"), (name: "User-Agent", value: "panel"),
    ]
    if let apiKey { headers.append((name: "Authorization", value: "Bearer \(apiKey)")) }
    var bytes: [UInt8]?
    if let body {
      headers.append((name: "Content-Type", value: "application/json"))
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      bytes = Array(try encoder.encode(body))
    }
    return HTTPRequest(
      method: body == nil ? "GET" : "POST", url: address.base + path, unixSocket: address.unixSocket, headers: headers,
      body: bytes, connectTimeout: deadlines.connect)
  }

  private static func place(of error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "“\(key.stringValue)” is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      "“\(context.codingPath.map(\.stringValue).joined(separator: "."))” is not what it should be"
    default: "it cannot be read"
    }
  }
}
