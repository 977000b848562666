import Inference

/// Finds out what an endpoint is by asking it.
struct DialectProbe: Sendable {
  let link: EndpointLink
  let options: HTTPBackendOptions

  /// Waits until the endpoint is ready, at most as long as a request may queue, and reads what it says of itself.
  func open() async throws -> any Dialect {
    let limit = options.deadlines.queueWait
    return try await withDeadline(limit, passed: Stage.queueWait.passed(limit, at: link.place)) {
      try await retrying()
    }
  }

  private func retrying() async throws -> any Dialect {
    var failures = 0
    while true {
      do {
        return try await identify()
      } catch var failure as EndpointFailure {
        switch failure.retry {
        case .never:
          // What is no HTTP, or no JSON, here is not a broken answer: it is somebody else.
          if failure.error.code == .malformedResponse { failure.error.code = .unknownDialect }
          throw failure
        case .loading: try await Task.sleep(for: PoolState.loadingPoll)
        case .later(let retryAfter):
          failures += 1
          guard failures < options.retries.attempts else { throw failure }
          try await Task.sleep(for: options.retries.delay(after: failures, retryAfter: retryAfter))
        }
      }
    }
  }

  private func identify() async throws -> any Dialect {
    var found: [String] = []
    if link.address.dialect != .openai {
      // llama-server answers 503 here while it loads, before it answers anything else.
      try await checkHealth()
      if let props = try await ask("/props", &found), props["default_generation_settings"] != nil {
        return try LlamaDialect(link: link, props: props, model: options.model, parallel: options.parallel)
      }
    }
    if link.address.dialect != .llama, let models = try await ask("/v1/models", &found), models["data"]?.array != nil {
      return try await OpenAIDialect.open(link, models: models, options: options)
    }
    throw unknown(found)
  }

  private func checkHealth() async throws {
    let (head, body) = try await link.exchange("/health")
    if head.status == 503 { throw EndpointFailure(head, body: body, at: link.place, path: "/health") }
  }

  /// The JSON of `path`, or nil with a word in `found` where the endpoint answers with something else.
  private func ask(_ path: String, _ found: inout [String]) async throws -> JSONValue? {
    let (head, body) = try await link.exchange(path)
    if [401, 403, 429, 502, 503, 504].contains(head.status) {
      throw EndpointFailure(head, body: body, at: link.place, path: path)
    }
    if let title = HTMLPage.title(of: body) {
      found.append("\(path) answers \(head.status) with \(title)")
    } else if let json = JSONValue(bytes: body), head.status == 200 {
      if case .object = json { return json }
      found.append("\(path) answers with JSON that is no object")
    } else {
      found.append("\(path) answers \(head.status)\(head["Server"].map { " (server “\($0)”)" } ?? "")")
    }
    return nil
  }

  private func unknown(_ found: [String]) -> EndpointFailure {
    EndpointFailure(
      InferenceError(
        .unknownDialect,
        "\(link.place) speaks neither llama-server's API nor OpenAI's: \(found.joined(separator: "; ")).",
        remedy: "Give the address of a llama-server, vLLM, Ollama or LM Studio."))
  }
}
