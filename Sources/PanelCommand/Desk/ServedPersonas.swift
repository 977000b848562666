import Inference
import PanelCore
import PanelDesk
import PanelEngine
import PanelFormats
import PanelServer

/// Personas that `panel serve` runs again: the model is opened for the first of them, and kept.
actor ServedPersonas {
  private let program: PanelProgram
  private let backend: BackendArguments
  private let library: LibraryOptions
  private let ownWords: Bool
  private var opened: (any InferenceBackend)?

  init(program: PanelProgram, backend: BackendArguments, library: LibraryOptions, ownWords: Bool) {
    self.program = program
    self.backend = backend
    self.library = library
    self.ownWords = ownWords
  }

  /// Whether there is something to run them on, found without opening it.
  nonisolated var running: PersonaRunning {
    let world = program.world
    let address = backend.address(world)
    if address.prefix(while: { $0 != ":" }) == "kernel" {
      let model = ModelChoice.named(address, or: backend.model(world))
      guard ModelChoice.isHere(model, world: world) else {
        let name = model ?? ModelChoice.defaultName
        return .notHere("The model \(name) is not on this machine: panel model pull \(name).")
      }
    }
    return .here(PersonaRunner { question, tell in try await self.answer(question, tell) })
  }

  func close() async {
    await opened?.close()
    opened = nil
  }

  private func answer(
    _ question: RerunQuestion, _ tell: @escaping @Sendable (PersonaRunner.Progress) -> Void
  ) async throws -> PersonaRunner.Answer {
    let world = program.world
    let library = try library.library(world)
    let panel = try library.panel(only: [question.seat.persona])
    let input = ReviewInput(
      dossiers: [question.dossier], panel: panel,
      templates: try PromptTemplates(named: try library.promptTemplates(), folder: library.prompts.name))
    let backend = try await open()
    let session = try input.session(
      on: backend, options: SessionOptions(seed: question.seed, headToHead: .never, ownWords: ownWords),
      world: world)
    for try await event in session.run() {
      switch event {
      case .phase(let phase, _): tell(.phase(phase.title))
      case .text(_, let move, let delta): tell(.text(move: move, delta: delta))
      case .answered(_, let answer): tell(.answer(answer))
      case .finished(let comparison):
        guard let review = comparison.verdicts.first?.reviews.first else { continue }
        return PersonaRunner.Answer(
          review: review, run: "\(backend.identity.model), seed \(question.seed), run \(comparison.run.id)")
      default: break
      }
    }
    throw CancellationError()
  }

  private func open() async throws -> any InferenceBackend {
    if let opened { return opened }
    let new = try await backend.open(in: program)
    opened = new
    return new
  }
}
