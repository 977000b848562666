import Foundation
import Inference
import InferenceHTTP
import InferenceKernel

extension BackendRegistry {
  /// The backends that every `panel` knows.
  static func standard(world: World) -> BackendRegistry {
    var registry = BackendRegistry()
    registry.register("kernel") { address, options in
      let model = try ModelChoice.find(ModelChoice.named(address, or: options.model), world: world)
      return try KernelBackend(
        path: model.file.path, name: model.name, sha256: model.sha256, engine: "panel \(PanelVersion.text)",
        options: KernelOptions(
          threads: options.threads, instructionSet: world["PANEL_SIMD"], contextLength: options.contextLength))
    }
    registerHTTPBackends(into: &registry)
    registry.register("recording") { address, _ in
      try ReplayBackend(contentsOf: world.path(String(address.dropFirst("recording:".count))))
    }
    return registry
  }
}
