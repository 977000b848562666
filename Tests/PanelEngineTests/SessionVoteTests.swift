import Foundation
import Inference
import PanelCore
import PanelFormats
import TestSupport
import Testing

@testable import PanelEngine

@Suite("A session's votes")
struct SessionVoteTests {
  /// Favours the first-named label by `bias`, and adds what `opinion` thinks of the request's last message.
  private func opinionated(
    bias: Double = 0, _ opinion: @escaping @Sendable (InferenceRequest) -> Double
  ) -> ScriptedBackend {
    ScriptedBackend { request in
      zip(request.fields, PlainAnswers.make(request)).map { field, plain in
        guard case .choice(let labels) = field.kind, labels.count == 2 else { return plain }
        let isFlipped = labels[0] == "bad"
        let odds = opinion(request) * (isFlipped ? -1 : 1) + bias
        return .choice(PlainAnswers.distribution(labels, favour: labels[0], by: odds))
      }
    }
  }

  private func reviews(_ backend: ScriptedBackend, options: SessionOptions = SessionOptions()) async throws -> [Review]
  {
    try await Sample.session(backend, dossiers: [Sample.dossiers()[0]], options: options).comparison().verdicts[0]
      .reviews
  }

  @Test("do not move with a bias for the label that is named first, nor with a leaning that content does not cause")
  func bias() async throws {
    let plain = try await reviews(opinionated { $0.id.rawValue.contains("/dx/3") ? 0.8 : 0 })
    let biased = try await reviews(opinionated(bias: 3) { $0.id.rawValue.contains("/dx/3") ? 0.8 : 0 })
    let leaning = try await reviews(opinionated { ($0.id.rawValue.contains("/dx/3") ? 0.8 : 0) - 1.5 })
    for (a, b) in zip(plain, biased) { #expect(abs((a.pShip ?? 9) - (b.pShip ?? 0)) < 1e-9) }
    for (a, b) in zip(plain, leaning) { #expect(abs((a.pShip ?? 9) - (b.pShip ?? 0)) < 1e-9) }
    for (a, b) in zip(plain, leaning) { #expect((a.pShipRaw ?? 0) > (b.pShipRaw ?? 9), "the raw value keeps it") }
  }

  @Test("follow the evidence, each fact within its bound, vendor text within a smaller one")
  func bounds() async throws {
    let dossier = try Sample.dossiers()[1]
    let backend = opinionated { $0.id.rawValue.hasPrefix("weigh/mistral") ? 25 : 0 }
    let review = try await Sample.session(backend, dossiers: [dossier]).comparison().verdicts[0].reviews[0]
    let combination = VoteCombination()
    let vendor = Set(dossier.facts.filter(\.isVendorText).map(\.id))
    #expect(!vendor.isEmpty)
    for driver in review.drivers {
      let bound = vendor.contains(driver.evidence) ? combination.vendorBound : combination.factBound
      #expect(driver.weight <= bound && driver.weight > 0.9 * bound)
    }
    let claims = review.drivers.filter { vendor.contains($0.evidence) }.reduce(0) { $0 + $1.weight }
    #expect(claims <= combination.claimsBound)
    #expect(review.vote == .ship)
    let against = opinionated { $0.id.rawValue.hasPrefix("weigh/mistral") ? -2 : 0 }
    #expect(try await Sample.session(against, dossiers: [dossier]).comparison().verdicts[0].split.skip == 4)
  }

  @Test("are named by their drivers, strongest first")
  func drivers() async throws {
    let backend = opinionated { request in
      switch request.id.rawValue.split(separator: "/").dropFirst(3).first {
      case "5" where request.id.rawValue.hasPrefix("weigh/smol"): -1.2
      case "2" where request.id.rawValue.hasPrefix("weigh/smol"): 0.7
      default: 0
      }
    }
    let review = try await reviews(backend)[0]
    #expect(review.drivers.prefix(2).map(\.evidence.rawValue) == [5, 2])
    #expect(review.drivers[0].weight < 0 && review.drivers[1].weight > 0)
  }

  @Test("are averaged over samples, which use different seeds")
  func samples() async throws {
    let backend = ScriptedBackend()
    _ = try await reviews(backend, options: SessionOptions(samples: 3, ownWords: true))
    let moves = try #require(backend.sessions.first { $0.first?.id.rawValue.hasPrefix("move/") ?? false })
    #expect(moves.count == 3 * 19)
    #expect(Set(moves.map(\.sampling.seed)).count == moves.count)
    let votes = backend.sessions.last ?? []
    #expect(votes.count { $0.id.rawValue.hasPrefix("vote/smolvlm2-turbo/dx") } == 3 * 2)
  }

  @Test("are the same to the last bit for the same seed, and a fifth persona changes no other's requests")
  func deterministic() async throws {
    let a = try await Sample.session(ScriptedBackend()).comparison()
    let b = try await Sample.session(ScriptedBackend()).comparison()
    #expect(a == b)
    let panel = try Sample.library().panel()
    let whole = ScriptedBackend()
    let part = ScriptedBackend()
    _ = try await Sample.session(whole, panel: panel).comparison()
    _ = try await Sample.session(part, panel: Panel(personas: Array(panel.personas.prefix(2)))).comparison()
    for kind in ["weigh/", "move/"] {
      let all = whole.sessions.joined().filter { $0.id.rawValue.hasPrefix(kind) && !$0.id.rawValue.hasSuffix("/1") }
      let some = part.sessions.joined().filter { $0.id.rawValue.hasPrefix(kind) && !$0.id.rawValue.hasSuffix("/1") }
      #expect(!some.isEmpty && Set(some).isSubset(of: Set(all)))
    }
    let other = ScriptedBackend()
    _ = try await Sample.session(other, options: SessionOptions(seed: 2)).comparison()
    func seeds(_ backend: ScriptedBackend) -> Set<UInt64> {
      Set(backend.sessions.joined().filter { $0.id.rawValue.hasPrefix("move/") }.map(\.sampling.seed))
    }
    #expect(!seeds(other).isEmpty && seeds(other).isDisjoint(with: seeds(whole)))
  }

  @Test("that tie are settled by asking each persona in both orders, and an answer that flips counts for nobody")
  func headToHead() async throws {
    func session(_ favour: @escaping @Sendable (InferenceRequest) -> String) throws -> ReviewSession {
      try Sample.session(
        ScriptedBackend { request in
          guard request.id.rawValue.hasPrefix("head_to_head/"), case .choice(let labels) = request.fields[0].kind else {
            return PlainAnswers.make(request)
          }
          let isOfNothing = request.id.rawValue.hasPrefix("head_to_head/-")
          return [.choice(PlainAnswers.distribution(labels, favour: favour(request), by: isOfNothing ? 0 : 2))]
        })
    }
    let consistent = try await session { $0.id.rawValue.hasPrefix("head_to_head/smol") ? "1" : "2" }.comparison()
    #expect(consistent.recommendation?.winner?.rawValue == "smolvlm2-turbo")
    #expect(consistent.recommendation?.reason == .headToHead)
    let flipping = try await session { _ in "1" }.comparison()
    #expect(flipping.recommendation?.winner == nil)
    #expect(flipping.recommendation?.reason == .splitByOrder)
  }

  @Test("that most would skip are not asked about head to head, and none is named")
  func refused() async throws {
    let backend = opinionated { $0.id.rawValue.contains("weigh/-") ? 0 : -2 }
    let comparison = try await Sample.session(backend).comparison()
    #expect(comparison.verdicts.map(\.shipPercent) == [0, 0])
    #expect(comparison.recommendation?.reason == .noMajority)
    #expect(comparison.recommendation?.winner == nil)
    #expect(!backend.sessions.joined().contains { $0.id.rawValue.hasPrefix("head_to_head/") })
  }

  @Test("rest on answers of which an unsupported one is asked for once more, then kept and marked")
  func repair() async throws {
    let backend = ScriptedBackend { request in
      PlainAnswers.make(request).map { value in
        guard case .text = value, request.id.rawValue.contains("/business/buyer/") else { return value }
        return .text(GeneratedText(text: " a bank that pays $50,000 for quiet nights.", finish: .sentence))
      }
    }
    let review = try await reviews(backend, options: SessionOptions(ownWords: true))[3]
    #expect(review.moves[0].isSupported == false)
    #expect(review.moves.filter { !$0.isSupported }.map(\.id) == ["buyer"])
    let repairs = backend.sessions.flatMap { $0 }.filter { $0.id.rawValue.hasSuffix("/buyer/0/1") }
    #expect(repairs.count == 1)
    #expect(repairs[0].messages[1].text.contains("$50,000"))
    let first = backend.sessions.joined().first { $0.id.rawValue.hasSuffix("/business/buyer/0/0") }
    #expect(first?.sampling.seed != repairs[0].sampling.seed)
  }

  @Test("give the quoted fact and what the tool is used for in the place of an answer that does not hold twice")
  func spare() async throws {
    let backend = ScriptedBackend { request in
      PlainAnswers.make(request).map { value in
        guard case .text = value, request.id.rawValue.contains("/dx/primitive/") else { return value }
        return .text(GeneratedText(text: " build a bank that pays $50,000.", finish: .sentence))
      }
    }
    let answer = try #require(try await reviews(backend)[0].moves.first)
    let dossier = try Sample.dossiers()[0]
    #expect(answer.text.contains(dossier.facts[0].text.dropFirst(2).dropLast()))
    #expect(answer.text.hasSuffix("\(try #require(dossier.purpose))."))
    #expect(!answer.text.contains("$50,000"))
    #expect(answer.isSupported)
    // An end that leaves out how the purpose ends does not hold either.
    let short = ScriptedBackend { request in
      PlainAnswers.make(request).map { value in
        guard case .text = value, request.id.rawValue.contains("/dx/primitive/") else { return value }
        return .text(GeneratedText(text: " read images.", finish: .sentence))
      }
    }
    let whole = try #require(try await reviews(short)[0].moves.first)
    #expect(whole.text.hasSuffix("\(try #require(dossier.purpose))."))
    #expect(answer.wording == .persona)
  }

  @Test("a plan names the requests of weighing word for word, and the numbers of the others")
  func plan() async throws {
    let backend = ScriptedBackend()
    let session = try Sample.session(backend, options: SessionOptions(drafts: 2, headToHead: .always))
    let plan = session.plan()
    _ = try await session.comparison()
    #expect(plan.phases.map(\.phase) == [.weighing, .moves, .checking, .votes, .headToHead])
    #expect(plan.phases[0].requests == backend.sessions[0])
    #expect(plan.phases.map(\.requests.count) == backend.sessions.map(\.count))
    #expect(plan.phases[4].requests == backend.sessions[4])
    let counts = try await backend.countPromptTokens(plan.requests)
    let estimate = plan.estimate(promptTokens: counts, speed: SessionPlan.Speed(prefill: 100, decode: 10))
    #expect(estimate.computedPromptTokens < estimate.promptTokens / 2)
    #expect(estimate.generatedTokens > 300)
    #expect((estimate.seconds ?? 0) > 0)
    #expect(plan.estimate(promptTokens: counts).seconds == nil)
  }
}
