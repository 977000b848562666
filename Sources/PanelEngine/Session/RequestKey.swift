import Inference
import PanelCore

/// A seat by its place in the session's tools and personas.
struct SeatIndex: Hashable, Sendable {
  var tool: Int
  var persona: Int
}

/// What a request of a session is for.
enum RequestKey: Hashable, Sendable {
  case weigh(SeatIndex, statement: Int, flipped: Bool)
  /// A statement without its marketing words.
  case weighNeutral(SeatIndex, statement: Int, flipped: Bool)
  /// A statement without content.
  case weighNothing(persona: Int, statement: Int, flipped: Bool)
  /// The closed question of a move.
  case choice(SeatIndex, move: Int)
  /// The same of a dossier without content, put in the same way.
  case choiceOnNothing(persona: Int, move: Int, isOtherwise: Bool)
  case move(SeatIndex, move: Int, sample: Int, attempt: Int)
  /// Whether a draft of a move follows from its facts.
  case check(SeatIndex, move: Int, draft: Int, flipped: Bool)
  case vote(SeatIndex, sample: Int, flipped: Bool)
  /// A dossier without content.
  case voteOnNothing(persona: Int, flipped: Bool)
  /// `flipped` gives the second tool of the pair the first number; `swapped` lists tool 2 first, and names it first.
  case headToHead(pair: Int, persona: Int, flipped: Bool, swapped: Bool)
  /// Two made-up tools, see ``ReferencePair``.
  case headToHeadOfReference(Int, persona: Int, flipped: Bool, swapped: Bool)

  /// The seat that the request belongs to; nil for those that several seats share.
  var seat: SeatIndex? {
    switch self {
    case .weigh(let seat, _, _), .weighNeutral(let seat, _, _), .choice(let seat, _), .move(let seat, _, _, _),
      .check(let seat, _, _, _), .vote(let seat, _, _):
      seat
    case .weighNothing, .choiceOnNothing, .voteOnNothing, .headToHead, .headToHeadOfReference: nil
    }
  }
}

/// A request and what it is for.
struct KeyedRequest: Sendable {
  var key: RequestKey
  var request: InferenceRequest
}
