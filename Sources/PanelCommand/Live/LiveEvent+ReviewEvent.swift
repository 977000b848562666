import Inference
import PanelCore
import PanelEngine

extension LiveEvent {
  /// What of an engine's event the display shows; nil for what it does not.
  init?(_ event: ReviewEvent) {
    switch event {
    case .phase(let phase, let requests): self = .phase(phase.title, requests: requests)
    case .leftOut(let tool, let facts):
      self = .note(
        "\(tool): \(facts.count) fact\(facts.count == 1 ? "" : "s") beyond the limits "
          + "\(facts.count == 1 ? "is" : "are") not judged (\(facts.map { "\($0)" }.joined(separator: " "))).")
    case .addressed(let tool, let facts):
      self = .note(
        "\(tool): text in \(facts.map { "\($0)" }.joined(separator: " ")) addresses the reviewers and is not judged.")
    case .progress(_, let done, let count): self = .progress(done: done, of: count)
    case .usage(let usage):
      self = .tokens(
        prompt: usage.promptTokens, computedPrompt: usage.computedPromptTokens, generated: usage.generatedTokens)
    case .working(let seat, _): self = .working(LiveSeat(seat))
    case .text(let seat, let move, let delta): self = .text(LiveSeat(seat), move: move, delta: delta)
    case .reviewed(let seat, let review):
      guard let vote = review.vote else { return nil }
      self = .voted(LiveSeat(seat), vote, pShip: review.pShip)
    case .failed(let seat, let review): self = .failed(LiveSeat(seat), cause: review.error ?? "no cause was given")
    case .answered, .traced, .compared, .finished: return nil
    }
  }
}

extension LiveSeat {
  init(_ seat: Seat) { self.init(tool: seat.tool, persona: seat.persona) }
}

extension ReviewPhase {
  /// What is done in it, for a person who waits.
  var title: String {
    switch self {
    case .weighing: "Weighing the evidence"
    case .moves: "Writing the reviews"
    case .choices: "Answering closed questions"
    case .checking: "Checking the reviews"
    case .repair: "Rewriting what did not hold"
    case .votes: "Voting"
    case .headToHead: "Head to head"
    }
  }
}
