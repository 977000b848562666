import Inference
import PanelCore
import PanelEngine
import TestSupport
import Testing

@Suite("The choice between two drafts")
struct DraftChoiceTests {
  /// Texts of the moves when the model calls the draft `number` of each move true.
  private func texts(favouring number: String) async throws -> [String] {
    let backend = ScriptedBackend { request in
      let parts = request.id.rawValue.split(separator: "/")
      guard parts[0] == "check" else { return PlainAnswers.make(request) }
      let isFavoured = parts.last == "flipped" ? parts.dropLast().last == number[...] : parts.last == number[...]
      return [.choice(PlainAnswers.distribution(["true", "false"], favour: isFavoured ? "true" : "false", by: 2))]
    }
    let comparison = try await Sample.session(
      backend, dossiers: [try Sample.dossiers()[0]], options: SessionOptions(drafts: 2, ownWords: true)
    ).comparison()
    return comparison.verdicts[0].reviews.flatMap { $0.moves.map(\.text) }
  }

  @Test("falls on the one that the model calls true, going by its facts")
  func truth() async throws {
    let first = try await texts(favouring: "0")
    let second = try await texts(favouring: "1")
    #expect(zip(first, second).count { $0 != $1 } == first.count)
  }
}
