import Inference

/// How to get fields of an answer out of one kind of endpoint. Every failure is an ``EndpointFailure``.
protocol Dialect: Sendable {
  var identity: BackendIdentity { get }
  var capabilities: BackendCapabilities { get }
  /// Requests that the endpoint works on at once.
  var slots: Int { get }

  /// Whatever has to be known of a chat before its answer can be written.
  func prepare(_ messages: [ChatMessage]) async throws -> PreparedChat

  /// Writes a free text after `turn`. `emit` gets each new piece.
  func text(
    _ chat: PreparedChat, after turn: Turn, limit: TextLimit, sampling: Sampling, emit: (String) -> Void
  ) async throws -> (GeneratedText, CallUsage)

  /// Normalised natural logarithms of the probabilities of `labels` after `turn`.
  func distribution(
    _ chat: PreparedChat, after turn: Turn, over labels: [String], sampling: Sampling
  ) async throws -> ([Double], CallUsage)

  /// Tokens of the prompt with `turn`.
  func countTokens(_ chat: PreparedChat, with turn: Turn) async throws -> Int
}

struct PreparedChat: Hashable, Sendable {
  var messages: [ChatMessage]
  /// The prompt as text, where the endpoint renders the model's template for us.
  var rendered: String?
}

/// The assistant's turn: what the fields so far came to, and the lead-in of the next.
struct Turn: Hashable, Sendable {
  var before = ""
  var leadIn = ""
  var text: String { before + leadIn }
}

/// Tokens of the calls made for one field.
struct CallUsage: Hashable, Sendable {
  /// Tokens before the field's value, as the endpoint counts them; 0 where it does not say.
  var prompt = 0
  /// Those of them that the endpoint computed anew.
  var computed = 0
  var generated = 0
}
