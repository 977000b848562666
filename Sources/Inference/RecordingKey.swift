import Crypto

/// What makes two requests the same to a recording: messages, fields and sampling, not the id.
struct RecordingKey: Hashable, Sendable, Codable, CustomStringConvertible {
  let hex: String

  /// SHA-256 over the request's parts, each with its length before it, so that no two requests read alike. Segments are
  /// joined: how a prompt is cut for sharing changes no answer.
  init(_ request: InferenceRequest) {
    var hash = SHA256()
    func add(_ text: String) {
      let bytes = Array(text.utf8)
      hash.update(data: Array("\(bytes.count):".utf8))
      hash.update(data: bytes)
    }
    for message in request.messages {
      add(message.role.rawValue)
      add(message.text)
    }
    for field in request.fields {
      add(field.id)
      add(field.leadIn)
      switch field.kind {
      case .text(let limit): add("text \(limit.enoughWords) \(limit.maxWords)")
      case .choice(let labels):
        add("choice \(labels.count)")
        labels.forEach(add)
      case .evidence(let allowed, let atMost): add("evidence \(allowed) \(atMost)")
      }
    }
    let sampling = request.sampling
    add("\(sampling.temperature) \(sampling.topK) \(sampling.topP) \(sampling.minP)")
    add("\(sampling.repetitionPenalty) \(sampling.repetitionWindow) \(sampling.seed)")
    hex = hash.finalize().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  init(hex: String) { self.hex = hex }
  init(from decoder: any Decoder) throws { hex = try decoder.singleValueContainer().decode(String.self) }
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }

  var description: String { hex }
}
