import Foundation
import Inference
import InferenceHTTP
import PanelCore
import PanelEngine
import PanelFormats
import TestSupport
import Testing

/// A whole session on a real model behind an address, where one is given: `PANEL_TEST_ENDPOINT=http://127.0.0.1:18400`.
/// `PANEL_TEST_TOOLS` names the tools, `PANEL_TEST_RECORDING` a file that keeps the answers. Prints the reviews: reading
/// them is half of the test.
@Suite("A session on a real model")
struct RealModelTests {
  private static var environment: [String: String] { ProcessInfo.processInfo.environment }

  @Test("gives every seat a vote and every move a whole sentence", .timeLimit(.minutes(60)))
  func review() async throws {
    guard let address = Self.environment["PANEL_TEST_ENDPOINT"] else {
      return print("skipped: PANEL_TEST_ENDPOINT names no endpoint with a real model")
    }
    let tools = (Self.environment["PANEL_TEST_TOOLS"] ?? "smolvlm2-turbo").split(separator: " ")
    let library = try Sample.library()
    let dossiers = try tools.compactMap { ToolSlug(String($0)) }.map { try library.dossier($0) }
    let backend = RecordingBackend(
      recording: try await HTTPBackend.open(address),
      to: Self.environment["PANEL_TEST_RECORDING"].map { URL(filePath: $0) })
    let clock = ContinuousClock()
    let start = clock.now
    var phase = (name: "", start: clock.now)
    var comparison: Comparison?
    for try await event in try Sample.session(backend, dossiers: dossiers).run() {
      switch event {
      case .phase(let next, let count):
        if !phase.name.isEmpty { print("  \(phase.name) took \(clock.now - phase.start)") }
        phase = (next.rawValue, clock.now)
        print("phase \(next.rawValue): \(count) requests, \(clock.now - start) since the start")
      case .finished(let result): comparison = result
      default: break
      }
    }
    try backend.save()
    await backend.close()
    let finished = try #require(comparison)
    Self.show(finished)
    for review in finished.verdicts.flatMap(\.reviews) {
      #expect(review.vote != nil, "\(review.persona): \(review.error ?? "")")
      #expect(review.moves.allSatisfy { $0.text.last.map { ".!?…".contains($0) } ?? false })
    }
  }

  private static func show(_ comparison: Comparison) {
    for verdict in comparison.verdicts {
      print("\n== \(verdict.dossier.name): \(verdict.shipPercent.map { "\($0) %" } ?? "—")")
      for review in verdict.reviews {
        let p = [review.pShip, review.pShipRaw].map { $0.map { String(format: "%.2f", $0) } ?? "—" }
        print("-- \(review.name): \(review.vote?.rawValue ?? "failed") p \(p[0]) raw \(p[1]) \(review.error ?? "")")
        for answer in review.moves {
          let cited = answer.evidence.map(\.description).joined()
          print("   \(answer.isSupported ? " " : "!") \(answer.id): \(answer.text) \(cited)")
        }
        let drivers = review.drivers.map { "\($0.evidence)\(String(format: "%+.2f", $0.weight))" }
        print("     drivers \(drivers.joined(separator: " "))")
      }
    }
    print("\n\(comparison.recommendation?.text ?? "")")
    let run = comparison.run
    print("tokens: prompt \(run.promptTokens), computed \(run.computedPromptTokens), generated \(run.generatedTokens)")
  }
}
