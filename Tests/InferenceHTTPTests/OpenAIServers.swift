import Foundation

/// Servers of OpenAI's dialect as their documents describe them, scripted.
extension ScriptedServer {
  /// - Parameters:
  ///   - owner: What `/v1/models` names as the owner, by which servers are told apart.
  ///   - models: The models it serves.
  ///   - chat: Answers of `/v1/chat/completions`; the number counts them from 0.
  static func openAI(
    owner: String, models: [String] = ["m"], _ chat: @escaping @Sendable (Request, Int) -> [Step]
  ) throws -> ScriptedServer {
    try ScriptedServer { request, earlier in
      switch request.path {
      case "/v1/models":
        let list = models.map {
          #"{"id": "\#($0)", "object": "model", "owned_by": "\#(owner)", "max_model_len": 2048}"#
        }
        return [.json(#"{"object": "list", "data": [\#(list.joined(separator: ","))]}"#)]
      case "/version", "/api/version": return [.json(#"{"version": "1.2.3"}"#)]
      case "/tokenize" where owner == "vllm": return [.json(#"{"count": 42, "max_model_len": 2048, "tokens": []}"#)]
      case "/v1/chat/completions": return chat(request, earlier)
      default: return [.json(#"{"error": {"message": "not found"}}"#, status: 404)]
      }
    }
  }

  /// An answer that lists `tokens` with their probabilities for the first token.
  static func listing(_ tokens: (String, Double)...) -> Step {
    let list = tokens.map { #"{"token": "\#($0.0)", "logprob": \#(log($0.1))}"# }.joined(separator: ",")
    return .json(
      #"{"choices": [{"message": {"content": "x"}, "finish_reason": "length", "logprobs": {"content": "#
        + #"[{"token": "x", "logprob": -1, "top_logprobs": [\#(list)]}]}}], "#
        + #""usage": {"prompt_tokens": 30, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 20}}}"#)
  }

  /// A whole answer without probabilities.
  static func saying(_ content: String, finish: String = "stop") -> Step {
    let quoted = content.replacing("\"", with: "\\\"")
    return .json(
      #"{"choices": [{"message": {"content": "\#(quoted)"}, "finish_reason": "\#(finish)", "logprobs": null}]}"#)
  }

  /// A stream of pieces with its end marks.
  static func streaming(_ pieces: String..., finish: String = "stop", ends: Bool = true) -> [Step] {
    [.eventStream, .event(#"{"choices": [{"delta": {"role": "assistant", "content": ""}}]}"#)]
      + pieces.map { .event(#"{"choices": [{"delta": {"content": "\#($0)"}, "finish_reason": null}]}"#) }
      + (ends
        ? [
          .event(#"{"choices": [{"delta": {}, "finish_reason": "\#(finish)"}]}"#),
          .event(#"{"choices": [], "usage": {"prompt_tokens": 30, "completion_tokens": 5}}"#), .event("[DONE]"), .close,
        ] : [.close])
  }
}
