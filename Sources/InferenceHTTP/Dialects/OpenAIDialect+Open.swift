import Inference

extension OpenAIDialect {
  /// Reads what the endpoint says of itself, and finds out by one token what it can do.
  ///
  /// - Parameter models: The answer of `/v1/models`.
  static func open(_ link: EndpointLink, models: JSONValue, options: HTTPBackendOptions) async throws -> OpenAIDialect {
    let entries = models["data"]?.array ?? []
    let model = try choose(options.model, of: entries, at: link.place)
    let entry = entries.first { $0["id"]?.string == model }
    let (engine, traits) = try await identify(link, owner: entry?["owned_by"]?.string ?? "")
    var dialect = OpenAIDialect(
      link: link, model: model, traits: traits,
      identity: BackendIdentity(
        kind: "http", model: LlamaDialect.name(ofPath: model, keepsFolder: true), engine: engine),
      contextLength: entry?["max_model_len"]?.int ?? entry?["meta"]?["n_ctx"]?.int,
      slots: max(1, options.parallel ?? 4))
    if !traits.listsProbabilities {
      var traits = traits
      traits.listsProbabilities = try await dialect.listsProbabilities()
      dialect = dialect.with(traits)
    }
    return dialect
  }

  func with(_ traits: Traits) -> OpenAIDialect {
    OpenAIDialect(
      link: link, model: model, traits: traits, identity: identity, contextLength: contextLength, slots: slots)
  }

  private static func choose(_ wanted: String?, of entries: [JSONValue], at place: String) throws -> String {
    let names = entries.compactMap { $0["id"]?.string }
    if let wanted {
      // Ollama lists “name:latest” for a model that people call “name”.
      let found = names.first { $0 == wanted } ?? names.first { $0 == "\(wanted):latest" }
      if let found { return found }
      let list = names.isEmpty ? "none" : names.joined(separator: ", ")
      throw EndpointFailure(
        InferenceError(
          .badRequest, "\(place) does not serve the model “\(wanted)”.", remedy: "It serves: \(list)."))
    }
    guard let only = names.first, names.count == 1 else {
      throw EndpointFailure(
        InferenceError(
          .badRequest,
          "\(place) serves \(names.isEmpty ? "no model" : "several models: \(names.joined(separator: ", "))").",
          remedy: names.isEmpty ? "Load one there first." : "Say which one."))
    }
    return only
  }

  private static func identify(_ link: EndpointLink, owner: String) async throws -> (String, Traits) {
    switch owner {
    case "vllm":
      let version = try await version(link, "/version")
      return (
        "vLLM \(version)",
        Traits(continuesTurn: true, listsProbabilities: true, knowsAllSampling: true, countsTokens: true)
      )
    case "llamacpp":
      return ("llama.cpp (OpenAI dialect)", Traits(continuesTurn: true, listsProbabilities: true))
    case "library": return ("Ollama \(try await version(link, "/api/version"))", Traits())
    case "organization_owner": return ("LM Studio", Traits())
    default: return (owner.isEmpty ? "OpenAI-style endpoint" : "OpenAI-style endpoint of \(owner)", Traits())
    }
  }

  private static func version(_ link: EndpointLink, _ path: String) async throws -> String {
    let (head, body) = try await link.exchange(path)
    return head.status == 200
      ? JSONValue(bytes: body)?["version"]?.string ?? "of unknown version" : "of unknown version"
  }

  /// Some servers drop the wish for probabilities silently, so one token is asked for.
  private func listsProbabilities() async throws -> Bool {
    var body = body(
      PreparedChat(messages: [ChatMessage(.user, ["Say yes."])]), Turn(), asking: "", tokens: 1,
      Sampling(temperature: 0))
    body.logprobs = true
    body.topLogprobs = 2
    do {
      let answer: OpenAIMessages.Answer = try await link.call(path, body)
      return answer.choices?.first?.logprobs?.content?.first?.topLogprobs?.isEmpty == false
    } catch let failure as EndpointFailure where failure.error.code == .rejected {
      return false
    }
  }
}
