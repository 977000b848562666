import Inference

extension LlamaDialect {
  /// Reads what the endpoint says of itself.
  ///
  /// - Parameter props: The answer of `/props`.
  /// - Throws: ``EndpointFailure``, of code `badRequest` where the endpoint serves another model than `model`.
  init(link: EndpointLink, props: JSONValue, model: String?, parallel: Int?) throws {
    let path = props["model_path"]?.string ?? ""
    let alias = props["model_alias"]?.string ?? ""
    let name = Self.name(ofPath: alias.isEmpty ? path : alias)
    if let model, ![path, alias, Self.name(ofPath: path), name].contains(model), Self.name(ofPath: model) != name {
      throw EndpointFailure(
        InferenceError(
          .badRequest, "\(link.place) serves the model “\(name)”, not “\(model)”.",
          remedy: "Leave the model out, or start the endpoint with the other one."))
    }
    let slots = max(1, props["total_slots"]?.int ?? 1)
    self.init(
      link: link,
      identity: BackendIdentity(
        kind: "http", model: name.isEmpty ? "unknown" : name,
        engine: "llama.cpp \(props["build_info"]?.string ?? "of unknown build")"),
      capabilities: BackendCapabilities(
        contextLength: props["default_generation_settings"]?["n_ctx"]?.int, isDeterministic: false,
        readsDistributions: true),
      slots: min(slots, max(1, parallel ?? slots)))
  }

  /// `qwen2.5` of `/models/qwen2.5.gguf`.
  ///
  /// - Parameter keepsFolder: For names like `Qwen/Qwen2.5`, unless they are whole paths.
  static func name(ofPath path: String, keepsFolder: Bool = false) -> String {
    if keepsFolder, !path.hasPrefix("/") { return path }
    let file = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? path
    return file.hasSuffix(".gguf") ? String(file.dropLast(5)) : file
  }
}
