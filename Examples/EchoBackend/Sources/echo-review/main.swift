import EchoBackend
import Inference
import PanelCore
import PanelEngine
import PanelFormats

// Reviews one of the built-in tools with a backend that the program itself brought along.
var registry = BackendRegistry()
EchoBackend.register(in: &registry)

let library = PanelLibrary.builtin
let session = try ReviewSession(
  dossiers: library.toolSlugs.prefix(1).map { try library.dossier($0) },
  panel: library.panel(),
  templates: PromptTemplates(named: library.promptTemplates()),
  backend: try await registry.open("echo:", options: BackendOptions()),
  context: RunContext(
    id: "echo", started: "2026-01-01T00:00:00Z", version: "1", personasSHA256: "", dossierSHA256: [:], elapsed: { 0 }))

for try await event in session.run() {
  if case .answered(let seat, let answer) = event { print("\(seat.tool) · \(seat.persona): \(answer.text)") }
}
