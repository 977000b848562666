import Inference
import ModelFiles

/// Requests as tokens, with the segments that many requests share encoded once.
struct PromptEncoder {
  let tokenizer: any Tokenizer
  let template: ChatTemplate

  private struct Piece: Hashable {
    var text: String
    var isControl: Bool
    var afterText: Bool
  }
  private var known: [Piece: [Int32]] = [:]

  /// Pieces that are remembered; then all are forgotten, so that memory stays bounded.
  private static let capacity = 8192

  init(tokenizer: any Tokenizer, template: ChatTemplate) {
    self.tokenizer = tokenizer
    self.template = template
  }

  /// The prompt up to and with the open assistant turn and the first field's lead-in.
  mutating func prompt(_ request: InferenceRequest) -> [Int32] {
    var tokens: [Int32] = []
    if tokenizer.addsBeginningOfSequence, let first = tokenizer.beginningOfSequence { tokens.append(first) }
    var afterText = false
    let messages = request.messages.map { (role: $0.role.rawValue, segments: $0.segments) }
    for piece in template.render(messages: messages, openAssistant: true) {
      switch piece {
      case .control(let text):
        tokens += encode(Piece(text: text, isControl: true, afterText: afterText))
        afterText = false
      case .text(let text):
        tokens += encode(Piece(text: text, isControl: false, afterText: afterText))
        afterText = true
      }
    }
    if let leadIn = request.fields.first?.leadIn, !leadIn.isEmpty {
      tokens += self.leadIn(leadIn, afterText: afterText)
    }
    return tokens
  }

  /// Text that continues the assistant's turn.
  mutating func leadIn(_ text: String, afterText: Bool = true) -> [Int32] {
    encode(Piece(text: text, isControl: false, afterText: afterText))
  }

  private mutating func encode(_ piece: Piece) -> [Int32] {
    guard !piece.text.isEmpty else { return [] }
    if let tokens = known[piece] { return tokens }
    let tokens = tokenizer.encode(
      piece.text, allowingSpecialTokens: piece.isControl, afterText: piece.afterText)
    if known.count >= Self.capacity { known = [:] }
    known[piece] = tokens
    return tokens
  }
}
