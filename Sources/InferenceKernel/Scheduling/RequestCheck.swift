import Inference

/// What makes a request impossible whatever the model, found before any work.
enum RequestCheck {
  static func check(_ request: InferenceRequest) throws(InferenceError) {
    func require(_ holds: Bool, _ what: String) throws(InferenceError) {
      guard holds else { throw InferenceError(.badRequest, "Request \(request.id): \(what).") }
    }
    try require(!request.fields.isEmpty, "there is no field to fill in")
    try require(Set(request.fields.map(\.id)).count == request.fields.count, "two fields have the same id")
    for field in request.fields {
      switch field.kind {
      case .text(let limit): try require(limit.maxWords > 0, "field \(field.id) may not have a word")
      case .choice(let labels):
        try require(!labels.isEmpty, "field \(field.id) has no labels")
        try require(!labels.contains(""), "field \(field.id) has an empty label")
        try require(Set(labels).count == labels.count, "field \(field.id) has the same label twice")
      case .evidence(let allowed, let atMost):
        try require(!allowed.isEmpty && atMost > 0, "field \(field.id) has no evidence to choose from")
        try require(Set(allowed).count == allowed.count, "field \(field.id) names the same evidence twice")
      }
    }
    let sampling = request.sampling
    try require(
      sampling.temperature >= 0 && sampling.temperature.isFinite && sampling.topK >= 0 && sampling.topP > 0
        && (0...1).contains(sampling.minP) && sampling.repetitionPenalty > 0,
      "the sampling settings make no sense (temperature ≥ 0, top-k ≥ 0, top-p > 0, 0 ≤ min-p ≤ 1, penalty > 0)")
  }
}
