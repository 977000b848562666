import Inference
import PanelCommand

// The program `panel` with one more kind of backend, which answers at once, or slowly, or as badly as a test wants.
await PanelProgram.main { registry in
  registry.register("scripted") { address, _ in try FaultyBackend(address: address) }
}
