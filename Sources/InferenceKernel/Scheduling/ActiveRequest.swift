import Inference

/// A request at work: its place in the prefix tree, the tokens behind it that are its own, and the field it is at.
///
/// Used by the scheduler's thread alone.
final class ActiveRequest {
  enum Phase {
    /// The tail is being fed; then the field begins.
    case opening
    case writing(Writing)
    case choosing(Choosing)
  }

  /// A free text as far as it is written.
  struct Writing {
    var limiter: TextLimiter
    var decoder = PieceDecoder()
    /// Tokens of the field, which are the last ones of the tail, and the bytes up to and with each.
    var tokens: [Int32] = []
    var byteCounts: [Int] = []
    var bytes: [UInt8] = []
    var tokenLimit: Int
  }

  /// Labels as far as they are scored.
  struct Choosing {
    var labels: [[Int32]]
    var trie: LabelTrie
    /// Asked behind the tail itself, or behind a branch of it.
    var open: [LabelTrie.Question]
    var answers: [[Int]: [Int: Double]] = [:]
  }

  let session: Session
  let request: InferenceRequest
  /// The prompt but for its last token, whose output starts the answer.
  let node: PrefixTree.Node
  /// Tokens behind `node`: the prompt's last one, what was written, lead-ins.
  var tail: [Int32]
  /// Tokens of the tail whose keys and values are there.
  var computed = 0
  /// Pages of the whole sequence: the tree's up to `node`, then the request's own.
  var pages: [PagePool.PageID] = []
  /// How many of `pages` are the tree's.
  var sharedPages = 0
  var hasPages = false
  var phase = Phase.opening
  var fieldIndex = 0
  /// The assistant's turn so far, lead-ins included.
  var turn: String
  var results: [InferenceResponse.Field] = []
  var usage = TokenUsage()
  /// Pages that the request may still take.
  var reservedPages: Int

  init(session: Session, request: InferenceRequest, node: PrefixTree.Node, lastToken: Int32, reservedPages: Int) {
    self.session = session
    self.request = request
    self.node = node
    tail = [lastToken]
    turn = request.fields[0].leadIn
    self.reservedPages = reservedPages
  }

  var field: ResponseField { request.fields[fieldIndex] }
  /// Position of the tail's first token.
  var tailStart: Int { node.end }
  /// Position behind the last token.
  var end: Int { tailStart + tail.count }

  var isWriting: Bool {
    if case .writing = phase { return true }
    return false
  }
}
