import Foundation
import Inference
import PanelCore
import PanelEngine

/// One review with its display, from opening the backend to the comparison.
struct ReviewRun: Sendable {
  let input: ReviewInput
  let program: PanelProgram

  /// - Throws: ``CommandFailure`` and the errors of the rooms below; the terminal is given back in any case.
  func comparison(backend arguments: BackendArguments, options: SessionOptions, record: URL?) async throws -> Comparison
  {
    let world = program.world
    let display = LiveDisplay(
      ReviewProgress(
        title: input.title, tools: input.dossiers.map { (slug: $0.slug, name: $0.name) },
        personas: input.panel.personas.map { (id: $0.id, name: $0.name) }),
      on: world.messages, now: world.elapsed)
    let interrupts = InterruptGuard(display)
    defer {
      display.abandon()
      withExtendedLifetime(interrupts) {}
    }
    display.receive(.status("Opening \(arguments.address(world))"))
    let opened = try await arguments.open(in: program)
    let recorder = record.map { _ in RecordingBackend(recording: opened) }
    let backend: any InferenceBackend = recorder ?? opened
    let session = try input.session(on: backend, options: options, world: world)
    var speed = SpeedMeter(now: world.elapsed)
    var result: Comparison?
    for try await event in session.run() {
      speed.receive(event)
      if let shown = LiveEvent(event) { display.receive(shown) }
      if case .finished(let comparison) = event { result = comparison }
    }
    guard let result else { throw CommandFailure("The review ended without a result.") }
    display.stop()
    if let recorder, let record { try recorder.recording.write(to: record) }
    await backend.close()
    SpeedRecord(world: world).keep(speed.speed, of: backend.identity)
    return result
  }
}
