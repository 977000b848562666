import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelSite

/// What a review would ask, what it would cost, and about how long it would take.
struct DryRun: Sendable {
  let input: ReviewInput
  let program: PanelProgram

  /// The whole report: costs first, then every prompt, each shared beginning once.
  func text(backend arguments: BackendArguments, options: SessionOptions) async throws -> String {
    let world = program.world
    world.messages.write("Opening \(arguments.address(world))\n")
    let backend = try await arguments.open(in: program)
    let plan = try input.session(on: backend, options: options, world: world).plan()
    let counts = try await backend.countPromptTokens(plan.requests)
    let speed = SpeedRecord(world: world).speed(of: backend.identity)
    let identity = backend.identity
    await backend.close()
    let estimate = plan.estimate(promptTokens: counts, speed: speed)
    return head(plan, counts, identity) + Self.costs(estimate, speed) + "\n"
      + PromptListing(zip(plan.requests, counts).map { (request: $0, tokens: $1) }).text
  }

  private func head(_ plan: SessionPlan, _ counts: [Int], _ identity: BackendIdentity) -> String {
    var table = Table(rows: [["PHASE", "REQUESTS", "PROMPT TOKENS", "PROMPTS ARE"]])
    var rest = counts[...]
    for phase in plan.phases {
      let tokens = rest.prefix(phase.requests.count).reduce(0, +)
      rest = rest.dropFirst(phase.requests.count)
      table.rows.append([
        phase.phase.title, "\(phase.requests.count)", NumberText.grouped(tokens),
        phase.isExact ? "exact" : "of about this length",
      ])
    }
    return "\(input.title), on \(identity.kind) with \(identity.model). Nothing was generated.\n\n"
      + table.text(width: nil)
  }

  private static func costs(_ estimate: SessionPlan.Estimate, _ speed: SessionPlan.Speed?) -> String {
    var text = """

      Prompts     \(NumberText.grouped(estimate.promptTokens)) tokens, about \
      \(NumberText.grouped(estimate.computedPromptTokens)) once shared beginnings are computed once
      To write    about \(NumberText.grouped(estimate.generatedTokens)) tokens

      """
    if let seconds = estimate.seconds, let speed {
      text += "Time        about \(LiveText.clock(seconds)), from \(Int(speed.prefill)) tokens/s read and "
      text += "\(Int(speed.decode)) tokens/s written in the last review with this model here\n"
    } else {
      text += "Time        not known yet: no review with this model was measured on this machine\n"
    }
    return text + "Texts that fail their check are written again, and a tie is asked head to head; both come on top.\n"
  }
}
