import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelStore

/// One review with its display, from opening the backend to the comparison.
struct ReviewRun: Sendable {
  let input: ReviewInput
  let program: PanelProgram

  /// Opens what reviews are taken from and kept in, once the backend is there, so that a review that cannot begin leaves
  /// no database behind; nil does neither.
  var openStore: @Sendable () throws -> Store? = { nil }
  /// Whether reviews that the store has are computed again.
  var isFresh = false

  /// What came of it.
  struct Outcome: Sendable {
    var comparison: Comparison
    /// Why it could not be kept.
    var unkept: (any Error)?
  }

  /// - Throws: ``CommandFailure`` and the errors of the rooms below; the terminal is given back in any case.
  func outcome(backend arguments: BackendArguments, options: SessionOptions, record: URL?) async throws -> Outcome {
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
    let store = try openStore()
    defer { try? store?.close() }
    let keeping = try store.map {
      try ReviewKeeping(
        store: $0, input: input, identity: backend.identity, address: arguments.address(world), options: options)
    }
    let known = isFresh ? nil : try await keeping?.known()
    let session = try input.session(
      on: backend, options: options, world: world, ready: known?.ready ?? [], headToHeads: known?.headToHeads ?? [])
    var traces: [Seat: SeatTrace] = [:]
    var headToHeads: [HeadToHead] = []
    var speed = SpeedMeter(now: world.elapsed)
    var result: Comparison?
    for try await event in session.run() {
      speed.receive(event)
      if let shown = LiveEvent(event) { display.receive(shown) }
      switch event {
      case .traced(let seat, let trace): traces[seat] = trace
      case .compared(let results): headToHeads += results
      case .finished(let comparison): result = comparison
      default: break
      }
    }
    guard let result else { throw CommandFailure("The review ended without a result.") }
    display.stop()
    if let recorder, let record { try recorder.recording.write(to: record) }
    await backend.close()
    SpeedRecord(world: world).keep(speed.speed, of: backend.identity)
    do {
      try await keeping?.keep(result, traces: traces, headToHeads: headToHeads, at: world.timestamp)
      return Outcome(comparison: result, unkept: nil)
    } catch {
      // Minutes of work are not thrown away because the disk is full.
      return Outcome(comparison: result, unkept: error)
    }
  }
}
