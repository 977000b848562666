import Inference

/// Where one endpoint is: `http://host:port`, `https://host/base`, or `unix:/path/of.sock`, with `#llama` or `#openai`
/// behind it where the dialect is not to be found out by asking.
public struct EndpointAddress: Hashable, Sendable, CustomStringConvertible {
  /// Begin of every URL at this endpoint, without a slash at its end.
  public var base: String
  public var unixSocket: String?
  /// nil asks the endpoint.
  public var dialect: DialectKind?
  /// The address for messages: without a password.
  public var description: String

  /// Reads one address.
  ///
  /// - Throws: ``InferenceError`` of code `badRequest`.
  public init(_ text: some StringProtocol) throws {
    var address = text.trimmed
    dialect = nil
    if let mark = address.lastIndex(of: "#") {
      let name = String(address[address.index(after: mark)...])
      guard let kind = DialectKind(rawValue: name) else {
        throw InferenceError(
          .badRequest, "“\(text)” names the dialect “\(name)”, which does not exist.",
          remedy: "Known dialects: \(DialectKind.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      dialect = kind
      address = String(address[..<mark])
    }
    if address.hasPrefix("unix:") {
      let path = address.dropFirst(5)
      let socket = path.hasPrefix("//") ? String(path.dropFirst(2)) : String(path)
      guard socket.hasPrefix("/") else {
        throw InferenceError(
          .badRequest, "“\(text)” does not name a socket by its whole path.", remedy: "Write unix:/path/of.sock.")
      }
      unixSocket = socket
      base = "http://localhost"
      description = "unix:\(socket)"
      return
    }
    guard address.hasPrefix("http://") || address.hasPrefix("https://"),
      let host = address.firstRange(of: "://")?.upperBound, host < address.endIndex, address[host] != "/",
      !address.contains(where: \.isWhitespace)
    else {
      throw InferenceError(
        .badRequest, "“\(text)” is no address of an endpoint.",
        remedy: "Write http://host:port, https://host or unix:/path/of.sock.")
    }
    while address.last == "/" { address.removeLast() }
    if address.hasSuffix("/v1") { address.removeLast(3) }
    base = address
    let authorityEnd = address[host...].firstIndex(of: "/") ?? address.endIndex
    if let at = address[host..<authorityEnd].lastIndex(of: "@") {
      description = String(address[..<host] + address[address.index(after: at)...])
    } else {
      description = address
    }
  }

  /// Reads addresses separated by commas.
  ///
  /// - Throws: ``InferenceError`` of code `badRequest`, also for an address that is named twice.
  public static func list(_ text: String) throws -> [EndpointAddress] {
    let addresses = try text.split(separator: ",").map { try EndpointAddress($0) }
    guard !addresses.isEmpty else { throw InferenceError(.badRequest, "“\(text)” names no endpoint.") }
    for (i, address) in addresses.enumerated()
    where addresses[..<i].contains(where: {
      $0.base == address.base
        && $0.unixSocket == address.unixSocket
    }) {
      throw InferenceError(.badRequest, "\(address) is named twice.")
    }
    return addresses
  }
}

/// How an endpoint wants to be talked to.
public enum DialectKind: String, Hashable, Sendable, CaseIterable {
  /// llama-server of llama.cpp.
  case llama
  /// Servers that follow OpenAI's chat completions: vLLM, Ollama, LM Studio and others.
  case openai
}
