import EchoBackend
import Inference
import PanelCore
import PanelEngine
import PanelFormats
import Testing

@Test("A registry opens the backend by its address, and a panel reviews with it")
func review() async throws {
  var registry = BackendRegistry()
  EchoBackend.register(in: &registry)
  let library = PanelLibrary.builtin
  let session = try ReviewSession(
    dossiers: library.toolSlugs.prefix(1).map { try library.dossier($0) }, panel: library.panel(),
    templates: PromptTemplates(named: library.promptTemplates()),
    backend: try await registry.open("echo:anything", options: BackendOptions()),
    context: RunContext(
      id: "test", started: "2026-01-01T00:00:00Z", version: "1", personasSHA256: "", dossierSHA256: [:],
      elapsed: { 0 }))
  let comparison = try await session.comparison()
  let verdict = try #require(comparison.verdicts.first)
  #expect(verdict.split.failed == 0)
  #expect(verdict.reviews.allSatisfy { !$0.moves.isEmpty })
  #expect(comparison.run.backend == "echo")
}

@Test("A request that nobody can carry out fails, and the others go on")
func badRequest() async throws {
  let bad = InferenceRequest(id: RequestID("bad"), messages: [], fields: [])
  let good = InferenceRequest(
    id: RequestID("good"), messages: [ChatMessage(.user, ["Ship or skip?\n"])],
    fields: [ResponseField(id: "vote", leadIn: "", kind: .choice(["ship", "skip"]))])
  var ended: [String] = []
  for try await event in EchoBackend().run([bad, good]) {
    if case .finished(let id, _) = event { ended.append("\(id) finished") }
    if case .failed(let id, let error) = event { ended.append("\(id) \(error.code)") }
  }
  #expect(ended == ["bad bad_request", "good finished"])
}
