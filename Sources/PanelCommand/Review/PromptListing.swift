import Inference

/// Prompts as a person reads them: a segment that several requests share is printed where it first comes, and named by
/// its number from then on.
struct PromptListing {
  private(set) var text = ""
  private var numbers: [String: Int] = [:]

  init(_ requests: [(request: InferenceRequest, tokens: Int)]) {
    for (request, tokens) in requests { add(request, tokens) }
  }

  private mutating func add(_ request: InferenceRequest, _ tokens: Int) {
    text += "\n═══ \(request.id) · \(tokens) tokens\n"
    for message in request.messages {
      text += "─── \(message.role.rawValue)\n"
      for segment in message.segments { add(segment) }
    }
    text += "─── assistant\n"
    for field in request.fields {
      text += "\(field.leadIn.isEmpty ? "" : field.leadIn + " ")⟨\(Self.answer(field.kind))⟩\n"
    }
  }

  private mutating func add(_ segment: String) {
    if let number = numbers[segment] {
      text += "§\(number)\n"
    } else {
      numbers[segment] = numbers.count + 1
      text += "§\(numbers.count)\n\(segment)"
      if !segment.hasSuffix("\n") { text += "\n" }
    }
  }

  private static func answer(_ kind: ResponseField.Kind) -> String {
    switch kind {
    case .text(let limit): "text of at most \(limit.maxWords) words"
    case .choice(let labels): labels.joined(separator: " | ")
    case .evidence(let allowed, let atMost):
      "at most \(atMost) of " + allowed.map { "\($0)" }.joined(separator: ", ")
    }
  }
}
