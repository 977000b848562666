public import Inference

extension HTTPBackend {
  /// Asks every address what it is and makes one backend of all of them.
  ///
  /// - Parameter addresses: One address or several with commas between them; see ``EndpointAddress``.
  /// - Throws: ``InferenceError``: `unreachable`, `unauthorized`, `unknownDialect` for an endpoint that speaks neither
  ///   dialect, `timedOut` for one that is not ready within the queue deadline, `badRequest` for endpoints that serve
  ///   different models.
  public static func open(_ addresses: String, options: HTTPBackendOptions = HTTPBackendOptions()) async throws
    -> HTTPBackend
  {
    let client = CurlClient()
    do {
      var options = options
      let list = try EndpointAddress.list(addresses)
      options.apiKey = try Self.checked(key: options.apiKey)
      options.place = list.map(\.description).joined(separator: ", ")
      var endpoints: [any Dialect] = []
      for address in list {
        let link = EndpointLink(
          client: client, address: address, apiKey: options.apiKey, deadlines: options.deadlines)
        endpoints.append(try await DialectProbe(link: link, options: options).open())
      }
      let identity = try common(endpoints, at: list)
      return HTTPBackend(
        pool: EndpointPool(endpoints, policy: options.retries), client: client, options: options, identity: identity)
    } catch {
      await client.close()
      throw (error as? EndpointFailure)?.error ?? error
    }
  }

  /// A key read from a file often ends in a line break; one within it would start another header.
  private static func checked(key: String?) throws -> String? {
    guard let key = key?.trimmed, !key.isEmpty else { return nil }
    guard key.unicodeScalars.allSatisfy({ $0.isASCII && $0.value >= 32 && $0.value < 127 }) else {
      throw InferenceError(.badRequest, "The API key holds characters that cannot be sent.")
    }
    return key
  }

  private static func common(_ endpoints: [any Dialect], at places: [EndpointAddress]) throws -> BackendIdentity {
    guard let first = endpoints.first, let place = places.first else {
      throw InferenceError(.badRequest, "No endpoint was named.")
    }
    for (other, otherPlace) in zip(endpoints, places) where other.identity.model != first.identity.model {
      throw InferenceError(
        .badRequest,
        "The endpoints serve different models: \(place) “\(first.identity.model)”, "
          + "\(otherPlace) “\(other.identity.model)”.",
        remedy: "One panel is judged by one model; name endpoints that serve the same.")
    }
    var identity = first.identity
    identity.engine = Set(endpoints.map(\.identity.engine)).sorted().joined(separator: ", ")
    return identity
  }
}

/// Adds the backends that live behind `http:`, `https:` and `unix:` addresses.
public func registerHTTPBackends(into registry: inout BackendRegistry) {
  for scheme in ["http", "https", "unix"] {
    registry.register(scheme) { address, options in
      try await HTTPBackend.open(address, options: HTTPBackendOptions(model: options.model, apiKey: options.apiKey))
    }
  }
}
