public import Inference
import PanelCore

/// What a session will ask, as far as that is known before anything was answered.
public struct SessionPlan: Sendable {
  public struct Phase: Sendable {
    public var phase: ReviewPhase
    public var requests: [InferenceRequest]
    /// Whether the requests are word for word those of the session. Moves rest on facts that are chosen by their
    /// weights, and votes follow the moves, so theirs only have about the right length.
    public var isExact: Bool
  }

  /// Without repairs and without a head-to-head on a tie, which nobody can foresee.
  public var phases: [Phase]

  /// All requests in the order of the phases.
  public var requests: [InferenceRequest] { phases.flatMap(\.requests) }

  /// How fast a backend was measured to be, in tokens per second of the whole backend.
  public struct Speed: Hashable, Sendable {
    public var prefill: Double
    public var decode: Double

    public init(prefill: Double, decode: Double) {
      self.prefill = prefill
      self.decode = decode
    }
  }

  /// About how much work the session is.
  public struct Estimate: Hashable, Sendable {
    /// Tokens of all prompts.
    public var promptTokens: Int
    /// Those of them that are left when every shared beginning is computed once.
    public var computedPromptTokens: Int
    public var generatedTokens: Int
    /// nil where no speed is known.
    public var seconds: Double?
  }

  /// The work of the session.
  ///
  /// - Parameters:
  ///   - promptTokens: of each of ``requests``, as the backend counts them.
  ///   - speed: nil gives no time.
  public func estimate(promptTokens: [Int], speed: Speed? = nil) -> Estimate {
    let total = promptTokens.reduce(0, +)
    let computed = Int((Double(total) * shareComputed).rounded())
    let generated = requests.reduce(0) { $0 + Self.generatedTokens($1) }
    let seconds = speed.map { Double(computed) / $0.prefill + Double(generated) / $0.decode }
    return Estimate(
      promptTokens: total, computedPromptTokens: computed, generatedTokens: generated, seconds: seconds)
  }

  /// The share of all prompt text that is left when each distinct beginning of segments counts once.
  var shareComputed: Double {
    var seen = Set<Int>()
    var total = 0
    var distinct = 0
    for request in requests {
      var beginning = 0
      for message in request.messages {
        for segment in message.segments {
          var hasher = Hasher()
          hasher.combine(beginning)
          hasher.combine(message.role)
          hasher.combine(segment)
          beginning = hasher.finalize()
          total += segment.utf8.count
          if seen.insert(beginning).inserted { distinct += segment.utf8.count }
        }
      }
    }
    return total == 0 ? 0 : Double(distinct) / Double(total)
  }

  /// Words of English prose take about 1.35 tokens; texts end at a sentence, at about four fifths of their limit.
  private static func generatedTokens(_ request: InferenceRequest) -> Int {
    request.fields.reduce(0) { sum, field in
      switch field.kind {
      case .text(let limit): sum + Int(Double(limit.maxWords) * 0.8 * 1.35)
      case .choice: sum
      case .evidence(_, let atMost): sum + 2 * atMost
      }
    }
  }
}

extension ReviewSession {
  /// The session's requests, without running anything.
  public func plan() -> SessionPlan {
    var run = SessionRun(self) { _ in }
    var phases = [SessionPlan.Phase(phase: .weighing, requests: run.weighRequests().map(\.request), isExact: true)]
    run.prepareMoves()
    phases.append(SessionPlan.Phase(phase: .choices, requests: run.choiceRequests().map(\.request), isExact: false))
    for seat in run.activeSeats {
      for move in run[seat].prepared.indices {
        if let label = run[seat].prepared[move].move.choices?.first { run[seat].prepared[move].answer(label) }
      }
    }
    phases.append(SessionPlan.Phase(phase: .moves, requests: run.moveRequests().map(\.request), isExact: false))
    for seat in run.activeSeats {
      let drafts = run[seat].prepared.map { prepared in
        let words = Array(repeating: "words", count: prepared.limit.maxWords * 4 / 5).joined(separator: " ")
        return MoveDraft(
          leadIn: prepared.opening, answer: AnswerText(body: prepared.written ?? words, isWhole: true),
          support: MoveCheck.Support(missing: [], evidence: []), defects: [])
      }
      run[seat].chosen = drafts
      // Of drafts that are the same none is checked; these only have about the right length.
      run[seat].drafts = zip(drafts, run[seat].prepared).map { draft, prepared in
        (0..<(prepared.written == nil ? options.texts : 1)).map { number in
          var other = draft
          other.answer.body += String(repeating: ".", count: number)
          return other
        }
      }
    }
    phases.append(SessionPlan.Phase(phase: .checking, requests: run.checkRequests().map(\.request), isExact: false))
    phases.append(SessionPlan.Phase(phase: .votes, requests: run.voteRequests().map(\.request), isExact: false))
    if options.headToHead == .always {
      let pairs = dossiers.indices.flatMap { a in ((a + 1)..<max(a + 1, dossiers.count)).map { (a, $0) } }
      phases.append(
        SessionPlan.Phase(phase: .headToHead, requests: run.headToHeadRequests(pairs).map(\.request), isExact: true))
    }
    return SessionPlan(phases: phases.filter { !$0.requests.isEmpty })
  }
}
