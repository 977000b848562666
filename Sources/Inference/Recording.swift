public import Foundation

/// What a backend answered, kept so that it can answer again without a model.
///
/// As a file: JSON Lines. The first line says what it is and whose answers it holds, each other line is one exchange:
///
///     {"schema":"panel.recording/1","identity":{…},"capabilities":{…}}
///     {"id":"move/uv/dx/primitive/0/0","key":"<SHA-256>","prompt":"…","promptTokens":812,"deltas":[…],"response":{…}}
public struct Recording: Sendable {
  public static let schema = "panel.recording/1"

  /// One request and what became of it.
  struct Exchange: Hashable, Sendable, Codable {
    /// The id under which the request was made, for people; not compared.
    var id: String
    var key: RecordingKey
    /// The last segment of the prompt, by which the nearest recorded request is named when one is missing.
    var prompt: String
    var promptTokens: Int?
    /// Text as it was streamed.
    var deltas: [Delta]
    /// nil where the request failed, with the cause in ``failure``.
    var response: InferenceResponse?
    var failure: Failure?
  }

  struct Delta: Hashable, Sendable, Codable {
    var field: String
    var text: String
  }

  struct Failure: Hashable, Sendable, Codable {
    var code: String
    var message: String
    var remedy: String
  }

  private struct Header: Codable {
    var schema: String
    var identity: BackendIdentity
    var contextLength: Int?
    var isDeterministic: Bool
    var readsDistributions: Bool
  }

  /// Of the backend that answered.
  public var identity: BackendIdentity
  public var capabilities: BackendCapabilities
  private(set) var exchanges: [RecordingKey: Exchange] = [:]
  /// Keys in the order of their first answer, so that a file changes little when it is made again.
  private var order: [RecordingKey] = []

  public init(identity: BackendIdentity, capabilities: BackendCapabilities) {
    self.identity = identity
    self.capabilities = capabilities
  }

  /// Exchanges that it holds.
  public var count: Int { order.count }

  /// Keeps an exchange; of two with the same key the later one.
  mutating func add(_ exchange: Exchange) {
    if exchanges.updateValue(exchange, forKey: exchange.key) == nil { order.append(exchange.key) }
  }

  /// The recorded request most like `request`: by its id, else by the beginning of its own part of the prompt.
  func nearest(to request: InferenceRequest) -> Exchange? {
    let prompt = Self.ownPart(of: request)
    return exchanges.values.max { a, b in
      (score(a, request.id, prompt), b.id) < (score(b, request.id, prompt), a.id)
    }
  }

  private func score(_ exchange: Exchange, _ id: RequestID, _ prompt: String) -> Int {
    func shared(_ a: String, _ b: String) -> Int { zip(a.utf8, b.utf8).prefix { $0 == $1 }.count }
    return (exchange.id == id.rawValue ? 1 << 20 : shared(exchange.id, id.rawValue)) + shared(exchange.prompt, prompt)
  }

  static func ownPart(of request: InferenceRequest) -> String { request.messages.last?.segments.last ?? "" }
}

extension Recording {
  /// Reads a recording.
  ///
  /// - Throws: ``InferenceError`` with code `badRequest` naming file and line.
  public init(contentsOf file: URL) throws(InferenceError) {
    let data: Data
    do { data = try Data(contentsOf: file) } catch {
      throw InferenceError(
        .badRequest, "The recording “\(file.path)” cannot be read: \(error.localizedDescription)",
        remedy: "Check the path, or record it first.")
    }
    let decoder = JSONDecoder()
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    try self.init(header: lines.first ?? Data(), file: file)
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      do { add(try decoder.decode(Exchange.self, from: line)) } catch {
        throw InferenceError(.badRequest, "“\(file.path)” line \(index + 1): no recorded exchange (\(error)).")
      }
    }
  }

  /// An empty recording with what a file's first line says.
  init(header line: Data, file: URL) throws(InferenceError) {
    guard let header = try? JSONDecoder().decode(Header.self, from: line) else {
      throw InferenceError(.badRequest, "“\(file.path)” line 1: found something else than a recording's header.")
    }
    guard header.schema == Self.schema else {
      throw InferenceError(
        .badRequest, "“\(file.path)” line 1: found schema “\(header.schema)”, expected “\(Self.schema)”.",
        remedy: "Record it again with this version.")
    }
    self.init(
      identity: header.identity,
      capabilities: BackendCapabilities(
        contextLength: header.contextLength, isDeterministic: header.isDeterministic,
        readsDistributions: header.readsDistributions))
  }

  /// Writes the recording; the file is replaced whole or not at all.
  public func write(to file: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var data = try encoder.encode(
      Header(
        schema: Self.schema, identity: identity, contextLength: capabilities.contextLength,
        isDeterministic: capabilities.isDeterministic, readsDistributions: capabilities.readsDistributions))
    for key in order {
      guard let exchange = exchanges[key] else { continue }
      data.append(UInt8(ascii: "\n"))
      data.append(try encoder.encode(exchange))
    }
    data.append(UInt8(ascii: "\n"))
    try data.write(to: file, options: .atomic)
  }
}
