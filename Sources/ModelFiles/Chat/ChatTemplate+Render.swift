extension ChatTemplate {
  /// Writes a chat down, without the token that begins a sequence: see ``Tokenizer/addsBeginningOfSequence``.
  ///
  /// Segments keep their boundaries, so that what two prompts share is the same pieces in both. Where a family trims a
  /// message, white space is taken off the outer ends of its first and last segments.
  ///
  /// - Parameters:
  ///   - messages: roles are `system`, `user` and `assistant`; a system message comes first if at all.
  ///   - openAssistant: whether the assistant's turn is opened at the end, for the model to go on.
  public func render(messages: [(role: String, segments: [String])], openAssistant: Bool) -> [Piece] {
    var pieces: [Piece] = []
    switch family {
    case .chatML(let defaultSystem, let skipsThinking):
      if let defaultSystem, messages.first?.role != "system" {
        pieces.append(.control("<|im_start|>system\n\(defaultSystem)<|im_end|>\n"))
      }
      for (role, segments) in messages {
        pieces.append(.control("<|im_start|>\(role)\n"))
        pieces += segments.map(Piece.text)
        pieces.append(.control("<|im_end|>\n"))
      }
      if openAssistant {
        pieces.append(.control("<|im_start|>assistant\n" + (skipsThinking ? "<think>\n\n</think>\n\n" : "")))
      }
    case .llama3(let preamble):
      renderLlama3(messages, preamble: preamble, into: &pieces)
      if openAssistant { pieces.append(.control("<|start_header_id|>assistant<|end_header_id|>\n\n")) }
    case .gemma:
      renderGemma(messages, into: &pieces)
      if openAssistant { pieces.append(.control("<start_of_turn>model\n")) }
    case .mistral(let hasSystemMarkers):
      renderMistral(messages, hasSystemMarkers: hasSystemMarkers, into: &pieces)
    case .plain:
      for (_, segments) in messages {
        pieces += segments.map(Piece.text)
        pieces.append(.text(Self.blankLine(after: segments.joined())))
      }
    }
    return Self.joiningControl(pieces)
  }

  private func renderLlama3(
    _ messages: [(role: String, segments: [String])], preamble: String, into pieces: inout [Piece]
  ) {
    if !preamble.isEmpty, messages.first?.role != "system" {
      pieces.append(.control("<|start_header_id|>system<|end_header_id|>\n\n\(preamble)<|eot_id|>"))
    }
    for (index, (role, segments)) in messages.enumerated() {
      pieces.append(.control("<|start_header_id|>\(role)<|end_header_id|>\n\n"))
      if index == 0, role == "system" { pieces.append(.control(preamble)) }
      pieces += Self.trimmed(segments).map(Piece.text)
      pieces.append(.control("<|eot_id|>"))
    }
  }

  private func renderGemma(_ messages: [(role: String, segments: [String])], into pieces: inout [Piece]) {
    var system: [String] = []
    for (role, segments) in messages {
      if role == "system" {
        system += segments
        continue
      }
      pieces.append(.control("<start_of_turn>\(role == "assistant" ? "model" : role)\n"))
      if !system.isEmpty {
        pieces += system.map(Piece.text) + [.text("\n\n")]
        system = []
      }
      pieces += Self.trimmed(segments).map(Piece.text)
      pieces.append(.control("<end_of_turn>\n"))
    }
  }

  private func renderMistral(
    _ messages: [(role: String, segments: [String])], hasSystemMarkers: Bool, into pieces: inout [Piece]
  ) {
    let system = messages.first.flatMap { $0.role == "system" ? $0.segments : nil }
    let turns = system == nil ? messages[...] : messages.dropFirst()
    if hasSystemMarkers, let system {
      pieces += [.control("[SYSTEM_PROMPT]")] + system.map(Piece.text) + [.control("[/SYSTEM_PROMPT]")]
    }
    for (index, (role, segments)) in zip(turns.indices, turns) {
      if role == "assistant" {
        pieces += segments.map(Piece.text) + [.control("</s>")]
        continue
      }
      pieces.append(.control("[INST]"))
      if !hasSystemMarkers, let system, index == turns.indices.last {
        pieces += system.map(Piece.text) + [.text("\n\n")]
      }
      pieces += segments.map(Piece.text) + [.control("[/INST]")]
    }
  }

  /// What is missing after `text` until a blank line.
  private static func blankLine(after text: String) -> String {
    if text.isEmpty || text.hasSuffix("\n\n") { return "" }
    return text.hasSuffix("\n") ? "\n" : "\n\n"
  }

  /// Without white space at the outer ends of the whole; segments of nothing else go.
  private static func trimmed(_ segments: [String]) -> [String] {
    var result = segments[...]
    while let first = result.first {
      let text = first.drop { $0.isWhitespace }
      guard text.isEmpty else {
        result[result.startIndex] = String(text)
        break
      }
      result.removeFirst()
    }
    while let last = result.last {
      var text = last[...]
      while let character = text.last, character.isWhitespace { text.removeLast() }
      guard text.isEmpty else {
        result[result.endIndex - 1] = String(text)
        break
      }
      result.removeLast()
    }
    return Array(result)
  }

  /// Empty pieces dropped, neighbouring control pieces made one, as a tokenizer would see them in one text.
  private static func joiningControl(_ pieces: [Piece]) -> [Piece] {
    var result: [Piece] = []
    for piece in pieces where !piece.string.isEmpty {
      if case .control(let text) = piece, case .control(let before)? = result.last {
        result[result.count - 1] = .control(before + text)
      } else {
        result.append(piece)
      }
    }
    return result
  }
}
